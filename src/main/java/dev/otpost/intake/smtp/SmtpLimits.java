package dev.otpost.intake.smtp;

import java.time.Duration;

/**
 * How much a client may ask of the listener. The size of a mail is in {@link SmtpSettings}; the
 * length of a command line is {@link #LINE}.
 *
 * @param connections the most clients at once; the next one is told 421 4.3.2
 * @param recipients the most recipients of one mail; the next one is told 452 4.5.3 (RFC 5321
 *     4.5.3.1.10)
 * @param errors with this many replies 5xx a session ends (421 4.7.0)
 * @param command the time a client has for each command, from our last reply to its line's end;
 *     also the time it has to take our replies from the wire
 * @param body the time it has for a whole mail, from our 354 to the final dot
 * @param close the time that mails under way are given when the listener closes
 */
record SmtpLimits(
    int connections, int recipients, int errors, Duration command, Duration body, Duration close) {

  /**
   * The longest command line in characters, without its CRLF. It is SubEtha's own and cannot be
   * set.
   */
  static final int LINE = 997;

  static final SmtpLimits DEFAULT =
      new SmtpLimits(
          200, 100, 20, Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(5));
}
