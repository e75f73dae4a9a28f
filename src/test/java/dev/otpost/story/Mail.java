package dev.otpost.story;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One of many 2FA mails, each with its own code, which is its number in six digits.
 *
 * @param number 0 to 999,999
 * @param recipient to whom the site wrote
 */
record Mail(int number, String recipient) {

  /** The reverse-path of all of them. */
  static final String FROM = "bounce@harbourbank.example";

  private static final Pattern MARK = Pattern.compile("\\bmark-(\\d{6})\\b");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  String code() {
    return "%06d".formatted(number);
  }

  /** The mail itself. */
  byte[] bytes() {
    return """
    Received: from mail.harbourbank.example by mx.example.com; {date}
    Message-ID: <story.{code}@harbourbank.example>
    Date: {date}
    From: "Harbour Bank" <no-reply@harbourbank.example>
    To: {to}
    Subject: Your sign-in code
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8

    Hello,

    your code is {code}. It is valid for 10 minutes.

    . Harbour Bank, Portsmouth
    mark-{code}
    """
        .replace("{code}", code())
        .replace("{to}", recipient)
        .replace("{date}", DATE.format(Instant.now()))
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The number of the mail that this content is of; empty if it is of none. */
  static OptionalInt numberIn(String content) {
    var mark = MARK.matcher(content);
    return mark.find() ? OptionalInt.of(Integer.parseInt(mark.group(1))) : OptionalInt.empty();
  }
}
