package dev.otpost.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a configuration is read from.
 *
 * @param file empty if there is none, which is no fault
 * @param environment the variables of the process
 * @param hostname what this machine calls itself
 */
public record Origin(Optional<Path> file, Map<String, String> environment, String hostname) {

  private static final Path SYSTEM_FILE = Path.of("/etc/otpost/otpost.yaml");

  /** From where the unit has systemd hand the API key over. */
  static final Path SYSTEM_KEY = Path.of("/etc/otpost/skyvern.api-key");

  private static final Path SYSTEM_SPOOL = Path.of("/var/lib/otpost");

  public Origin {
    environment = Map.copyOf(environment);
  }

  /** With this very file, which must be there. */
  public static Origin at(Path file, Map<String, String> environment, String hostname) {
    return new Origin(Optional.of(file), environment, hostname);
  }

  /**
   * With the file that {@code $OTPOST_CONFIG} names, which must be there then; else {@code
   * /etc/otpost/otpost.yaml} if there is one, else {@code conf/otpost.yaml} of the installation if
   * there is one, else none.
   */
  public static Origin search(Path installation, Map<String, String> environment, String hostname) {
    return search(SYSTEM_FILE, installation, environment, hostname);
  }

  static Origin search(
      Path systemFile, Path installation, Map<String, String> environment, String hostname) {
    var named = environment.getOrDefault(Environment.FILE, "");
    return new Origin(
        named.isBlank()
            // Not "exists": a directory that hides from us whether there is a file in it is for us
            // to complain of.
            ? Stream.of(systemFile, installation.resolve("conf/otpost.yaml"))
                .filter(place -> !Files.notExists(place))
                .findFirst()
            : Optional.of(Path.of(named.strip())),
        environment,
        hostname);
  }

  /**
   * Where the spool lies when nobody says: the state directory that systemd made for the service;
   * else {@code /var/lib/otpost} if it is there, so that a command typed in a shell finds the spool
   * of the service; else the user's own place for state ({@code $XDG_STATE_HOME}, {@code
   * ~/.local/state}).
   */
  Path spool() {
    return spool(SYSTEM_SPOOL);
  }

  Path spool(Path systemSpool) {
    return directory("STATE_DIRECTORY")
        // The directory may be a link into one that only root can look into: the link itself must
        // do.
        .or(() -> Optional.of(systemSpool).filter(p -> Files.exists(p, LinkOption.NOFOLLOW_LINKS)))
        .or(() -> directory("XDG_STATE_HOME").map(state -> state.resolve("otpost")))
        .or(() -> directory("HOME").map(home -> home.resolve(".local/state/otpost")))
        .orElse(systemSpool);
  }

  /**
   * The directory that a variable names, the first one if there are several; empty if none or not a
   * whole path.
   */
  Optional<Path> directory(String variable) {
    var first = environment.getOrDefault(variable, "").split(":", 2)[0];
    return first.startsWith("/") ? Optional.of(Path.of(first)) : Optional.empty();
  }
}
