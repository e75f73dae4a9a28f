package dev.otpost.message;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How the watch over a folder stands.
 *
 * @param folder that is watched
 * @param state since {@code since}
 * @param since when it came to this state
 * @param aliveAt when the server last answered; empty if it never has
 * @param mailAt when the last mail was found in it, whatever became of it; empty if none was
 * @param trouble what went wrong last, in words for the operator and with what to do; empty if
 *     nothing has
 * @param troubleAt when that was
 */
public record Watch(
    Folder folder,
    State state,
    Instant since,
    Optional<Instant> aliveAt,
    Optional<Instant> mailAt,
    String trouble,
    Optional<Instant> troubleAt) {

  /** One that begins. */
  public static Watch begun(Folder folder, Instant now) {
    return new Watch(
        folder, State.CONNECTING, now, Optional.empty(), Optional.empty(), "", Optional.empty());
  }

  /** The same in another state, from {@code now} on. */
  public Watch in(State other, Instant now) {
    return new Watch(folder, other, now, aliveAt, mailAt, trouble, troubleAt);
  }

  /** The same after a proof of life. */
  public Watch alive(Instant now) {
    return new Watch(folder, state, since, Optional.of(now), mailAt, trouble, troubleAt);
  }

  /** The same after a mail, which is a proof of life too. */
  public Watch withMail(Instant now) {
    return new Watch(folder, state, since, Optional.of(now), Optional.of(now), trouble, troubleAt);
  }

  /** The same after something went wrong. */
  public Watch troubled(String because, Instant now) {
    return new Watch(folder, state, since, aliveAt, mailAt, because, Optional.of(now));
  }

  /** The states of a watch. */
  public enum State {
    /** On its way to the server. */
    CONNECTING("on its way to the server"),
    /** The server says when mail comes (IDLE, RFC 2177). */
    WATCHING("the server tells when mail comes"),
    /** The server is asked now and then whether mail has come. */
    POLLING("the server is asked now and then"),
    /** It did not get through, or lost the connection, and tries again by itself. */
    RETRYING("lost, and tried again by itself"),
    /** The server does not let it in; it tries now and then, but somebody has to act. */
    REFUSED("the server refuses the login"),
    /** There is no such folder; it looks now and then. */
    MISSING("there is no such folder"),
    /** Mail is there, but the spool cannot take it just now; nothing is lost. */
    STALLED("the spool cannot take mail just now"),
    /** otpost is not running, or was told to stop. */
    STOPPED("not running");

    private final String meaning;

    State(String meaning) {
      this.meaning = meaning;
    }

    /** In a few words, for people. */
    public String meaning() {
      return meaning;
    }

    /** The one word for it in the log, the command line, the spool and the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
