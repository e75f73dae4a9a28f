package dev.otpost.doctor;

import java.util.List;
import java.util.Locale;

/**
 * What an SMTP server said.
 *
 * @param code of three digits
 * @param lines without the code, at least one; printable ASCII
 */
record SmtpReply(int code, List<String> lines) {

  SmtpReply {
    lines = List.copyOf(lines);
  }

  boolean isYes() {
    return code / 100 == 2;
  }

  /** Whether an EHLO was answered with this keyword (RFC 5321 4.1.1.1). */
  boolean offers(String keyword) {
    return lines.stream()
        .map(line -> line.toUpperCase(Locale.ROOT))
        .anyMatch(line -> line.equals(keyword) || line.startsWith(keyword + " "));
  }

  /** Its first line. */
  String words() {
    return code + " " + lines.getFirst();
  }

  /** Whether its enhanced code is this one (RFC 2034). */
  boolean is(String enhanced) {
    return lines.getFirst().startsWith(enhanced + " ");
  }
}
