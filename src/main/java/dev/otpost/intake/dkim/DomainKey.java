package dev.otpost.intake.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;

/** A key record (RFC 6376 3.6.1) with keys that jDKIM does not know. */
final class DomainKey extends PublicKeyRecordImpl {

  /** What a raw Ed25519 key has before it in X.509 (RFC 8410 4). */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int ED25519_BYTES = 32;

  /**
   * @throws IllegalStateException if it is no key record
   */
  DomainKey(String record) {
    super(record);
  }

  /** Whether its owner has withdrawn it. */
  boolean isRevoked() {
    return containsTag("p") && getValue("p").isEmpty();
  }

  boolean isEd25519() {
    return "ed25519".contentEquals(getValue("k"));
  }

  /**
   * @throws IllegalStateException if it holds none
   */
  @Override
  public PublicKey getPublicKey() {
    try {
      var bytes = Base64.getMimeDecoder().decode(getValue("p").toString());
      if (!isEd25519()) {
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
      }
      if (bytes.length != ED25519_BYTES) {
        throw new IllegalStateException("an Ed25519 key has 32 bytes");
      }
      var encoded = new byte[ED25519.length + ED25519_BYTES];
      System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
      System.arraycopy(bytes, 0, encoded, ED25519.length, ED25519_BYTES);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("no key", e);
    }
  }
}
