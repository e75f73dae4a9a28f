package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.intake.oauth.Logins.Way;
import dev.otpost.intake.oauth.Person;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost oauth}: logins at providers of mailboxes, for accounts that have {@code oauth}. */
@Command(
    name = "oauth",
    description = "Logs in at the provider of a mailbox that takes no passwords.",
    mixinStandardHelpOptions = true)
final class OauthCommand implements Runnable {

  private static final int HIGHEST_PORT = 65_535;

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  private final Supplier<Optional<Console>> console;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  OauthCommand() {
    // Looked for only when it is needed: every command is made at every start.
    this.console = () -> Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do:");
  }

  /** One way at most. */
  static final class Ways {
    @Option(
        names = "--device",
        description =
            "By a code that you type on any device. Default where the provider knows that.")
    private boolean device;

    @Option(
        names = "--browser",
        description = "By a browser that comes back to this machine, or whose address you paste.")
    private boolean browser;

    private Optional<Way> way() {
      return device
          ? Optional.of(Way.DEVICE)
          : browser ? Optional.of(Way.BROWSER) : Optional.empty();
    }
  }

  @Command(
      name = "login",
      description = {
        "Logs in and stores the refresh token, readable for you only, in the directory oauth of the"
            + " spool.",
        "Run it as the user that otpost runs as."
      },
      mixinStandardHelpOptions = true)
  int login(
      @Parameters(paramLabel = "NAME", description = "Of an account of imap.accounts with oauth.")
          String account,
      @ArgGroup @Nullable Ways ways,
      @Option(
              names = "--port",
              paramLabel = "N",
              defaultValue = "0",
              description =
                  "Where the browser comes back to, on 127.0.0.1. Default: one that is free.")
          int port)
      throws Exception {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new ParameterException(spec.commandLine(), "--port is a number from 0 to 65535");
    }
    return desk(Purpose.SERVE)
        .login(
            account,
            Optional.ofNullable(ways).flatMap(Ways::way),
            port,
            new AtTheTerminal(console.get(), spec.commandLine().getErr()));
  }

  @Command(
      name = "status",
      description = "Shows for each account whether there is a refresh token, and since when.",
      mixinStandardHelpOptions = true)
  int status(
      @Option(names = "--test", description = "Also asks the provider for an access token.")
          boolean test)
      throws Exception {
    return desk(Purpose.SERVE).status(test);
  }

  @Command(
      name = "logout",
      description = "Deletes the refresh token that login has stored.",
      mixinStandardHelpOptions = true)
  int logout(
      @Parameters(paramLabel = "NAME", description = "Of an account of imap.accounts with oauth.")
          String account)
      throws Exception {
    return desk(Purpose.INSPECT).logout(account);
  }

  private OauthDesk desk(Purpose purpose) throws CommandFailure {
    return new OauthDesk(
        config.settings(otpost.around(), purpose).oauth(),
        otpost.around().clock(),
        Thread::sleep,
        spec.commandLine().getOut());
  }

  /** Hears by the standard error output, so that it is not in the way of what is piped. */
  private record AtTheTerminal(Optional<Console> console, PrintWriter err) implements Person {

    @Override
    public void hear(String line) {
      err.println(line);
      err.flush();
    }

    @Override
    public Optional<String> answer() {
      return console.map(Console::readLine);
    }
  }
}
