#!/bin/sh
# Holds two archives of the product against each other: "compare.sh ONE.tar.gz OTHER.tar.gz". Names what is not the same,
# and fails then: a file that only one has, its kind, mode, owner, time, size or bytes. Of lib/otpost.aot only the bytes and
# the size may differ, and only by it the archives themselves.

set -eu

entries() {
  tar --list --verbose --full-time --numeric-owner --gzip --file "$1" |
    sed -E '/\/lib\/otpost\.aot$/s/^([^ ]+ +[^ ]+) +[0-9]+/\1 -/'
  tar --extract --gzip --file "$1" --exclude '*/lib/otpost.aot' \
    --to-command 'echo "$(sha256sum | cut -d " " -f 1) $TAR_FILENAME"'
}

compared=$(mktemp -d)
trap 'rm -r "$compared"' EXIT
entries "$1" > "$compared/one"
entries "$2" > "$compared/other"
diff -U 0 "$compared/one" "$compared/other" && echo "the same: $(grep -c . "$compared/one") lines of entries and checksums"
