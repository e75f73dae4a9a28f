package dev.otpost.message;

import java.util.Locale;

/** The way a mail came in. */
public enum Source {
  /** Handed over to the SMTP listener. */
  SMTP,
  /** Handed over to {@code otpost ingest}, by a mail server's pipe or a script. */
  INGEST,
  /** Read from a mailbox that is watched. */
  IMAP,
  /** A text message, handed in over HTTP; {@link TextMessage} made a mail of it. */
  SMS,
  /** Read from a file by {@code otpost try}. */
  FILE;

  /** The one word for it in the command line and the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
