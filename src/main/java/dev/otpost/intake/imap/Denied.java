package dev.otpost.intake.imap;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The server understood a command and said no (NO or BAD, RFC 3501 7.1); the connection is as good
 * as before.
 */
final class Denied extends IOException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final boolean again;

  /**
   * @param code the response code in brackets, in upper case (RFC 3501 7.1, RFC 5530); empty if
   *     there is none
   * @param said what the server says, fit to be shown
   */
  Denied(String code, String said) {
    this(code, said.isEmpty() ? "it says no" : said, true);
  }

  private Denied(String code, String said, boolean again) {
    super(said);
    this.code = code;
    this.again = again;
  }

  /** The same, with what else is known of the reason. */
  Denied with(String reason) {
    return new Denied(code, getMessage() + " (" + reason + ")", again);
  }

  /** The same of something that was done in part, and must not be done twice. */
  Denied notAgain() {
    return new Denied(code, String.valueOf(getMessage()), false);
  }

  /** Whether it does no harm to try once more. */
  boolean mayBeTriedAgain() {
    return again;
  }

  boolean hasCode(String wanted) {
    return code.equals(wanted);
  }

  /** Whether it may say yes in a while by itself (RFC 5530 3). */
  boolean passes() {
    return codePasses() || says("too many", "not connected", "try again", "temporar");
  }

  /**
   * Whether a login may be taken in a while, also in the words of those who give no code: Exchange
   * says "User is authenticated but not connected", others count connections. Of "try again" and
   * "locked" alone nothing is concluded: a login that is tried too often is locked for longer.
   */
  boolean passesAtLogin() {
    return codePasses() || says("too many simultaneous", "too many connections", "not connected");
  }

  private boolean codePasses() {
    return switch (code) {
      case "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "SERVERBUSY", "OVERQUOTA" -> true;
      default -> false;
    };
  }

  private boolean says(String... words) {
    var said = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
    return !code.equals("AUTHENTICATIONFAILED")
        && !code.equals("AUTHORIZATIONFAILED")
        && Stream.of(words).anyMatch(said::contains);
  }
}
