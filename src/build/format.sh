#!/bin/sh
# Holds the Java sources to google-java-format: "format.sh check" names the files that are not in it and fails,
# "format.sh apply" puts them right. It runs on the JDK 25 that compiles them, which the formatter inside Spotless
# cannot: that would run on Maven's own Java, and Java 17 does not know the syntax of 25.
#
# TOOLCHAIN_JAVA_HOME, MAVENS_JDK  the JDK 25: the toolchain, or Maven's own where that is one
# FORMATTER  the jar of google-java-format with all it needs

set -eu
jdk=${TOOLCHAIN_JAVA_HOME:-$MAVENS_JDK}

case $1 in
  check) options='--dry-run --set-exit-if-changed' ;;
  apply) options=--replace ;;
esac

# shellcheck disable=SC2086 # The options are to be split.
find src -name '*.java' -exec "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$FORMATTER" $options {} + || {
  echo 'The Java files named above are not in google-java-format. To put them right: mvn -Pformat validate' >&2
  exit 1
}
