package dev.otpost;

import dev.otpost.config.Purpose;
import dev.otpost.message.Dkim;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Lane;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code otpost queue}: the operator looks at the spool and moves entries, the daemon running or
 * not.
 */
@Command(
    name = "queue",
    description = "Shows what became of each mail, and lets you post it again or drop it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nStates:%n")
final class QueueCommand implements Runnable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** For the foot of the help: each state, what it means, and what it asks of the operator. */
  static String[] states() {
    return Stream.of(State.values())
        .map(
            state ->
                "  %-10s %s%s"
                    .formatted(
                        state.word(),
                        state.meaning(),
                        state.asks().equals("nothing") ? "" : ": " + state.asks()))
        .toArray(String[]::new);
  }

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  QueueCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do:");
  }

  private interface Use {
    int use(Queue queue, PrintWriter out) throws IOException, CommandFailure;
  }

  private int with(Use use) throws IOException, CommandFailure {
    var settings = config.settings(main.around(), Purpose.INSPECT);
    try (var queue = Queue.open(settings.spool(), main.around().clock())) {
      var out = spec.commandLine().getOut();
      int exitCode = use.use(queue, out);
      out.flush();
      return exitCode;
    }
  }

  @Command(
      name = "list",
      description = "The newest entries, newest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
          Optional<State> state,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many. Default: ${DEFAULT-VALUE}.")
          int limit)
      throws IOException, CommandFailure {
    return with(
        (queue, out) -> {
          var entries = queue.list(state, limit);
          if (entries.isEmpty()) {
            out.println(
                "Nothing" + state.map(it -> " is " + it.word()).orElse(" in the spool") + ".");
          } else {
            table(entries, out);
          }
          return ExitCode.OK;
        });
  }

  @Command(name = "show", description = "One entry's whole story.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ID", description = "As queue list shows it.") long id,
      @Option(
              names = "--content",
              description = "Also what is, or would be, posted: with the code in it.")
          boolean content,
      @Option(names = "--raw", description = "Only the mail as it came.") boolean raw)
      throws IOException, CommandFailure {
    return with(
        (queue, out) -> {
          var entry = queue.find(id).orElseThrow(() -> unknown(id));
          if (raw) {
            System.out.write(queue.raw(id).orElseThrow(() -> erased(id)));
            System.out.flush();
            return ExitCode.OK;
          }
          story(entry, queue, out);
          if (content) {
            out.println();
            out.println(queue.content(id).orElseThrow(() -> erased(id)));
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "retry",
      description = "Puts an entry on its way to Skyvern again, or hurries it on.",
      mixinStandardHelpOptions = true)
  int retry(
      @Parameters(paramLabel = "ID", description = "As queue list shows it.") long id,
      @Option(
              names = "--force",
              description =
                  "Even if Skyvern has it, it is too late, or a newer one was posted for its"
                      + " identifier.")
          boolean force)
      throws IOException, CommandFailure {
    return with((queue, out) -> moved(queue.retry(id, force), id, "is on its way", out));
  }

  @Command(
      name = "drop",
      description = "Sees to it that an entry is not posted.",
      mixinStandardHelpOptions = true)
  int drop(@Parameters(paramLabel = "ID", description = "As queue list shows it.") long id)
      throws IOException, CommandFailure {
    return with((queue, out) -> moved(queue.drop(id), id, "is dropped", out));
  }

  private static int moved(Queue.Moved moved, long id, String done, PrintWriter out)
      throws CommandFailure {
    return switch (moved) {
      case Queue.Moved.Done() -> {
        out.println(id + " " + done + ".");
        yield ExitCode.OK;
      }
      case Queue.Moved.Unknown() -> throw unknown(id);
      case Queue.Moved.No(var because) ->
          throw new CommandFailure(
              ExitCode.UNAVAILABLE, id + " is left as it is: " + because + ".");
    };
  }

  private static CommandFailure unknown(long id) {
    return new CommandFailure(
        ExitCode.UNAVAILABLE, "There is no entry " + id + "; queue list shows which there are.");
  }

  private static CommandFailure erased(long id) {
    return new CommandFailure(
        ExitCode.UNAVAILABLE, "The content of " + id + " has been erased (retention.content).");
  }

  private void table(List<Entry> entries, PrintWriter out) {
    var line = "%6s  %-19s  %-9s  %-18s  %-32s  %-24s  %s%n";
    out.printf(line, "ID", "RECEIVED", "STATE", "KIND", "IDENTIFIER", "FROM", "WHY");
    for (var entry : entries) {
      out.printf(
          line,
          entry.id(),
          local(entry.receivedAt()),
          entry.state().word(),
          entry.kind().word(),
          entry.identifier().map(Identifier::value).orElse("-")
              + (entry.route().equals(Lane.DEFAULT_ROUTE) ? "" : " by " + entry.route()),
          entry.site().isEmpty() ? "-" : entry.site(),
          entry.note().isEmpty() ? entry.because() : entry.note());
    }
  }

  private static void story(Entry entry, Queue queue, PrintWriter out) throws IOException {
    var line = "%-12s %s%n";
    out.printf(line, "id", entry.id());
    out.printf(line, "state", entry.state().word() + ": " + entry.state().meaning());
    out.printf(
        line,
        "what to do",
        entry.state() == State.HELD && entry.kind() == Kind.GMAIL_CONFIRMATION
            ? "see otpost confirmations"
            : entry.state().asks());
    out.printf(line, "kind", entry.kind().word());
    out.printf(line, "identifier", entry.identifier().map(Identifier::value).orElse("none"));
    if (!entry.route().equals(Lane.DEFAULT_ROUTE)) {
      out.printf(line, "route", entry.route());
    }
    out.printf(line, "because", entry.because());
    out.printf(line, "recipient", entry.recipient());
    out.printf(line, "from", entry.site().isEmpty() ? "unknown" : "someone at " + entry.site());
    out.printf(line, "mail from", entry.mailFrom().isEmpty() ? "<>" : entry.mailFrom());
    out.printf(line, "dkim", signature(entry.dkim()));
    out.printf(line, "peer", entry.peer().isEmpty() ? "none" : entry.peer());
    entry.place().ifPresent(it -> out.printf(line, "lay in", it.folder() + ", UID " + it.uid()));
    out.printf(line, "size", entry.size() + " bytes" + (entry.erased() ? ", erased" : ""));
    out.printf(line, "received", local(entry.receivedAt()));
    if (entry.identifier().isPresent()) {
      out.printf(line, "life ends", local(entry.life().end()));
    }
    entry.endedAt().ifPresent(at -> out.printf(line, "ended", local(at)));
    if (!entry.note().isEmpty()) {
      out.printf(line, "note", entry.note());
    }
    for (var attempt : queue.attempts(entry.id())) {
      out.printf(
          line,
          "attempt " + attempt.number(),
          local(attempt.startedAt())
              + attempt
                  .endedAt()
                  .map(
                      at ->
                          ", %d ms".formatted(Duration.between(attempt.startedAt(), at).toMillis()))
                  .orElse(", no end is known")
              + (attempt.outcome().isEmpty() ? "" : ": " + attempt.outcome()));
    }
  }

  /** As {@code pass, github.com: signed by github.com}. */
  static String signature(Dkim dkim) {
    return dkim.verdict().word()
        + (dkim.domain().isEmpty() ? "" : ", " + dkim.domain())
        + (dkim.because().isEmpty() ? "" : ": " + dkim.because());
  }

  static String local(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }
}
