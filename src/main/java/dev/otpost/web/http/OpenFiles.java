package dev.otpost.web.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** How many files this process may have open; connections are files as well. */
public final class OpenFiles {

  /** One port takes no more than this part of them: SMTP and the spool need the others. */
  private static final int PART = 8;

  private static final Path LIMITS = Path.of("/proc/self/limits");

  private static final Pattern SOFT =
      Pattern.compile("Max open files\\s+(?<soft>[0-9]{1,18})\\s.*");

  private OpenFiles() {}

  /** As many as there may be; empty if there is no bound, or the system does not say. */
  public static Optional<Long> most() {
    return most(LIMITS);
  }

  static Optional<Long> most(Path limits) {
    try (var lines = Files.lines(limits)) {
      return lines
          .map(SOFT::matcher)
          .filter(line -> line.matches())
          .map(line -> Long.valueOf(line.group("soft")))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** So many connections if they are a small part of all files, else as many as are one. */
  static int share(int wanted) {
    return share(wanted, LIMITS);
  }

  static int share(int wanted, Path limits) {
    return most(limits).map(all -> (int) Math.min(wanted, Math.max(1, all / PART))).orElse(wanted);
  }
}
