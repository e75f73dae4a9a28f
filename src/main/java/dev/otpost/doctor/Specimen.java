package dev.otpost.doctor;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The mail that is sent.
 *
 * @param identifier random, so that no two are one
 * @param code six random digits
 * @param mail header and body, ASCII, lines ended by CRLF, none of which begins with a dot
 */
record Specimen(Identifier identifier, String code, String mail) {

  /** By whom it is sent. */
  static final Address FROM = new Address("otpost-doctor@" + Voucher.DOMAIN);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String MAIL =
      """
      {header}: {voucher}
      From: otpost doctor <{from}>
      To: <{identifier}>
      Subject: Your verification code
      Date: {date}
      Message-ID: <{identifier}>
      Auto-Submitted: auto-generated
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii

      Your verification code is {code}.

      otpost doctor sent this mail to see how far it comes.
      """;

  /** Makes the voucher for one. */
  interface Vouchers {
    Voucher make(Identifier identifier, String code) throws IOException;
  }

  /** A new one. */
  static Specimen of(Instant now, Vouchers vouchers) throws IOException {
    var name = new StringBuilder("otpost-doctor-");
    for (int i = 0; i < LENGTH; i++) {
      name.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    var identifier = new Identifier(name + "@" + Voucher.DOMAIN);
    // Not below: a careful reader takes some of those for dates.
    var code = "%06d".formatted(300_000 + RANDOM.nextInt(700_000));
    return new Specimen(
        identifier,
        code,
        MAIL.replace("{header}", Voucher.HEADER)
            .replace("{voucher}", vouchers.make(identifier, code).text())
            .replace("{from}", FROM.value())
            .replace("{identifier}", identifier.value())
            .replace("{date}", DATE.format(now))
            .replace("{code}", code)
            .replace("\n", "\r\n"));
  }

  byte[] bytes() {
    return mail.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "Specimen[%s, %d octets]".formatted(identifier, mail.length());
  }
}
