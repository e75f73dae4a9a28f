package dev.otpost.intake.smtp;

/** Why the listener ends a session on its own account, and the line that tells the client. */
enum Farewell {
  CLOSING("421 4.3.2 closing down, please try again in a moment", "the listener closes"),
  ERRORS("421 4.7.0 too many errors, goodbye", "too many errors"),
  TIMEOUT("421 4.4.2 waited too long for you, goodbye", "waited too long for the client");

  private final String line;
  private final String because;

  Farewell(String line, String because) {
    this.line = line;
    this.because = because;
  }

  /** The reply, without CRLF. */
  String line() {
    return line;
  }

  /** The reason as the log gives it. */
  String because() {
    return because;
  }
}
