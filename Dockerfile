# docker build -t otpost .
# docker run -p 25:2525 -v otpost:/var/lib/otpost -e SKYVERN_API_KEY -e OTPOST_SMTP_RECIPIENTS=codes@example.com otpost
#
# A configuration file may be mounted as /etc/otpost/otpost.yaml. What was accepted and not yet delivered lies in the volume.

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/m2 \
  mvn --batch-mode -Dmaven.repo.local=/m2 -DskipTests -Dcyclonedx.skip package

# The product brings its own Java; of the image it needs a shell and the C library.
FROM debian:12-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin otpost \
  && install --directory --owner otpost --group otpost --mode 700 /var/lib/otpost
COPY --from=build /src/target/otpost /opt/otpost
ENV OTPOST_SPOOL_PATH=/var/lib/otpost
VOLUME /var/lib/otpost
USER 10001:10001
# SMTP, and HTTP: that one answers inside the container only, until OTPOST_HTTP_HOST=0.0.0.0 says otherwise, which needs
# OTPOST_HTTP_PASSWORD_FILE or OTPOST_HTTP_TOKEN_FILE.
EXPOSE 2525 8080
# By bash, which Debian cannot be without, and which costs some milliseconds; a Java each time would cost a third of a second.
# By HTTPS it speaks with nobody here, and sees only that the port is open. It ends by itself, for not everything that runs
# containers ends a check.
# Alive, not ready: whoever starts an unhealthy container anew does not help a full disk. Another port in a file: say it here.
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${OTPOST_HTTP_PORT:-8080} && { [ \"${OTPOST_HTTP_TLS:-}\" = true ] || { printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r -t 5 _ code _ <&3 && [ \"$code\" = 200 ]; }; }"]
ENTRYPOINT ["/opt/otpost/bin/otpost"]
CMD ["serve"]
