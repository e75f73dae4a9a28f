package dev.otpost.web.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Numbers that nobody guesses, and what can be told of them without telling them. */
final class Digests {

  /** In bytes: 256 bits. */
  static final int LENGTH = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Digests() {}

  /** 256 random bits in base64url. */
  static String random() {
    return text(randomBytes());
  }

  static byte[] randomBytes() {
    var bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** SHA-256 in base64url. */
  static String of(String text) {
    try {
      return text(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is missing in this Java", e);
    }
  }

  /** HMAC-SHA256 in base64url. */
  static String mac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return text(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing in this Java", e);
    }
  }

  /** In a time that tells nothing of either but their lengths. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
