package dev.otpost.web.desk;

import dev.otpost.spool.Milestones;
import dev.otpost.web.desk.Desk.Task;
import dev.otpost.web.desk.Ports.Ways;
import java.util.List;

/** What is to be done until codes arrive, in its order. */
final class Checklist {

  private Checklist() {}

  static List<Task> of(Ways ways, Milestones reached) {
    return List.of(
        recipient(ways),
        forwarding(ways, reached),
        new Task(
            "first_mail",
            "First mail",
            reached.mail(),
            reached.mail() ? "mail has come in" : "send a test mail, or forward one by hand"),
        new Task(
            "first_post",
            "First code at Skyvern",
            reached.posted(),
            reached.posted()
                ? "Skyvern has taken what was posted"
                : "send a test mail; if it does not arrive, its message says why"));
  }

  private static Task recipient(Ways ways) {
    boolean done = !ways.recipients().isEmpty() || !ways.mailboxes().isEmpty();
    return new Task(
        "recipient",
        "An address or a mailbox",
        done,
        done
            ? String.join(
                "; ",
                List.of(
                        said("mail is taken in for ", ways.recipients()),
                        said("watched: ", ways.mailboxes()))
                    .stream()
                    .filter(it -> !it.isEmpty())
                    .toList())
            : "set smtp.recipients, or imap.accounts for a mailbox that is to be watched");
  }

  private static String said(String words, List<String> names) {
    return names.isEmpty() ? "" : words + String.join(", ", names);
  }

  /** A mailbox that is watched needs none. */
  private static Task forwarding(Ways ways, Milestones reached) {
    boolean needless = ways.recipients().isEmpty() && !ways.mailboxes().isEmpty();
    String hint;
    if (needless) {
      hint = "not needed: otpost reads the mailbox itself";
    } else if (reached.forwarded()) {
      hint = "mail is forwarded to otpost";
    } else if (reached.asked()) {
      hint = "Gmail asks whether it may forward: open the link of its question";
    } else {
      hint =
          "add the address in Gmail's settings (Forwarding and POP/IMAP), open the link of Gmail's"
              + " question when it comes here, and make a filter that forwards";
    }
    return new Task("forwarding", "Forwarding", needless || reached.forwarded(), hint);
  }
}
