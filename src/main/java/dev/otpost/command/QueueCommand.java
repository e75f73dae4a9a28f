package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.message.Dkim;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
                "  %-11s %s%s"
                    .formatted(
                        state.word(),
                        state.meaning(),
                        state.asks().equals("nothing")
                            ? ""
                            : ":%n              ".formatted() + state.asks()))
        .toArray(String[]::new);
  }

  @ParentCommand private OtpostCommand otpost;
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
    var settings = config.settings(otpost.around(), Purpose.INSPECT);
    try (var queue = Queue.open(settings.spool(), otpost.around().clock())) {
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
      @Mixin SelectionOptions which,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many. Default: ${DEFAULT-VALUE}.")
          int limit)
      throws IOException, CommandFailure {
    var selection = which.selection(otpost.around().clock().instant());
    return with(
        (queue, out) -> {
          var entries = queue.list(selection, limit);
          if (entries.isEmpty()) {
            out.println(which.nothing());
          } else {
            table(entries, out);
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "export",
      description = {
        "All entries as JSON Lines, oldest first: one object a line with what queue show tells,"
            + " attempts and times (UTC) included; what is absent is null.",
        "Without --content there is no code, link or text in it."
      },
      mixinStandardHelpOptions = true)
  int export(
      @Mixin SelectionOptions which,
      @Option(
              names = "--content",
              description = "Also text, code and link of those that still have them.")
          boolean content,
      @Option(
              names = "--output",
              paramLabel = "FILE",
              description =
                  "Into this file, readable by its owner only, instead of the standard output.")
          Optional<Path> output)
      throws IOException, CommandFailure {
    var selection = which.selection(otpost.around().clock().instant());
    return with(
        (queue, out) -> {
          var export = new Export(queue, selection, content);
          if (output.isPresent()) {
            export.into(output.get());
          } else {
            export.to(out);
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
          EntryStory.print(entry, queue.attempts(id), queue.servings(id), out);
          if (content) {
            out.println();
            out.println(queue.content(id).orElseThrow(() -> erased(id)).text());
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "retry",
      description = {
        "Puts an entry on its way to Skyvern again, or hurries it on.",
        "Without --force, nothing is posted that would do harm: what Skyvern has already, what is"
            + " too late, and what is older than what was last posted for its identifier, for"
            + " Skyvern takes the code it was sent last."
      },
      mixinStandardHelpOptions = true)
  int retry(
      @Parameters(paramLabel = "ID", description = "As queue list shows it.") long id,
      @Option(
              names = "--force",
              description =
                  "Even so. It is posted whatever was posted meanwhile, and has a new life if the"
                      + " old one is over.")
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
      case Queue.Moved.Done(var caveat) -> {
        out.println(id + " " + done + "." + caveat.map(it -> " " + it + ".").orElse(""));
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
    var line = "%6s  %-19s  %-10s  %-18s  %-32s  %-24s  %s%n";
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
