#!/bin/bash
# Boots a Debian of its own under a real systemd and does in it, by story.sh, with the package what an administrator does, and
# what happens to a service. Needs root, or sudo, and debootstrap and systemd-nspawn; the network is its own, and has nothing
# but loopback.
#
#   src/test/debian/boot.sh PACKAGE DIRECTORY
#
# DIRECTORY/root      what debootstrap made, kept for the next time
# DIRECTORY/findings  a line for each thing that was looked at, "ok" or "WRONG" before it, and what it looked like if it was wrong
# DIRECTORY/console   what the machine said as it booted
#
# Ends with 0 if all was well, 1 if not, and 75 if no such machine can be booted here.

set -euo pipefail

# Far beyond what it takes, which is some two minutes.
limit=15m

if [ "$(id -u)" != 0 ]; then
  exec sudo --non-interactive "$0" "$@"
fi
here=$(cd "$(dirname "$0")" && pwd)
package=$(realpath "$1")
directory=$(mkdir -p "$2" && cd "$2" && pwd)
base=$directory/root
export PATH=$PATH:/usr/sbin:/sbin

if [ ! -d "$base" ]; then
  rm -rf --one-file-system "$base.new"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,adduser,python3 bookworm "$base.new" \
    > "$directory/debootstrap.log" 2>&1 || { tail -5 "$directory/debootstrap.log" >&2; exit 75; }
  rm -rf "$base.new"/var/cache/apt/archives/*.deb "$base.new"/var/lib/apt/lists/*
  mv "$base.new" "$base"
fi

machine=$(mktemp -d)
trap 'rm -rf --one-file-system "$machine"' EXIT
cp -a "$base/." "$machine"

# The next version: the same, but for its number and a line in the configuration that it brings.
mkdir "$machine/story"
cp "$here"/* "$machine/story"
cp "$package" "$machine/story/first.deb"
next=$machine/next
dpkg-deb --raw-extract "$package" "$next"
sed -i 's/^Version: .*/&.next/' "$next/DEBIAN/control"
echo '# The next version says more.' >> "$next/etc/otpost/otpost.yaml"
dpkg-deb --root-owner-group -Znone --build "$next" "$machine/story/next.deb" > /dev/null
rm -r "$next"

cat > "$machine/etc/systemd/system/story.service" << 'END'
[Unit]
SuccessAction=poweroff
FailureAction=poweroff
[Service]
ExecStart=/story/story.sh
StandardOutput=file:/story/findings
StandardError=inherit
Environment=DEBIAN_FRONTEND=noninteractive
END
mkdir -p "$machine/etc/systemd/system/multi-user.target.wants"
ln -s ../story.service "$machine/etc/systemd/system/multi-user.target.wants/story.service"
echo otpost-story > "$machine/etc/hostname"
echo '127.0.0.1 localhost otpost-story' > "$machine/etc/hosts"

timeout --kill-after=10s "$limit" systemd-nspawn --quiet --boot --register=no --keep-unit --private-network \
  --link-journal=no --directory="$machine" < /dev/null > "$directory/console" 2>&1 || true

if [ ! -s "$machine/story/findings" ]; then
  echo 'systemd-nspawn boots no machine here:' >&2
  tail -5 "$directory/console" >&2
  exit 75
fi
cp "$machine/story/findings" "$directory/findings"
cat "$directory/findings"
grep -q '^THE END$' "$directory/findings" && ! grep -q '^WRONG' "$directory/findings"
