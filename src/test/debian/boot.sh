#!/bin/bash
# Boots a Debian of its own under a real systemd and does in it, by story.sh, with the package what an administrator does, and
# what happens to a service. Needs root, or sudo, and debootstrap and systemd-nspawn; the network is its own, and has nothing
# but loopback.
#
#   src/test/debian/boot.sh PACKAGE DIRECTORY
#
# DIRECTORY/base.tar  what debootstrap made, kept for the next time
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
base=$directory/base.tar
export PATH=$PATH:/usr/sbin:/sbin

machine=$(mktemp -d)
# What is left belongs to whoever called, or he could not clean up.
trap 'rm -rf --one-file-system "$machine"; chown -R "${SUDO_UID:-0}:${SUDO_GID:-0}" "$directory"' EXIT

if [ ! -e "$base" ]; then
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,adduser,python3 bookworm "$machine" \
    > "$directory/debootstrap.log" 2>&1 || { tail -5 "$directory/debootstrap.log" >&2; exit 75; }
  rm -rf "$machine"/var/cache/apt/archives/*.deb "$machine"/var/lib/apt/lists/*
  tar --create --numeric-owner --xattrs --directory "$machine" --file "$base.new" .
  mv "$base.new" "$base"
else
  tar --extract --numeric-owner --xattrs --preserve-permissions --directory "$machine" --file "$base"
fi
# The root of a system is for all to see, unlike what mktemp makes.
chmod 0755 "$machine"

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
