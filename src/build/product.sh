#!/bin/sh
# Puts the product together: target/otpost, and target/otpost-VERSION-linux-ARCH.tar.gz. Maven calls it in the phase
# "package". The same source gives the same bytes, but for lib/otpost.aot: what the JVM notes of a run is never twice the same,
# nor is what it makes twice of the same notes, even with neither profiles nor compiler.
#
# VERSION    of otpost
# STAMP      the time all files get, as date(1) reads it
# CLASSPATH  the jars otpost needs at run time, joined by colons
# MODULES    the modules of the JDK that go into the bundled runtime, joined by commas
# TOOLCHAIN_JAVA_HOME, MAVENS_JDK  the JDK 25 to take them from: the toolchain, or Maven's own where that is one

set -eu
jdk=${TOOLCHAIN_JAVA_HOME:-$MAVENS_JDK}
umask 022

product=target/otpost

case $(uname -m) in
  x86_64)        arch=amd64 sqlite=x86_64 ;;
  aarch64|arm64) arch=arm64 sqlite=aarch64 ;;
  *) echo "otpost's product is built on Linux amd64 and arm64 only, this is $(uname -m)" >&2; exit 1 ;;
esac

rm -rf "$product"
mkdir -p "$product/lib/native"

cp -R src/dist/. conf systemd README.md LICENSE "$product"
cp "target/otpost-$VERSION.jar" "$product/lib/otpost.jar"
IFS=:
for jar in $CLASSPATH; do
  cp "$jar" "$product/lib"
done
unset IFS

# sqlite-jdbc carries its native library for two dozen platforms (13 MB). Ours goes beside the jars, the others stay out.
unpacked=target/sqlite-jdbc
sqlite_jar=$(echo "$product"/lib/sqlite-jdbc-*.jar)
rm -rf "$unpacked"
mkdir "$unpacked"
(cd "$unpacked" && "$jdk/bin/jar" --extract --file "../../$sqlite_jar")
mv "$unpacked/org/sqlite/native/Linux/$sqlite/libsqlitejdbc.so" "$product/lib/native"
rm -rf "$unpacked/org/sqlite/native" "$sqlite_jar"
(cd "$unpacked" && find . -type f ! -path ./META-INF/MANIFEST.MF | LC_ALL=C sort > ../sqlite-jdbc.files)
(cd "$unpacked" && "$jdk/bin/jar" --create --date "$STAMP" --manifest META-INF/MANIFEST.MF \
  --file "../../$sqlite_jar" @../sqlite-jdbc.files)

# Compressed, for hardly a class is read from there: those that are needed at the start lie in lib/otpost.aot.
"$jdk/bin/jlink" --add-modules "$MODULES" --output "$product/runtime" --compress zip-6 \
  --strip-java-debug-attributes --no-header-files --no-man-pages
# The names of functions that only a report of a crash of the JVM itself would show (5 MB).
if command -v strip > /dev/null; then
  find "$product/runtime" -name '*.so' -exec strip --strip-unneeded {} +
else
  echo 'the product is 5 MB larger than it need be: there is no strip here (apt-get install binutils)' >&2
fi

# What it ships beside the program: dev.otpost.shipped says more.
"$jdk/bin/java" -cp "target/test-classes:target/classes:$CLASSPATH" \
  dev.otpost.shipped.Papers "$product" "$VERSION" "$STAMP"
gzip -9n "$product"/man/man?/*
# Maven makes no bill of materials where it may not ask its repository (-o), and leaves that of another day.
if [ target/bom.json -nt pom.xml ]; then
  cp target/bom.json "$product"
else
  echo 'without a bill of materials (bom.json)'
fi

find "$product" -exec touch --no-dereference --date "$STAMP" {} +
# The classes as they lie in memory, and what is called most, noted while otpost takes in a mail and posts it: halves the start.
# The JVM takes it only beside the very jars it was made with, by their time too: hence after they got theirs.
rehearsal=target/rehearsal.log
OTPOST_JAVA_OPTS="-XX:AOTCacheOutput=$product/lib/otpost.aot" "$product/bin/otpost" rehearse > "$rehearsal" 2>&1 &&
  [ -e "$product/lib/otpost.aot" ] || { cat "$rehearsal" >&2; exit 1; }
touch --date "$STAMP" "$product/lib/otpost.aot" "$product/lib"

tar --create --directory target --transform "s,^otpost,otpost-$VERSION," --sort name \
  --owner 0 --group 0 --numeric-owner --mode u+rwX,go+rX,go-w otpost |
  gzip -n > "target/otpost-$VERSION-linux-$arch.tar.gz"
