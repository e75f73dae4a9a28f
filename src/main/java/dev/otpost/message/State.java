package dev.otpost.message;

import java.util.Locale;

/** Where an entry of the spool stands, and what that asks of the operator. */
public enum State {
  /** On its way to Skyvern. Asks nothing; the last attempt says what it waits for. */
  PENDING("on its way to Skyvern", "nothing"),
  /** Skyvern answered that it has it. Asks nothing, unless the answer is noted as a warning. */
  DELIVERED("Skyvern has it", "nothing"),
  /**
   * A run of Skyvern fetched it (pull) before it was posted; not posted any more. Asks nothing; the
   * servings say which run it was.
   */
  SERVED("a run of Skyvern has fetched it", "nothing"),
  /** Skyvern said that it will never take it as it is. Asks for a look at the answer. */
  REFUSED("Skyvern will not take it", "read the answer; retry, or drop it"),
  /** Its life ended before Skyvern took it; never posted by itself any more. */
  EXPIRED("too late to be of use", "see why it took so long; --force posts it all the same"),
  /**
   * A newer one of the same site was posted for the same identifier before its turn came; never
   * posted by itself, for it would hide the newer one.
   */
  SUPERSEDED("a newer one was posted", "nothing; --force posts it all the same"),
  /** otpost cannot or must not post it by itself. Asks for a decision: retry or drop. */
  HELD("kept for you to look at", "read it, then retry or drop it"),
  /** Nothing for Skyvern and nothing to act on: a bounce, an automatic reply. */
  IGNORED("nothing for Skyvern", "nothing"),
  /** The operator said that it is not to be posted. */
  DROPPED("dropped by the operator", "nothing");

  private static final String NOTHING = "nothing";

  private final String meaning;
  private final String asks;

  State(String meaning, String asks) {
    this.meaning = meaning;
    this.asks = asks;
  }

  /** In a few words, for people. */
  public String meaning() {
    return meaning;
  }

  /** What the operator should do, in the words of the command line. */
  public String asks() {
    return asks;
  }

  /** Whether there is something to do, not only something that can be done. */
  public boolean isForOperator() {
    return !asks.startsWith(NOTHING);
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
