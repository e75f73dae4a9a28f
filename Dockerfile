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
# SMTP, and HTTP: that one answers inside the container only, until OTPOST_HTTP_HOST says otherwise.
EXPOSE 2525 8080
ENTRYPOINT ["/opt/otpost/bin/otpost"]
CMD ["serve"]
