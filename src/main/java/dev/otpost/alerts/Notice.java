package dev.otpost.alerts;

import dev.otpost.message.Concern;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one channel is to tell the operator.
 *
 * @param since when the concern was first seen
 */
record Notice(State state, Concern concern, Instant since) {

  /** The most characters of a reason: it is a hint, and some services take no long texts. */
  private static final int LONGEST_REASON = 500;

  /** Why the operator is told. */
  enum State {
    /** It is new, or there is something new in it. */
    RAISED,
    /** It still stands. */
    REMINDER,
    /** It is over. */
    CLEARED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** In one line. */
  String subject() {
    return switch (state) {
      case RAISED -> topic();
      case REMINDER -> "still: " + topic();
      case CLEARED -> "over: " + topic();
    };
  }

  /** Whole, for people. */
  String text(String host) {
    return "otpost on %s: %s%s%s (since %s)"
        .formatted(
            plain(host),
            subject(),
            because().isEmpty()
                ? ""
                : state == State.CLEARED ? "; it was: " + because() : ": " + because(),
            state == State.CLEARED ? "" : ". What to do: " + concern.kind().asks(),
            time(since));
  }

  /** For programs. */
  Map<String, String> fields(String host) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("state", state.word());
    fields.put("kind", concern.kind().word());
    fields.put("about", plain(concern.about()));
    fields.put("because", because());
    fields.put("since", time(since));
    fields.put("host", plain(host));
    return fields;
  }

  String because() {
    return plain(concern.because());
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String topic() {
    var about = plain(concern.about());
    return concern.kind().meaning() + (about.isEmpty() ? "" : " (" + about + ")");
  }

  /**
   * In one line, and nothing that a chat would take for more than words: servers write parts of it.
   */
  private static String plain(String text) {
    var line = text.replaceAll("[\\p{C}\\p{Z}]+", " ").strip().replace('<', '(').replace('>', ')');
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
