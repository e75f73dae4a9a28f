package dev.otpost.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;

/** Which otpost this is. */
public final class Version {

  /** Written by {@code src/build/commit.sh}. */
  private static final String COMMIT = "commit";

  private Version() {}

  /** From the manifest of the jar; a build that was never packaged has none. */
  public static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  /** And what it was built from: {@code 0.1.0 (commit 3cbf6e0a1b2c)}. Reads a file of the jar. */
  public static String whole() {
    return "%s (%s)".formatted(number(), origin());
  }

  private static String origin() {
    try (var commit = Version.class.getResourceAsStream(COMMIT)) {
      return commit == null
          ? "of no known commit"
          : new String(commit.readAllBytes(), UTF_8).strip();
    } catch (IOException unreadable) {
      return "of no known commit";
    }
  }
}
