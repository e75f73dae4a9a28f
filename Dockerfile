# The image of otpost: the product with its own Java, and of Debian the C library and what a shell script needs.
#
#   docker build --build-arg REVISION=$(git rev-parse HEAD) -t otpost:0.1.0 .
#   docker run -d --name otpost -p 25:2525 -v otpost:/var/lib/otpost --read-only --tmpfs /tmp --cap-drop ALL \
#     --stop-timeout 30 -e SKYVERN_API_KEY -e OTPOST_SMTP_RECIPIENTS=codes@example.com otpost:0.1.0
#   docker exec otpost otpost doctor
#
# What was accepted and not yet delivered lies in the volume; nothing else needs to be written (/tmp: what Java says of
# itself if it should crash). A configuration file may be mounted as /etc/otpost/otpost.yaml. conf/compose.yaml and
# conf/kubernetes.yaml are examples.
#
# amd64 is tested (src/build/image-test.sh). arm64 is written for, and has not been tried.

# Both digests are of the list for all platforms. To renew one, write down the newest tag and what
# "docker buildx imagetools inspect TAG" calls its Digest. They are arguments, so that they may also come from a registry
# of your own.
ARG MAVEN=maven:3.9.16-eclipse-temurin-25@sha256:93b8a14ea2f412782e4e842651273b4d903e35cc496284f178fbbe2d67d00976
ARG DEBIAN=debian:bookworm-20260623-slim@sha256:60eac759739651111db372c07be67863818726f754804b8707c90979bda511df

FROM ${MAVEN} AS build
WORKDIR /src
COPY . .
# What "otpost --version" says: there is no .git in here.
ARG REVISION
# The Java of its own goes into a layer of its own: it changes seldom, and then need not be pulled again.
RUN --mount=type=cache,target=/m2 \
  COMMIT=${REVISION} mvn --batch-mode -Dmaven.repo.local=/m2 -DskipTests package \
  && mv target/otpost/runtime target/runtime

# The root of the image: no package manager, no setuid program, 6 MB. Each package that something is taken from is
# recorded where scanners look for it, with its licence.
FROM ${DEBIAN} AS root
WORKDIR /
RUN set -eu; \
  mkdir -p /image/etc/otpost /image/usr/share /image/var/lib/dpkg/status.d /state; \
  for directory in bin lib lib64; do \
    mkdir /image/usr/$directory; \
    ln -s usr/$directory /image/$directory; \
  done; \
  # The C library, without the tables it converts texts with, for Java has its own; and what bin/otpost and the health
  # check call. In Debian /bin and /lib are links to those below /usr.
  { \
    dpkg -L libc6 | grep -E '/(ld-linux|lib)[^/]*\.so(\.[0-9]+)?$' | grep -v /gconv/; \
    dpkg -L libtinfo6 | grep '/libtinfo\.so'; \
    for program in sh dash bash readlink; do command -v $program; done; \
  } | sed 's,^/\(usr/\)\?,usr/,' | while read -r file; do cp -a --parents "$file" /image; done; \
  for package in base-files bash coreutils dash libc6 libtinfo6; do \
    dpkg-query --status $package > /image/var/lib/dpkg/status.d/$package; \
    cp --parents /usr/share/doc/$package/copyright /image; \
  done; \
  cp -a /usr/share/common-licenses /image/usr/share; \
  cp -L /etc/os-release /image/etc/os-release; \
  printf '%s\n' root:x:0:0:root:/:/bin/false otpost:x:10001:10001:otpost:/var/lib/otpost:/bin/false > /image/etc/passwd; \
  printf '%s\n' root:x:0: otpost:x:10001: > /image/etc/group; \
  echo 'hosts: files dns' > /image/etc/nsswitch.conf; \
  install --directory --mode 1777 /image/tmp; \
  install --directory --mode 700 /state/otpost

FROM scratch
COPY --from=root /image /
COPY --from=root --chown=10001:10001 /state /var/lib
# With the times of the files, which COPY keeps: lib/otpost.aot is good only beside jars that are as old as they were when
# it was made. A builder that sets all times to one makes an image that starts a second later.
COPY --from=build /src/target/runtime /opt/otpost/runtime
COPY --from=build /src/target/otpost /opt/otpost
ENV PATH=/opt/otpost/bin:/usr/bin:/bin
ENV OTPOST_SPOOL_PATH=/var/lib/otpost
VOLUME /var/lib/otpost
USER 10001:10001
# SMTP; HTTP, which answers inside the container only until OTPOST_HTTP_HOST=0.0.0.0 says otherwise, and that needs
# OTPOST_HTTP_PASSWORD_FILE or OTPOST_HTTP_TOKEN_FILE; and the port for Skyvern's runs and for probes, if
# OTPOST_HTTP_PUBLIC_PORT=8081 opens it.
EXPOSE 2525 8080 8081
# By bash, which costs some milliseconds; a Java each time would cost a third of a second.
# By HTTPS it speaks with nobody here, and sees only that the port is open. It ends by itself, for not everything that runs
# containers ends a check.
# Alive, not ready: whoever starts an unhealthy container anew does not help a full disk. Another port in a file: say it here.
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${OTPOST_HTTP_PORT:-8080} && { [ \"${OTPOST_HTTP_TLS:-}\" = true ] || { printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r -t 5 _ code _ <&3 && [ \"$code\" = 200 ]; }; }"]
# The script replaces itself by Java, so SIGTERM reaches it: it ends what it has begun, within some 20 seconds, with 0.
ENTRYPOINT ["/opt/otpost/bin/otpost"]
CMD ["serve"]
# Last, for they are new with every commit.
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="otpost" \
  org.opencontainers.image.description="Receives 2FA mail, reads it, and posts the code to Skyvern" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
