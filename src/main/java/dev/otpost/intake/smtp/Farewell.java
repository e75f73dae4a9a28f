package dev.otpost.intake.smtp;

import java.util.Locale;

/** Why the listener ends a session on its own account, and the line that tells the client. */
enum Farewell {
  CLOSING("421 4.3.2 closing down, please try again in a moment", "the listener closes"),
  FULL("421 4.3.2 too many connections, please try again later", "too many connections"),
  SOURCE_FULL(
      "421 4.7.0 too many connections from you, please try again later",
      "too many connections from there"),
  TOO_OFTEN(
      "421 4.7.0 too many connections in a short time, please try again later",
      "too many connections in a minute from there"),
  MAKE_ROOM("421 4.3.2 your place is needed, please try again later", "others needed its place"),
  TIMEOUT("421 4.4.2 waited too long for you, goodbye", "waited too long for the client"),
  SESSION_TIME(
      "421 4.4.2 this session has lasted long enough, please begin another", "it lasted too long"),
  ERRORS("421 4.7.0 too many errors, goodbye", "too many errors"),
  UNKNOWN_RECIPIENTS(
      "421 4.7.0 too many unknown recipients, goodbye", "too many unknown recipients"),
  AUTH_FAILURES(
      "421 4.7.0 too many failed authentications, goodbye", "too many failed authentications"),
  IDLE_COMMANDS(
      "421 4.7.0 too many commands without a mail, goodbye", "too many commands without a mail"),
  MAILS("421 4.7.0 many mails in one session, please begin another", "as many mails as it may"),
  NO_LINE("421 4.5.2 your line has no end, goodbye", "a line without an end");

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

  /** The reason in a word. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason as the log gives it. */
  String because() {
    return because;
  }
}
