package dev.otpost.spool;

import dev.otpost.message.Identifier;
import dev.otpost.message.Voucher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes vouchers for test mails, and knows its own again: with a key (HMAC-SHA-256) that is made of
 * the one in the spool, so that only who may read the spool can make one. For any number of
 * threads.
 */
final class Mint {

  /** How long a test mail may take from where it is made to where it is looked at. */
  static final Duration VALID = Duration.ofMinutes(5);

  /** How far the two clocks may be apart: that of the command is not made steady. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  private Mint(byte[] spoolKey) {
    // A key of its own: no fingerprint is ever a seal.
    this.key = hash(spoolKey, "test mail");
  }

  static Mint of(Sql sql) throws SQLException {
    return new Mint(
        sql.one("select key from fingerprint_key", row -> row.getBytes(1)).orElseThrow());
  }

  Voucher make(Identifier identifier, String route, String code, Instant now) {
    var at = now.truncatedTo(ChronoUnit.SECONDS);
    return new Voucher(identifier, route, at, seal(identifier, route, code, at));
  }

  /** Whether it made this one, for this code, and not long ago. */
  boolean made(Voucher voucher, String code, Instant now) {
    var seal = seal(voucher.identifier(), voucher.route(), code, voucher.at());
    return MessageDigest.isEqual(
            seal.getBytes(StandardCharsets.UTF_8), voucher.seal().getBytes(StandardCharsets.UTF_8))
        && now.isBefore(voucher.at().plus(VALID))
        && !now.isBefore(voucher.at().minus(TOLERANCE));
  }

  /** Whether it was used: of each there is one mail at most, whoever sends it again. */
  static boolean isSpent(Sql sql, Voucher voucher) throws SQLException {
    return sql.one(
            "select 1 from entry where route = ? and identifier = ? limit 1",
            _ -> true,
            voucher.route(),
            voucher.identifier().value())
        .isPresent();
  }

  private String seal(Identifier identifier, String route, String code, Instant at) {
    // None of the first three can have a line break in it.
    return HexFormat.of()
        .formatHex(
            hash(
                key,
                String.join(
                    "\n", identifier.value(), route, Long.toString(at.getEpochSecond()), code)));
  }

  private static byte[] hash(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
