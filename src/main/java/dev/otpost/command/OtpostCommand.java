package dev.otpost.command;

import dev.otpost.gateway.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code otpost}. */
@Command(
    name = "otpost",
    description = "Takes in forwarded 2FA mail and posts the code to Skyvern.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      "64:the command line was not understood",
      "65:ingest: the mail is empty or too large",
      "66:a file cannot be read",
      "67:ingest: a recipient is none of smtp.recipients",
      "69:check, doctor, status, alerts or oauth found something wrong, serve cannot listen, or"
          + " queue left an entry as it is",
      "70:a fault of otpost itself",
      "73:the spool or a file cannot be made, or the spool is of a newer version",
      "75:the spool is in use by another otpost or program, or ingest cannot keep the mail just"
          + " now",
      "77:ingest: a rule is against the mail",
      "78:the configuration is wrong"
    })
final class OtpostCommand implements Runnable {

  /** By name, in the order in which the help lists them. */
  private static final List<Map.Entry<String, Supplier<?>>> COMMANDS =
      List.of(
          Map.entry("serve", ServeCommand::new),
          Map.entry("check", CheckCommand::new),
          Map.entry("doctor", DoctorCommand::new),
          Map.entry("status", StatusCommand::new),
          Map.entry("init", InitCommand::new),
          Map.entry("try", TryCommand::new),
          Map.entry("queue", QueueCommand::new),
          Map.entry("confirmations", ConfirmationsCommand::new),
          Map.entry("alerts", AlertsCommand::new),
          Map.entry("address", AddressCommand::new),
          Map.entry("hash-password", HashPasswordCommand::new),
          Map.entry("oauth", OauthCommand::new),
          Map.entry("ingest", IngestCommand::new),
          Map.entry("demo", DemoCommand::new),
          Map.entry("rehearse", RehearseCommand::new));

  private final Surroundings around;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  OtpostCommand(Surroundings around) {
    this.around = around;
  }

  /**
   * What understands these arguments. Of the commands it knows the one that they begin with, and
   * all where they begin with none: to look at the options of all takes longer than the rest of a
   * start.
   */
  static CommandLine commandLine(Surroundings around, String... arguments) {
    var commandLine = new CommandLine(new OtpostCommand(around));
    COMMANDS.stream()
        .filter(it -> arguments.length > 0 && it.getKey().equals(arguments[0]))
        .findFirst()
        .map(List::of)
        .orElse(COMMANDS)
        .forEach(it -> commandLine.addSubcommand(it.getKey(), it.getValue().get()));
    // Asked for at --version only.
    commandLine.getCommandSpec().versionProvider(() -> new String[] {"otpost " + Version.whole()});
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    // An argument may come from a stranger's mail: none that begins with @ is read as a file.
    commandLine.setExpandAtFiles(false);
    commandLine.setExecutionExceptionHandler(
        (failure, command, _) -> {
          Endings.tell(failure, command.getErr());
          return command.getCommand() instanceof IngestCommand
              ? IngestCommand.exitCode(failure)
              : Endings.exitCode(failure);
        });
    for (var each : commandLine.getSubcommands().values()) {
      useExitCodes(each);
    }
    useExitCodes(commandLine);
    Optional.ofNullable(commandLine.getSubcommands().get("ingest"))
        // A sender that begins with - is no option: strangers choose what stands there.
        .ifPresent(ingest -> ingest.setAllowOptionsAsOptionParameters(true));
    Optional.ofNullable(commandLine.getSubcommands().get("queue"))
        .ifPresent(it -> it.getCommandSpec().usageMessage().footer(QueueCommand.states()));
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do:");
  }

  Surroundings around() {
    return around;
  }

  private static void useExitCodes(CommandLine command) {
    command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    command.getCommandSpec().exitCodeOnExecutionException(ExitCode.SOFTWARE);
    command.getSubcommands().values().forEach(OtpostCommand::useExitCodes);
  }
}
