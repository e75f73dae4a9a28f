package dev.otpost.command;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Lane;
import dev.otpost.message.State;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Hops;
import dev.otpost.spool.Serving;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** All that is known of one entry, but for its content, for people. */
final class EntryStory {

  private static final String LINE = "%-12s %s%n";

  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private EntryStory() {}

  static void print(Entry entry, List<Attempt> attempts, List<Serving> servings, PrintWriter out) {
    out.printf(LINE, "id", entry.id());
    out.printf(LINE, "state", entry.state().word() + ": " + entry.state().meaning());
    out.printf(
        LINE,
        "what to do",
        entry.state() == State.HELD && entry.kind() == Kind.GMAIL_CONFIRMATION
            ? "see otpost confirmations"
            : entry.state().asks());
    out.printf(LINE, "kind", entry.kind().word());
    out.printf(LINE, "identifier", entry.identifier().map(Identifier::value).orElse("none"));
    if (!entry.route().equals(Lane.DEFAULT_ROUTE)) {
      out.printf(LINE, "route", entry.route());
    }
    out.printf(LINE, "because", entry.because());
    if (!entry.evidence().isEmpty()) {
      out.printf(LINE, "evidence", entry.evidence());
    }
    out.printf(LINE, "recipient", entry.recipient());
    out.printf(LINE, "from", entry.site().isEmpty() ? "unknown" : "someone at " + entry.site());
    out.printf(LINE, "mail from", entry.mailFrom().isEmpty() ? "<>" : entry.mailFrom());
    out.printf(LINE, "dkim", QueueCommand.signature(entry.dkim()));
    out.printf(LINE, "peer", entry.peer().isEmpty() ? "none" : entry.peer());
    entry.place().ifPresent(it -> out.printf(LINE, "lay in", it.folder() + ", UID " + it.uid()));
    out.printf(LINE, "size", entry.size() + " bytes" + (entry.erased() ? ", erased" : ""));
    out.printf(LINE, "received", QueueCommand.local(entry.receivedAt()));
    if (entry.identifier().isPresent()) {
      out.printf(LINE, "life ends", QueueCommand.local(entry.life().end()));
    }
    if (entry.forced()) {
      out.printf(LINE, "forced", "by the operator, whatever was posted meanwhile");
    }
    entry.endedAt().ifPresent(at -> out.printf(LINE, "ended", QueueCommand.local(at)));
    if (!entry.note().isEmpty()) {
      out.printf(LINE, "note", entry.note());
    }
    if (!attempts.isEmpty()) {
      out.printf(LINE, "hops", hops(Hops.of(entry, attempts)));
    }
    for (var attempt : attempts) {
      out.printf(LINE, "attempt " + attempt.number(), attempt(attempt, entry.kind()));
    }
    for (var serving : servings) {
      out.printf(LINE, "fetched", serving(serving));
    }
  }

  /**
   * As {@code received 12:00:00.123, durable after 3 ms, posted after 5 ms, answered after 1.2 s}.
   */
  static String hops(Hops hops) {
    return "received "
        + TIME_OF_DAY.format(hops.received().atZone(ZoneId.systemDefault()))
        + hops.durable().map(it -> ", durable after " + length(hops.after(it))).orElse("")
        + hops.posted().map(it -> ", posted after " + length(hops.after(it))).orElse("")
        + hops.answered()
            .map(it -> ", answered after " + length(hops.after(it)))
            .orElse(", no answer yet");
  }

  /** In milliseconds below ten seconds; what takes longer is not a matter of them. */
  private static String length(Duration length) {
    if (length.toSeconds() < 10) {
      return length.toMillis() + " ms";
    }
    var words =
        "%dd %dh %dm %ds"
            .formatted(
                length.toDays(),
                length.toHoursPart(),
                length.toMinutesPart(),
                length.toSecondsPart());
    return words.replaceFirst("^(0[dhm] )+", "");
  }

  /** As {@code by wr_123, task tsk_4, last at 2026-11-22 10:00:00}. */
  private static String serving(Serving serving) {
    return "by "
        + (serving.run().isEmpty() ? "a run without a name" : serving.run())
        + (serving.task().isEmpty() || serving.task().equals(serving.run())
            ? ""
            : ", task " + serving.task())
        + ", last at "
        + QueueCommand.local(serving.at());
  }

  /** A question of Gmail's is answered, not posted. */
  private static String attempt(Attempt attempt, Kind kind) {
    return QueueCommand.local(attempt.startedAt())
        + (kind == Kind.GMAIL_CONFIRMATION ? "" : ", " + attempt.form().word())
        + attempt
            .endedAt()
            .map(at -> ", %d ms".formatted(Duration.between(attempt.startedAt(), at).toMillis()))
            .orElse(", no end is known")
        + (attempt.word().isEmpty() ? "" : ": " + attempt.word())
        + (attempt.because().isEmpty() ? "" : ": " + attempt.because());
  }
}
