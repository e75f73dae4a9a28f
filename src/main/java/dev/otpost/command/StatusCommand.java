package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.gateway.Status;
import dev.otpost.message.Place;
import dev.otpost.message.State;
import dev.otpost.message.Watch;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.Watched;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
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

/** {@code otpost status}. */
@Command(
    name = "status",
    description = {
      "Shows whether otpost runs, what its spool holds, and how the watch over each mailbox"
          + " stands.",
      "Changes nothing and asks nobody: the daemon writes down what it hears from each server, once"
          + " a minute at least.",
      "For monitoring: ends with 0 if otpost runs, hears from every folder that is configured, and"
          + " has not alerted that Skyvern, the disk, the spool or the certificate is in trouble,"
          + " else with 69, for somebody has to act. A folder is DEAF if its server has not"
          + " answered for three minutes, REFUSED if it does not take the login, MISSING if it has"
          + " no such folder, STALLED if the spool cannot take its mail. A connection that was lost"
          + " a moment ago is tried again by itself and no reason, nor is mail that is held for"
          + " you."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object in one line.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  StatusCommand() {}

  @Override
  public Integer call() throws IOException, CommandFailure {
    var settings = config.settings(otpost.around(), Purpose.INSPECT);
    var status = status(settings);
    var out = spec.commandLine().getOut();
    var spool = settings.spool().path().toString();
    if (json) {
      out.println(Json.line(object(status, spool)));
    } else {
      print(status, spool, out);
    }
    out.flush();
    return status.well() ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  private Status status(Settings settings) throws IOException {
    var clock = otpost.around().clock();
    try (var queue = Queue.open(settings.spool(), clock)) {
      return Status.of(
              Spool.inUseSince(settings.spool()),
              queue.count(),
              settings.imap().folders(),
              queue.watched(),
              clock.instant())
          .with(queue.tellings());
    }
  }

  static void print(Status status, String spool, PrintWriter out) {
    var line = "%-12s %s%n";
    out.printf(
        line,
        "otpost",
        status
            .runningSince()
            .map(it -> "running since " + QueueCommand.local(it))
            .orElse("NOT RUNNING"));
    out.printf(line, "spool", spool);
    out.printf(line, "entries", entries(status));
    for (var alert : status.alerts()) {
      out.printf(line, "ALERT", alert.concern().words());
    }
    if (status.watches().isEmpty()) {
      out.printf(line, "mailboxes", "none is watched");
      return;
    }
    out.println();
    var row = "%-24s  %-11s  %-19s  %-19s  %-19s  %8s  %s%n";
    out.printf(
        row, "FOLDER", "STATE", "SINCE", "LAST ANSWER", "LAST MAIL", "UID", "WHAT THAT MEANS");
    for (var each : status.watches()) {
      var watch = each.known().map(Watched::watch);
      out.printf(
          row,
          each.folder(),
          each.well() ? each.word() : each.word().toUpperCase(Locale.ROOT),
          local(watch.map(Watch::since)),
          local(watch.flatMap(Watch::aliveAt)),
          local(watch.flatMap(Watch::mailAt)),
          bookmark(each).map(it -> Long.toString(it.uid())).orElse("-"),
          each.meaning() + watch.map(StatusCommand::trouble).orElse(""));
    }
  }

  /** Those that wait for something, and what else there is. */
  private static String entries(Status status) {
    return Stream.of(State.values())
        .filter(it -> it == State.PENDING || it == State.HELD || status.count(it) > 0)
        .map(it -> status.count(it) + " " + it.word())
        .collect(Collectors.joining(", "));
  }

  private static String trouble(Watch watch) {
    return watch.trouble().isEmpty()
        ? ""
        : "; last trouble%s: %s"
            .formatted(
                watch.troubleAt().map(it -> ", " + QueueCommand.local(it)).orElse(""),
                watch.trouble());
  }

  static Map<String, @Nullable Object> object(Status status, String spool) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("well", status.well());
    object.put("running_since", time(status.runningSince()));
    object.put("spool", spool);
    for (var state : State.values()) {
      object.put(state.word(), status.count(state));
    }
    object.put("alerts", status.alerts().stream().map(AlertsCommand::object).toList());
    object.put("watches", status.watches().stream().map(StatusCommand::object).toList());
    return object;
  }

  private static Map<String, @Nullable Object> object(Status.Line line) {
    var watch = line.known().map(Watched::watch);
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("account", line.folder().account());
    object.put("folder", line.folder().name());
    object.put("state", line.word());
    object.put("well", line.well());
    object.put("since", time(watch.map(Watch::since)));
    object.put("alive_at", time(watch.flatMap(Watch::aliveAt)));
    object.put("mail_at", time(watch.flatMap(Watch::mailAt)));
    object.put("uid_validity", bookmark(line).map(Place::uidValidity).orElse(null));
    object.put("uid", bookmark(line).map(Place::uid).orElse(null));
    object.put("trouble", watch.map(Watch::trouble).filter(it -> !it.isEmpty()).orElse(null));
    object.put("trouble_at", time(watch.flatMap(Watch::troubleAt)));
    return object;
  }

  private static Optional<Place> bookmark(Status.Line line) {
    return line.known().flatMap(Watched::bookmark);
  }

  private static String local(Optional<Instant> time) {
    return time.map(QueueCommand::local).orElse("-");
  }

  private static @Nullable String time(Optional<Instant> time) {
    return time.map(Json::time).orElse(null);
  }
}
