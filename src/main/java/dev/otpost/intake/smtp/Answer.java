package dev.otpost.intake.smtp;

/**
 * What is said to a command.
 *
 * @param text the reply line by line, CRLF between lines and none at the end; empty when nobody is
 *     left to hear it
 * @param last whether the connection is closed behind it
 */
record Answer(String text, boolean last) {

  /** The client is gone. */
  static final Answer NONE = new Answer("", true);

  /** An answer after which the session goes on. */
  static Answer of(String text) {
    return new Answer(text, false);
  }
}
