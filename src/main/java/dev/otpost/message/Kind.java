package dev.otpost.message;

import java.util.Locale;

/** What a mail turned out to be. */
public enum Kind {
  /** It carries one code. */
  CODE,
  /** It carries one link that signs in. */
  MAGIC_LINK,
  /** It carries several codes or links, and it is not certain which is meant. */
  AMBIGUOUS,
  /** It carries neither a code nor a link that otpost recognises. */
  NONE,
  /** Gmail asks whether a mailbox may forward to this gateway. */
  GMAIL_CONFIRMATION;

  /** The one word for it in the log, the command line, the spool and the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Kind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
