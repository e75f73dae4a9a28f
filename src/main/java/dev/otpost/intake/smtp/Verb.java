package dev.otpost.intake.smtp;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words with which commands begin. Whole words: {@code DATAX} is not DATA. */
enum Verb {
  EHLO(When.ANY_TIME, false, 0),
  HELO(When.ANY_TIME, false, 0),
  /** Its parameters: SIZE 26 (RFC 1870 3), BODY 17 (6152 2), SMTPUTF8 10 (6531 3.4), AUTH 500. */
  MAIL(When.SECURED, true, 26 + 17 + 10 + 500),
  RCPT(When.SECURED, true, 10),
  DATA(When.SECURED, false, 0),
  RSET(When.SECURED, true, 0),
  NOOP(When.ANY_TIME, false, 0),
  QUIT(When.ANY_TIME, false, 0),
  VRFY(When.SECURED, false, 10),
  EXPN(When.SECURED, false, 10),
  HELP(When.SECURED, false, 0),
  TURN(When.SECURED, false, 0),
  BDAT(When.SECURED, false, 0),
  STARTTLS(When.ANY_TIME, false, 0),
  /** RFC 4954 4. */
  AUTH(When.SECURED, false, Inbound.LONGEST_LINE);

  private enum When {
    ANY_TIME,
    SECURED
  }

  private static final Map<String, Verb> NAMED =
      Stream.of(values()).collect(Collectors.toMap(Verb::name, Function.identity()));

  private final When when;
  private final boolean grouped;
  private final int more;

  Verb(When when, boolean grouped, int more) {
    this.when = when;
    this.grouped = grouped;
    this.more = more;
  }

  /** The verb of this line, if we know it. */
  static Optional<Verb> of(String line) {
    int space = line.indexOf(' ');
    var word = space < 0 ? line : line.substring(0, space);
    return Optional.ofNullable(NAMED.get(word.toUpperCase(Locale.ROOT)));
  }

  /** What stands behind the verb and a space; empty if there is nothing. */
  static String argument(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? "" : line.substring(space + 1);
  }

  /** Whether it is carried out before STARTTLS although TLS is required (RFC 3207 4). */
  boolean inClear() {
    return when == When.ANY_TIME;
  }

  /** Whether its reply may wait for those of the commands pipelined behind it (RFC 2920 3.2). */
  boolean grouped() {
    return grouped;
  }

  /** The longest line with it, in octets with CRLF, when others may have {@code most}. */
  int longest(int most) {
    return Math.min(most + more, Inbound.LONGEST_LINE);
  }
}
