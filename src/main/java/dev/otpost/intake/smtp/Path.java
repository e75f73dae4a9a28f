package dev.otpost.intake.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The argument of MAIL or RCPT: {@code FROM:<path> PARAMETERS} (RFC 5321 4.1.2).
 *
 * @param mailbox what stood between the angle brackets, without a source route; empty for {@code
 *     <>}
 * @param parameters in their order, as they were written; each of the form that RFC 5321 gives for
 *     an {@code esmtp-param}
 */
record Path(String mailbox, List<String> parameters) {

  /**
   * The longest mailbox in octets: a local part, {@code @} and a domain (RFC 5321 4.5.3.1.1 and
   * .2).
   */
  static final int MAX_MAILBOX = 64 + 1 + 255;

  /**
   * Characters outside of ASCII that may stand in an address: no control, no invisible sign, no
   * space.
   */
  private static final String BEYOND_ASCII = "[^\\x00-\\x7f\\p{C}\\p{Z}]";

  /**
   * Dots may stand anywhere: old mobile phone mailboxes have them doubled, or before the {@code @}.
   */
  private static final String LOCAL = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-" + BEYOND_ASCII + "]++";

  private static final String QUOTED =
      "\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e" + BEYOND_ASCII + "]|\\\\[\\x20-\\x7e])*+\"";

  /** {@code _} is in no RFC, but in the domains of some senders. */
  private static final String LABEL = "[A-Za-z0-9_-" + BEYOND_ASCII + "]++";

  private static final String DOMAIN =
      "(?:" + LABEL + "(?:\\." + LABEL + ")*+|\\[[\\x21-\\x5a\\x5e-\\x7e]++\\])";

  /** To be understood, and passed over (RFC 5321 4.1.1.3, appendix C). */
  private static final String ROUTE = "(?:@" + DOMAIN + "(?:,@" + DOMAIN + ")*+:)?";

  private static final String PARAMETER =
      "[A-Za-z0-9][A-Za-z0-9-]*+(?:=[^\\x00-\\x20=\\x7f\\p{C}]++)?";

  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z]++:<(?:"
              + ROUTE
              + "(?<mailbox>(?:"
              + LOCAL
              + "|"
              + QUOTED
              + ")@"
              + DOMAIN
              + "|(?i:postmaster)))?>(?<parameters>(?: "
              + PARAMETER
              + ")*+)");

  Path {
    parameters = List.copyOf(parameters);
  }

  /**
   * The path in {@code argument}; empty if it is not exactly of this form.
   *
   * @param keyword {@code FROM} or {@code TO}; case does not matter
   */
  static Optional<Path> parse(String keyword, String argument) {
    var form = FORM.matcher(argument);
    if (!argument.regionMatches(true, 0, keyword + ":", 0, keyword.length() + 1)
        || !form.matches()) {
      return Optional.empty();
    }
    var mailbox = Objects.requireNonNullElse(form.group("mailbox"), "");
    if (mailbox.getBytes(StandardCharsets.UTF_8).length > MAX_MAILBOX) {
      return Optional.empty();
    }
    var parameters = form.group("parameters").strip();
    return Optional.of(
        new Path(mailbox, parameters.isEmpty() ? List.of() : List.of(parameters.split(" "))));
  }

  /** Whether the mailbox needs SMTPUTF8. */
  boolean isBeyondAscii() {
    return mailbox.chars().anyMatch(c -> c > 0x7f);
  }

  /** Lengths only: a path is somebody's address. */
  @Override
  public String toString() {
    return "Path[%d characters, %d parameters]".formatted(mailbox.length(), parameters.size());
  }
}
