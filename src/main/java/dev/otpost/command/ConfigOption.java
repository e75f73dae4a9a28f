package dev.otpost.command;

import dev.otpost.config.Configuration;
import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
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

  /** The one that was named; empty if none was. */
  Optional<Path> file() {
    return file;
  }

  /** The settings and what they warn of. */
  Configuration.Loaded load(Surroundings around, Purpose purpose) throws CommandFailure {
    return around.configuration(file, purpose);
  }

  Settings settings(Surroundings around, Purpose purpose) throws CommandFailure {
    return load(around, purpose).settings();
  }
}
