package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Queue;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost confirmations}: Gmail's questions that wait for the operator. */
@Command(
    name = "confirmations",
    description = {
      "Shows the mails in which Gmail asks whether a mailbox may forward to otpost, with their"
          + " links and codes, newest first.",
      "They are never posted. otpost queue drop ID takes one off the list."
    },
    mixinStandardHelpOptions = true)
final class ConfirmationsCommand implements Callable<Integer> {

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  ConfirmationsCommand() {}

  @Override
  public Integer call() throws IOException, CommandFailure {
    var settings = config.settings(otpost.around(), Purpose.INSPECT);
    try (var queue = Queue.open(settings.spool(), otpost.around().clock())) {
      var out = spec.commandLine().getOut();
      var waiting = queue.confirmations();
      if (json) {
        waiting.forEach(it -> out.println(Json.line(object(it))));
      } else if (waiting.isEmpty()) {
        out.println("No question of Gmail's is waiting.");
      } else {
        waiting.forEach(it -> print(it, out));
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static Map<String, @Nullable Object> object(Confirmation confirmation) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", confirmation.id());
    object.put("received", Json.time(confirmation.receivedAt()));
    object.put("recipient", confirmation.recipient());
    object.put("mailbox", confirmation.mailbox().orElse(null));
    object.put("code", confirmation.code().orElse(null));
    object.put("link", confirmation.link().orElse(null));
    object.put("note", confirmation.note().isEmpty() ? null : confirmation.note());
    object.put("do", whatToDo(confirmation));
    return object;
  }

  private static void print(Confirmation confirmation, PrintWriter out) {
    var line = "%-12s %s%n";
    out.printf(line, "id", confirmation.id());
    out.printf(line, "received", QueueCommand.local(confirmation.receivedAt()));
    out.printf(line, "recipient", confirmation.recipient());
    out.printf(line, "mailbox", confirmation.mailbox().orElse("unknown"));
    out.printf(line, "code", confirmation.code().orElse("none"));
    out.printf(line, "link", confirmation.link().orElse("none"));
    if (!confirmation.note().isEmpty()) {
      out.printf(line, "note", confirmation.note());
    }
    out.printf(line, "what to do", whatToDo(confirmation));
    out.println();
  }

  private static String whatToDo(Confirmation confirmation) {
    var yes =
        confirmation.link().isPresent()
            ? "open the link and press the button"
            : confirmation.code().isPresent()
                ? "type the code into Gmail: Settings, Forwarding and POP/IMAP"
                : "read the mail with otpost queue show %d --content".formatted(confirmation.id());
    return "if you want that mailbox to forward, %s; then otpost queue drop %d"
        .formatted(yes, confirmation.id());
  }
}
