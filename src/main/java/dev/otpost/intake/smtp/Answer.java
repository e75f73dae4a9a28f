package dev.otpost.intake.smtp;

/**
 * What is said to a command.
 *
 * @param text the reply line by line, CRLF between lines and none at the end; empty when nobody is
 *     left to hear it
 * @param then what is done behind it
 */
record Answer(String text, Then then) {

  /** What an answer is followed by. */
  enum Then {
    /** The next command. */
    GO_ON,
    /** The end of the connection. */
    HANG_UP,
    /** A TLS handshake. */
    SECURE
  }

  /** The client is gone, or has been told already. */
  static final Answer NONE = new Answer("", Then.HANG_UP);

  /** An answer after which the session goes on. */
  static Answer of(String text) {
    return new Answer(text, Then.GO_ON);
  }

  /** An answer after which it ends. */
  static Answer last(String text) {
    return new Answer(text, Then.HANG_UP);
  }
}
