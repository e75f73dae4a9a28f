package dev.otpost.command;

import dev.otpost.config.Configuration;
import dev.otpost.config.Fault;
import dev.otpost.config.Origin;
import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code --config}, and what comes of reading the configuration. */
final class ConfigOption {

  @Option(
      names = "--config",
      scope = CommandLine.ScopeType.INHERIT, // also behind the word of a subcommand
      paramLabel = "FILE",
      description = {
        "The configuration. Default: $OTPOST_CONFIG, else /etc/otpost/otpost.yaml, else"
            + " conf/otpost.yaml of the installation. None is needed if the environment says"
            + " enough."
      })
  private Optional<Path> file = Optional.empty();

  /** The settings and what they warn of. */
  Configuration.Loaded load(Surroundings around, Purpose purpose) throws CommandFailure {
    var environment = around.environment();
    var origin =
        file.isPresent()
            ? Origin.at(file.get(), environment, around.hostname())
            : Origin.search(around.installation(), environment, around.hostname());
    return load(origin, purpose);
  }

  Settings settings(Surroundings around, Purpose purpose) throws CommandFailure {
    return load(around, purpose).settings();
  }

  /** From there and nowhere else. */
  static Settings settings(Origin origin, Purpose purpose) throws CommandFailure {
    return load(origin, purpose).settings();
  }

  private static Configuration.Loaded load(Origin origin, Purpose purpose) throws CommandFailure {
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
}
