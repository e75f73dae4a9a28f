package dev.otpost.web.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How many files this process may have open; connections are files as well. */
final class OpenFiles {

  /** One port takes no more than this part of them: SMTP and the spool need the others. */
  private static final int PART = 8;

  private static final Path LIMITS = Path.of("/proc/self/limits");

  private static final Pattern SOFT = Pattern.compile("Max open files\\s+(?<soft>[0-9]{1,9})\\s.*");

  private OpenFiles() {}

  /** So many connections if they are a small part of all files, else as many as are one. */
  static int share(int wanted) {
    return share(wanted, LIMITS);
  }

  static int share(int wanted, Path limits) {
    try (var lines = Files.lines(limits)) {
      return lines
          .map(SOFT::matcher)
          .filter(line -> line.matches())
          .map(line -> Integer.parseInt(line.group("soft")) / PART)
          .findFirst()
          .map(part -> Math.min(wanted, Math.max(1, part)))
          .orElse(wanted);
    } catch (IOException e) {
      return wanted; // Another system, which does not say.
    }
  }
}
