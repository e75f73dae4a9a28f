package dev.otpost.spool;

import dev.otpost.message.Decision;
import dev.otpost.message.Letter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what a mail is recognised when it comes again, from the same sender or by another way: a keyed
 * hash (HMAC-SHA-256) of Message-ID, identifier and text. It outlives the text and tells nothing of
 * it to whoever has no key. For one thread at a time.
 */
final class Fingerprint {

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  private Fingerprint(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** With the key of this spool. */
  static Fingerprint of(Sql sql) throws SQLException {
    return new Fingerprint(
        sql.one("select key from fingerprint_key", row -> row.getBytes(1)).orElseThrow());
  }

  /**
   * Empty if the mail has neither a Message-ID nor a Date: two such mails with the same text may
   * well be two mails, and a code that comes twice does less harm than one that does not come.
   */
  Optional<byte[]> of(Letter letter, Decision decision) {
    var name =
        letter.messageId().isEmpty()
            ? letter.date().map(Object::toString).orElse("")
            : letter.messageId();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (decision) {
          case Decision.Deliver d ->
              hash(name, d.lane().route(), d.lane().identifier().value(), d.content());
          case Decision.Hold _, Decision.Confirm _, Decision.Ignore _ ->
              hash(name, "not posted", decision.recipient().value(), letter.content());
        });
  }

  private byte[] hash(String... parts) {
    for (var part : parts) {
      var bytes = part.getBytes(StandardCharsets.UTF_8);
      // The length in front keeps two parts from being read as one, or as two others.
      mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      mac.update(bytes);
    }
    return mac.doFinal();
  }
}
