package dev.otpost.command;

import dev.otpost.alerts.Alerts;
import dev.otpost.config.Purpose;
import dev.otpost.message.Telling;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost alerts}. */
@Command(
    name = "alerts",
    description = {
      "Shows what otpost has alerted you of and still stands, what has stood longest first, and who"
          + " was told.",
      "For monitoring: ends with 0 if otpost runs and nothing stands, else with 69."
    },
    subcommands = AlertsCommand.Test.class,
    mixinStandardHelpOptions = true)
final class AlertsCommand implements Callable<Integer> {

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  AlertsCommand() {}

  @Override
  public Integer call() throws IOException, CommandFailure {
    var settings = config.settings(otpost.around(), Purpose.INSPECT);
    var runningSince = Spool.inUseSince(settings.spool());
    var told = told(settings.spool());
    var standing =
        told.stream().filter(it -> it.channel().equals(Alerts.theLog()) && it.stands()).toList();
    // Those too of which only the daemon may know: URLs of webhooks are not read for a look.
    var channels =
        Stream.concat(
                Alerts.names(settings.alerts()).stream(),
                told.stream().map(Telling::channel).filter(it -> !it.equals(Alerts.theLog())))
            .distinct()
            .toList();
    var out = spec.commandLine().getOut();
    if (json) {
      standing.forEach(it -> out.println(Json.line(object(it, channels, told))));
    } else {
      if (runningSince.isEmpty()) {
        out.println("otpost is NOT RUNNING: nobody looks. This stood when it ended:");
      }
      standing.forEach(it -> print(it, channels, told, out));
      if (standing.isEmpty()) {
        out.println("Nothing asks for you.");
      }
    }
    out.flush();
    return runningSince.isPresent() && standing.isEmpty() ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  private List<Telling> told(SpoolSettings spool) throws IOException {
    try (var queue = Queue.open(spool, otpost.around().clock())) {
      return queue.tellings();
    }
  }

  private static void print(
      Telling alert, List<String> channels, List<Telling> told, PrintWriter out) {
    var concern = alert.concern();
    out.printf("%s%n", concern.words());
    out.printf("  since  %s%n", QueueCommand.local(alert.since()));
    out.printf(
        "  told   %s%n",
        channels.isEmpty()
            ? "in the log only"
            : channels.stream()
                .map(
                    it -> it + " " + at(alert, it, told).map(QueueCommand::local).orElse("NOT YET"))
                .collect(Collectors.joining(", ")));
    out.printf("  do     %s%n", concern.kind().asks());
  }

  private static Map<String, @Nullable Object> object(
      Telling alert, List<String> channels, List<Telling> told) {
    var object = object(alert);
    var by = new LinkedHashMap<String, @Nullable Object>();
    channels.forEach(it -> by.put(it, at(alert, it, told).map(Json::time).orElse(null)));
    object.put("told", by);
    return object;
  }

  /** For programs. */
  static Map<String, @Nullable Object> object(Telling alert) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("kind", alert.concern().kind().word());
    object.put("about", alert.concern().about());
    object.put("because", alert.concern().because());
    object.put("since", Json.time(alert.since()));
    object.put("do", alert.concern().kind().asks());
    return object;
  }

  /** When it was told in this channel; empty if not yet. */
  private static Optional<Instant> at(Telling alert, String channel, List<Telling> told) {
    return told.stream()
        .filter(it -> it.channel().equals(channel) && it.stands())
        .filter(it -> it.concern().topic().equals(alert.concern().topic()))
        .map(Telling::at)
        .findFirst();
  }

  /** {@code otpost alerts test}. */
  @Command(
      name = "test",
      description = {
        "Tells in every channel that is configured that this is a test, and says what came of it.",
        "Ends with 69 if a channel failed, or if none is configured."
      },
      mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {

    @ParentCommand private AlertsCommand alerts;
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields.
    Test() {}

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
      var around = alerts.otpost.around();
      var settings = alerts.config.settings(around, Purpose.SERVE);
      var out = spec.commandLine().getOut();
      var all = Alerts.test(settings.alerts(), settings.smtp().hostname(), around.clock());
      for (var tried : all) {
        out.printf(
            "%-6s%-12s%s%n", tried.well() ? "ok" : "WRONG", tried.channel(), tried.because());
      }
      if (all.isEmpty()) {
        out.println(
            "No channel is configured: set alerts.webhook-file, alerts.command or alerts.mail.");
      }
      out.flush();
      return !all.isEmpty() && all.stream().allMatch(Alerts.Tried::well)
          ? ExitCode.OK
          : ExitCode.UNAVAILABLE;
    }
  }
}
