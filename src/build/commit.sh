#!/bin/sh
# Writes into the file $1 of which commit these sources are, for "otpost --version". Maven calls it before it packs the jar.
#
# COMMIT  what to say of sources that came without .git, as those of an archive or of a container build; may be missing

set -eu

known() {
  # Sources that lie in somebody else's repository are none of its commits.
  [ -e .git ] && command -v git > /dev/null || return 1
  # Whoever builds need not be whom the files belong to: root in CI is not.
  git="git -c safe.directory=$(pwd -P)"
  commit=$($git rev-parse --short=12 HEAD 2> /dev/null) || return 1
  # New files count as changes: the compiler takes them, too.
  changes=$($git status --porcelain) || return 1
  echo "commit $commit${changes:+ with changes}"
}

mkdir -p "$(dirname "$1")"
{ known || echo "${COMMIT:+commit }${COMMIT:-of no known commit}"; } > "$1"
