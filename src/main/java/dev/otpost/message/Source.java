package dev.otpost.message;

/** The way a mail came in. */
public enum Source {
  /** Handed over to the SMTP listener. */
  SMTP,
  /** Handed over to {@code otpost ingest}, by a mail server's pipe or a script. */
  INGEST,
  /** Read from a mailbox that is watched. */
  IMAP,
  /** Read from a file by {@code otpost try}. */
  FILE
}
