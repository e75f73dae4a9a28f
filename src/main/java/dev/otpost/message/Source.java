package dev.otpost.message;

/** The way a mail came in. */
public enum Source {
  /** Handed over to the SMTP listener. */
  SMTP,
  /** Read from a file by {@code otpost try}. */
  FILE
}
