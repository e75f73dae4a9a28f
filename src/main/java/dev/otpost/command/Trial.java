package dev.otpost.command;

import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * What an otpost needs that is tried on this machine alone: a directory of its own with a
 * configuration, ports that are free, and a Skyvern that stands in. All of it is gone when it is
 * closed.
 */
record Trial(Path directory, StandInSkyvern skyvern) implements AutoCloseable {

  /** Where it listens. */
  static final String HOST = "127.0.0.1";

  static final Address GATEWAY = new Address("otp@gateway.demo");

  /** To whom a site writes, and whose mailbox forwards it. */
  static final Address RECIPIENT = new Address("john.doe@gmail.com");

  static Trial begin() throws IOException {
    var directory = Files.createTempDirectory("otpost-trial-");
    try {
      Files.writeString(
          file(directory),
          """
          smtp:
            host: %1$s
            port: 0
            hostname: gateway.demo
            recipients: %2$s
          http:
            host: %1$s
            port: 0
          """
              .formatted(HOST, GATEWAY.value()));
      return new Trial(directory, StandInSkyvern.start());
    } catch (IOException | RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  /** Its configuration. */
  Path file() {
    return file(directory);
  }

  /** What it finds itself in. */
  Surroundings in(Surroundings around) {
    return new Surroundings(
        Map.of(
            "OTPOST_SPOOL_PATH",
            directory.resolve("spool").toString(),
            "SKYVERN_BASE_URL",
            skyvern.uri().toString(),
            "SKYVERN_API_KEY",
            skyvern.apiKey()),
        around.installation(),
        "gateway.demo",
        around.clock());
  }

  @Override
  public void close() throws IOException {
    skyvern.close();
    delete(directory);
  }

  private static Path file(Path directory) {
    return directory.resolve("otpost.yaml");
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
