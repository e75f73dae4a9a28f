package dev.otpost.command;

import dev.otpost.config.Configuration;
import dev.otpost.config.Fault;
import dev.otpost.config.Origin;
import dev.otpost.config.Purpose;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the process finds itself in.
 *
 * @param environment its variables
 * @param installation the directory with {@code bin}, {@code conf} and {@code lib}
 * @param hostname what this machine calls itself
 * @param clock the only one
 */
public record Surroundings(
    Map<String, String> environment, Path installation, String hostname, InstantSource clock) {

  /**
   * The configuration here, and what it warns of.
   *
   * @param file to be read and no other; empty for the one that is found
   */
  Configuration.Loaded configuration(Optional<Path> file, Purpose purpose) throws CommandFailure {
    var origin =
        file.map(it -> Origin.at(it, environment, hostname))
            .orElseGet(() -> Origin.search(installation, environment, hostname));
    return switch (Configuration.load(origin, purpose)) {
      case Configuration.Loaded loaded -> loaded;
      case Configuration.Faulty(var faults) ->
          throw new CommandFailure(
              ExitCode.CONFIGURATION,
              "The configuration is wrong:\n"
                  + faults.stream()
                      .map(Fault::toString)
                      .map(line -> "  " + line)
                      .collect(Collectors.joining("\n")));
      case Configuration.Unreadable(var unreadable, var whatToDo) ->
          throw new CommandFailure(
              ExitCode.UNREADABLE,
              "The configuration " + unreadable + " cannot be read: " + whatToDo);
    };
  }

  /** The variables may hold secrets. */
  @Override
  public String toString() {
    return "Surroundings[" + installation + "]";
  }
}
