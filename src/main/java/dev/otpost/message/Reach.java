package dev.otpost.message;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a Skyvern takes what is posted to it.
 *
 * @param routes the names of the routes that lead there, as in {@code default, bank}
 * @param since when it came to this state
 * @param because what it answered, or what went wrong, in words for the operator; empty as long as
 *     it {@link State#ANSWERS}
 * @param answeredAt when it last answered anything; empty if it has not since otpost started
 */
public record Reach(
    String routes, State state, Instant since, String because, Optional<Instant> answeredAt) {

  /** Of one that has not answered yet. */
  public Reach(String routes, State state, Instant since, String because) {
    this(routes, state, since, because, Optional.empty());
  }

  /** How it stands, by the last attempts. */
  public enum State {
    /** It answers; or nothing was posted there yet. */
    ANSWERS("it answers"),
    /** No answer at all; it is asked once a second, everything waits. */
    SILENT("it does not answer"),
    /** It takes nothing until the operator acts; it is asked every 15 s, everything waits. */
    BARRED("it takes nothing until you act"),
    /** It takes bare codes, but has no credits to read a text; such mails wait. */
    UNPAID("it has no credits to read a text");

    private final String meaning;

    State(String meaning) {
      this.meaning = meaning;
    }

    /** In a few words, for people. */
    public String meaning() {
      return meaning;
    }

    /** The one word for it in the log, the command line and the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
