#!/bin/sh
# Packs target/otpost as a package of Debian: target/otpost_VERSION_ARCH.deb. "mvn package -Pdeb" calls it after product.sh. The
# same product gives the same bytes, by whomever it is packed: nobody need be root.
#
# VERSION    of otpost
# STAMP      the time all files get, as date(1) reads it

set -eu
umask 022

for program in dpkg-deb md5sum; do
  command -v "$program" > /dev/null || { echo "$program is missing: this is no Debian" >&2; exit 1; }
done

product=target/otpost
tree=target/deb
doc=$tree/usr/share/doc/otpost

case $(uname -m) in
  x86_64)        arch=amd64 ;;
  aarch64|arm64) arch=arm64 ;;
  *) echo "otpost's product is built on Linux amd64 and arm64 only, this is $(uname -m)" >&2; exit 1 ;;
esac

rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/etc/otpost" "$tree/usr/bin" "$tree/usr/lib/systemd/system" "$doc/examples" \
  "$tree/usr/share/lintian/overrides"

# Below /usr/lib, not in /opt/otpost: that one belongs to whoever unpacks the archive there, and may be a link of his own.
# With their times, or the JVM would not take lib/otpost.aot.
cp -a "$product" "$tree/usr/lib/otpost"
installed=$tree/usr/lib/otpost
ln -s ../lib/otpost/bin/otpost "$tree/usr/bin/otpost"

install --mode 0640 "$installed/conf/otpost.yaml" "$tree/etc/otpost/otpost.yaml"
rm "$installed/conf/otpost.yaml"
mv "$installed"/conf/* "$doc/examples"
sed -e 's,^ExecStart=/opt/otpost/bin/,ExecStart=/usr/bin/,' \
  -e 's,^Documentation=.*,Documentation=man:otpost(8) file:/usr/share/doc/otpost/README.md,' \
  "$installed/systemd/otpost.service" > "$tree/usr/lib/systemd/system/otpost.service"
mv "$installed/README.md" "$doc"
mv "$installed/man" "$tree/usr/share/man"
mv "$installed/THIRD-PARTY-NOTICES" "$doc"
if [ -e "$installed/bom.json" ]; then
  mv "$installed/bom.json" "$doc"
fi
rm -r "$installed/conf" "$installed/systemd" "$installed/LICENSE"
cp src/deb/copyright "$doc"
cp src/deb/lintian-overrides "$tree/usr/share/lintian/overrides/otpost"
gzip -9n < CHANGELOG.md > "$doc/CHANGELOG.md.gz"
gzip -9n > "$doc/changelog.gz" << END
otpost ($VERSION) unstable; urgency=medium

  * What changed stands in CHANGELOG.md.gz.

 -- $(sed -n 's/^Maintainer: //p' src/deb/control)  $(date --utc --date "$STAMP" --rfc-email)
END

chmod -R u+rwX,go+rX,go-w "$tree"
chmod 0640 "$tree/etc/otpost/otpost.yaml"

# In KiB, as Policy 5.6.20 counts.
size=$(find "$tree/etc" "$tree/usr" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
sed -e "s/@VERSION@/$VERSION/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" \
  src/deb/control > "$tree/DEBIAN/control"
cp src/deb/conffiles "$tree/DEBIAN"
install --mode 0755 src/deb/postinst src/deb/prerm src/deb/postrm "$tree/DEBIAN"
(cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
chmod 0644 "$tree/DEBIAN/md5sums" "$tree/DEBIAN/control" "$tree/DEBIAN/conffiles"

find "$tree" -exec touch --no-dereference --date "$STAMP" {} +
# The least that xz can do is a tenth larger, and takes a fifth of the time.
SOURCE_DATE_EPOCH=$(date --date "$STAMP" +%s) \
  dpkg-deb --root-owner-group -Zxz -z1 --build "$tree" "target/otpost_${VERSION}_$arch.deb"
rm -r "$tree"
