package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.doctor.Doctor;
import dev.otpost.doctor.Login;
import dev.otpost.doctor.Outside;
import dev.otpost.gateway.LivePatient;
import dev.otpost.message.Checkup;
import dev.otpost.message.Checkup.Step;
import dev.otpost.message.Checkup.Verdict;
import dev.otpost.message.Lane;
import dev.otpost.message.Secret;
import dev.otpost.spool.Spool;
import dev.otpost.web.api.Objects;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost doctor}. */
@Command(
    name = "doctor",
    description = {
      "Sends a test mail through the otpost that runs, by its own listener, to Skyvern, and reads"
          + " it back there: says how long each hop took and, where it breaks, what to do.",
      "The mail has a random identifier below otpost.invalid, for which no run waits, and a random"
          + " code, which is posted alone: it costs no credits. Its code ends after five minutes."
          + " The rules about whose mail and whose codes are taken are not asked of it.",
      "For monitoring: ends with 0 if it came all the way, else with 69."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  /** For the name servers, and the greeting of a host of the internet. */
  private static final Duration OUTSIDE = Duration.ofSeconds(5);

  private static final int LONGEST_WAIT = 600;

  private static final Pattern SERVER =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:\\[\\]]+)):([0-9]{1,5})");

  private static final Charset STDOUT =
      Charset.forName(
          System.getProperty("stdout.encoding", Charset.defaultCharset().name()),
          Charset.defaultCharset());

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object in one line, when all is done.")
  private boolean json;

  @Option(
      names = "--route",
      paramLabel = "NAME",
      description = "The route by whose Skyvern it goes. Default: ${DEFAULT-VALUE}.")
  private String route = Lane.DEFAULT_ROUTE;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description =
          "Where the mail is handed over. Default: smtp.host and smtp.port; the address by which"
              + " others reach it also tries what stands between.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "One of smtp.users, where mail from this machine needs a password.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file that holds the user's password and nothing else.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long for each hop at most, 1 to 600. Default: ${DEFAULT-VALUE}.")
  private int wait = 30;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  DoctorCommand() {}

  @Override
  public Integer call() throws Exception {
    var login = login();
    var at = server();
    if (wait < 1 || wait > LONGEST_WAIT) {
      throw wrong("--wait is 1 to %d seconds".formatted(LONGEST_WAIT));
    }
    var out = spec.commandLine().getOut();
    var checkup = checkup(login, at, json ? _ -> {} : step -> print(step, out));
    if (json) {
      out.println(Json.line(Objects.checkup(checkup)));
    } else {
      out.println(verdict(checkup));
    }
    out.flush();
    return checkup.passed() ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  private static String verdict(Checkup checkup) {
    if (!checkup.passed()) {
      return "It breaks above.";
    }
    return checkup.steps().stream()
            .anyMatch(it -> it.name().equals("posted") && it.verdict() == Verdict.SKIPPED)
        ? "The test mail came as far as it goes: nothing of this route is posted."
        : "The test mail came all the way.";
  }

  private Checkup checkup(
      Optional<Login> login, Optional<LivePatient.Server> at, Consumer<Step> told)
      throws Exception {
    Settings settings;
    try {
      settings = config.settings(otpost.around(), Purpose.SERVE);
    } catch (CommandFailure failure) {
      var step =
          new Step(
              "configuration",
              "the configuration",
              Verdict.FAILED,
              Optional.empty(),
              String.valueOf(failure.getMessage()),
              "put it right, or run this as the user who may read it; then start otpost again");
      told.accept(step);
      return new Checkup(List.of(step));
    }
    if (!settings.delivery().routes().containsKey(route)) {
      throw wrong(
          "there is no route %s; there are: %s"
              .formatted(
                  route, String.join(", ", new TreeSet<>(settings.delivery().routes().keySet()))));
    }
    var clock = otpost.around().clock();
    try (var patient =
        new LivePatient(
            settings,
            "no fault found; mail goes to "
                + settings.delivery().routes().get(route).skyvern().baseUrl(),
            () -> Spool.inUseSince(settings.spool()),
            at,
            clock)) {
      return new Doctor(
              patient, clock, Duration.ofSeconds(wait), login, Optional.of(new Outside(OUTSIDE)))
          .examine(route, told);
    }
  }

  private Optional<Login> login() throws IOException {
    if (user.isPresent() != passwordFile.isPresent()) {
      throw wrong("--user and --password-file belong together");
    }
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Login(
                user.get(),
                new Secret(Files.readString(passwordFile.orElseThrow()).stripTrailing())));
  }

  private Optional<LivePatient.Server> server() {
    if (server.isEmpty()) {
      return Optional.empty();
    }
    var found = SERVER.matcher(server.get());
    if (!found.matches() || Integer.parseInt(found.group(3)) > 65_535) {
      throw wrong("--server is HOST:PORT, as in gw.example.com:25 or [::1]:2525");
    }
    return Optional.of(
        new LivePatient.Server(
            found.group(1) == null ? found.group(2) : found.group(1),
            Integer.parseInt(found.group(3))));
  }

  private ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }

  private static void print(Step step, PrintWriter out) {
    out.printf(
        "%-9s %-30s %8s  %s%n",
        mark(step.verdict()),
        step.title(),
        step.took().map(it -> it.toMillis() + " ms").orElse(""),
        step.because());
    if (!step.asks().isEmpty()) {
      out.printf("%-9s what to do: %s%n", "", step.asks());
    }
    out.flush();
  }

  /** The words say it too, for terminals and readers without these characters. */
  private static String mark(Verdict verdict) {
    var mark =
        switch (verdict) {
          case PASSED -> "✓ ok";
          case FAILED -> "✗ WRONG";
          case SKIPPED -> "– skipped";
        };
    return STDOUT.newEncoder().canEncode(mark) ? mark : mark.substring(2);
  }
}
