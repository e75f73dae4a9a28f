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
 * @param routed whether there was a source route
 * @param parameters in their order, as they were written; each of the form that RFC 5321 gives for
 *     an {@code esmtp-param}
 */
record Path(String mailbox, boolean routed, List<String> parameters) {

  /** The longest local part in octets (RFC 5321 4.5.3.1.1). */
  static final int MAX_LOCAL = 64;

  /** The longest domain in octets (RFC 5321 4.5.3.1.2). */
  static final int MAX_DOMAIN = 255;

  /** The longest mailbox in octets. */
  static final int MAX_MAILBOX = MAX_LOCAL + 1 + MAX_DOMAIN;

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

  /** {@code _} is in no RFC, but in the domains of some senders. RFC 1035 2.3.1, 2.3.4. */
  private static final String LABEL =
      "(?!-)[A-Za-z0-9_-" + BEYOND_ASCII + "]{1,63}+(?<!-)(?![A-Za-z0-9_-])";

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

  /** RFC 5321 4.1.3. */
  private static final String LITERAL =
      "\\[(?:" + OCTET + "(?:\\." + OCTET + "){3}|(?i:IPv6):[0-9A-Fa-f:.]{2,45})\\]";

  private static final String DOMAIN = "(?:" + LABEL + "(?:\\." + LABEL + ")*+|" + LITERAL + ")";

  /** To be understood, and passed over (RFC 5321 4.1.1.3, appendix C). */
  private static final String ROUTE = "(?<route>@" + DOMAIN + "(?:,@" + DOMAIN + ")*+:)?";

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

  /** Whether it looks like a path, so that what is wrong is the address (RFC 3463 3.2). */
  static boolean isPath(String keyword, String argument) {
    return argument.regionMatches(true, 0, keyword + ":<", 0, keyword.length() + 2);
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
    if (octets(mailbox) > MAX_MAILBOX
        || octets(mailbox.substring(mailbox.lastIndexOf('@') + 1)) > MAX_DOMAIN) {
      return Optional.empty();
    }
    var parameters = form.group("parameters").strip();
    return Optional.of(
        new Path(
            mailbox,
            form.group("route") != null,
            parameters.isEmpty() ? List.of() : List.of(parameters.split(" "))));
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Whether the local part is within what RFC 5321 allows. That of a sender may be longer: what
   * forwarders make of an address does not always keep to it.
   */
  boolean isLocalWithinLimit() {
    return octets(local()) <= MAX_LOCAL;
  }

  /**
   * Whether it asks us to pass the mail on to somebody else: by a source route (RFC 5321 appendix
   * C), by the percent hack, by a bang path (RFC 5321 3.6.1), or by an address within the address.
   */
  boolean isToRelay() {
    return routed || local().chars().anyMatch(c -> "%!@".indexOf(c) >= 0);
  }

  /** Whether the local part stands in quotes. */
  boolean isQuoted() {
    return mailbox.startsWith("\"");
  }

  private String local() {
    return mailbox.substring(0, Math.max(0, mailbox.lastIndexOf('@')));
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
