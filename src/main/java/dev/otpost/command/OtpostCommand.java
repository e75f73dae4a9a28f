package dev.otpost.command;

import dev.otpost.gateway.Version;
import dev.otpost.spool.SpoolInUseException;
import dev.otpost.spool.SpoolTooNewException;
import dev.otpost.spool.SpoolUnusableException;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      InitCommand.class,
      TryCommand.class,
      QueueCommand.class,
      ConfirmationsCommand.class,
      AlertsCommand.class,
      AddressCommand.class,
      HashPasswordCommand.class,
      OauthCommand.class,
      IngestCommand.class,
      DemoCommand.class,
    },
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
public final class OtpostCommand implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(OtpostCommand.class);

  private final Surroundings around;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  OtpostCommand(Surroundings around) {
    this.around = around;
  }

  /** Does what the arguments ask for, and says how it ended: the exit code. */
  public static int execute(Surroundings around, String... arguments) {
    return commandLine(around).execute(arguments);
  }

  static CommandLine commandLine(Surroundings around) {
    var commandLine = new CommandLine(new OtpostCommand(around));
    commandLine.getCommandSpec().version("otpost " + Version.number());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    // An argument may come from a stranger's mail: none that begins with @ is read as a file.
    commandLine.setExpandAtFiles(false);
    commandLine.setExecutionExceptionHandler(
        (failure, command, _) -> {
          var err = command.getErr();
          switch (failure) {
            case CommandFailure expected -> err.println(expected.getMessage());
            case IOException world -> err.println("otpost: " + world.getMessage());
            case Exception ours -> {
              err.println("otpost failed, which it should not. Please report this:");
              // Through the log, which shows where but no message: a piece of a mail may stand in
              // it.
              log.atError().setCause(ours).log("failed");
            }
          }
          err.flush();
          return command.getCommand() instanceof IngestCommand
              ? IngestCommand.exitCode(failure)
              : exitCode(failure);
        });
    for (var each : commandLine.getSubcommands().values()) {
      useExitCodes(each);
    }
    useExitCodes(commandLine);
    // A sender that begins with - is no option: strangers choose what stands there.
    Objects.requireNonNull(commandLine.getSubcommands().get("ingest"))
        .setAllowOptionsAsOptionParameters(true);
    var queue = Objects.requireNonNull(commandLine.getSubcommands().get("queue"));
    queue.getCommandSpec().usageMessage().footer(QueueCommand.states());
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do:");
  }

  Surroundings around() {
    return around;
  }

  static int exitCode(Exception failure) {
    return switch (failure) {
      case CommandFailure expected -> expected.exitCode();
      case SpoolInUseException _ -> ExitCode.TRY_LATER;
      case SpoolTooNewException _, SpoolUnusableException _ -> ExitCode.CANNOT_CREATE;
      case IOException _ -> ExitCode.UNAVAILABLE;
      case Exception _ -> ExitCode.SOFTWARE;
    };
  }

  private static void useExitCodes(CommandLine command) {
    command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    command.getCommandSpec().exitCodeOnExecutionException(ExitCode.SOFTWARE);
    command.getSubcommands().values().forEach(OtpostCommand::useExitCodes);
  }
}
