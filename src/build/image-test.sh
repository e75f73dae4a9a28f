#!/bin/bash
# Builds the image without a container engine and without a registry, for ImageIT to look at: root, on Debian, with the
# packages buildah, debootstrap, maven and a JDK 25.
#
#   src/build/image-test.sh DIRECTORY
#
# DIRECTORY/root        the file system of the image
# DIRECTORY/image.json  what it says of itself
# DIRECTORY/pulled      its size in bytes as a registry keeps it, the layers compressed by gzip
#
# MAVEN_REPOSITORY      the local repository of Maven, if it is not ~/.m2/repository
#
# It is the Dockerfile as it stands, on bases that are made here under the names it is given as MAVEN and DEBIAN: Debian by
# debootstrap, and on top of it the JDK and the Maven of this machine. Maven takes everything out of the local repository of
# this machine, by which the product was built before; only Debian packages are downloaded. So what is not shown is that the
# published bases do as well, and another builder than buildah.

set -euo pipefail
directory=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
# Where buildah keeps what lasts from one build to the next.
export TMPDIR=$work/tmp
mkdir "$TMPDIR"

buildah() {
  command buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs "$@"
}

# The JDK 25 of this machine.
jdk() {
  local release
  for release in "${JAVA_HOME:-/none}/release" /usr/lib/jvm/*/release; do
    if grep -qs '^JAVA_VERSION="25' "$release" && [ -x "${release%/*}/bin/jlink" ]; then
      echo "${release%/*}"
      return
    fi
  done
  echo 'no JDK 25 in /usr/lib/jvm' >&2
  return 1
}

suite=bookworm
mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
  awk -v suite=$suite '$1 == suite { print $2; exit }')
debootstrap --variant=minbase --include=binutils "$suite" "$work/debian" "${mirror:?no $suite in sources.list}" \
  > "$work/debootstrap.log" || { cat "$work/debootstrap.log" >&2; exit 1; }
rm -rf "$work"/debian/dev/* "$work"/debian/var/cache/apt/archives/*.deb

maven=$work/maven
mkdir -p "$maven/opt" "$maven/usr/share" "$maven/usr/bin" "$maven/repository"
cp -RL "$(jdk)" "$maven/opt/java"
cp -RL "$(mvn --version | sed -n 's/^Maven home: //p')" "$maven/usr/share/maven"
ln -s ../share/maven/bin/mvn "$maven/usr/bin/mvn"
cat > "$maven/usr/share/maven/conf/settings.xml" <<'SETTINGS'
<settings>
  <mirrors>
    <mirror><id>central</id><mirrorOf>*</mirrorOf><url>file:///repository</url></mirror>
  </mirrors>
</settings>
SETTINGS

container=$(buildah from scratch)
buildah copy --quiet "$container" "$work/debian" / > /dev/null
buildah config --env PATH=/usr/sbin:/usr/bin:/sbin:/bin --cmd /bin/bash "$container"
buildah commit --quiet "$container" localhost/debian > /dev/null
buildah copy --quiet "$container" "$maven" / > /dev/null
buildah config --env JAVA_HOME=/opt/java "$container"
buildah commit --quiet "$container" localhost/maven > /dev/null
buildah rm "$container" > /dev/null
rm -rf "$work/debian" "$maven"

buildah build --pull-never --isolation chroot --format docker \
  --build-arg MAVEN=localhost/maven --build-arg DEBIAN=localhost/debian --build-arg REVISION=tested \
  --volume "${MAVEN_REPOSITORY:-$HOME/.m2/repository}:/repository:ro" --tag localhost/otpost .

rm -rf "$directory/root"
container=$(buildah from --pull-never localhost/otpost)
cp -a "$(buildah mount "$container")" "$directory/root"
buildah inspect --type image localhost/otpost > "$directory/image.json"
buildah push --quiet --format oci localhost/otpost "oci:$work/pushed"
find "$work/pushed/blobs" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }' > "$directory/pulled"
