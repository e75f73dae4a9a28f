package dev.otpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA256 (RFC 8018 5.2), in text {@code
 * pbkdf2-sha256$600000$SALT$HASH}, salt and hash in base64url without padding (RFC 4648 5).
 *
 * <p>To make or to check one takes a tenth of a second and more, by design. A password that looks
 * the same is the same: it is brought to NFC first (RFC 8265 4.2), since systems type an "ö"
 * differently.
 *
 * @param iterations what one try costs, between {@link #FEWEST} and {@link #MOST}
 * @param salt 8 to 64 bytes, in base64url
 * @param hash 32 bytes, in base64url
 */
public record PasswordHash(int iterations, String salt, String hash) {

  /** Fewer are tried too fast by who has the hash. */
  public static final int FEWEST = 100_000;

  /** More would let one AUTH keep a processor busy for seconds. */
  public static final int MOST = 5_000_000;

  /** What is taken for a new one (OWASP Password Storage Cheat Sheet, 2023). */
  public static final int STANDARD = 600_000;

  /** The longest password in octets of UTF-8; RFC 4616 asks for 255. */
  public static final int MAX_PASSWORD = 1024;

  private static final int NEW_SALT = 16;
  private static final int LEAST_SALT = 8;
  private static final int MOST_SALT = 64;
  private static final int HASH = 32;

  private static final Pattern FORM =
      Pattern.compile(
          "pbkdf2-sha256\\$(?<iterations>[1-9][0-9]{0,8})\\$(?<salt>[A-Za-z0-9_-]{2,90})"
              + "\\$(?<hash>[A-Za-z0-9_-]{2,90})");

  public PasswordHash {
    if (iterations < FEWEST || iterations > MOST) {
      throw new IllegalArgumentException("iterations out of bounds: " + iterations);
    }
    int salted = bytes(salt).length;
    if (salted < LEAST_SALT || salted > MOST_SALT || bytes(hash).length != HASH) {
      throw new IllegalArgumentException("salt or hash out of bounds");
    }
  }

  /** The hash written in {@code text}; empty if it is none, or one out of bounds. */
  public static Optional<PasswordHash> of(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PasswordHash(
              Integer.parseInt(form.group("iterations")), form.group("salt"), form.group("hash")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A new one of {@code password}, with a salt of its own. */
  public static PasswordHash make(Secret password, int iterations) {
    var salt = new byte[NEW_SALT];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(iterations, text(salt), text(derived(password, salt, iterations)));
  }

  /**
   * Whether it is of {@code password}.
   *
   * @param cost the iterations that this takes, if it has fewer itself: so that one who only sees
   *     how long it takes cannot tell one hash from another
   */
  public boolean matches(Secret password, int cost) {
    var derived = derived(password, bytes(salt), iterations);
    if (cost > iterations) {
      derived(password, bytes(salt), cost - iterations);
    }
    return MessageDigest.isEqual(derived, bytes(hash));
  }

  /** As it is written into the configuration. */
  public String text() {
    return "pbkdf2-sha256$%d$%s$%s".formatted(iterations, salt, hash);
  }

  /** Without salt and hash, from which a weak password can be found. */
  @Override
  public String toString() {
    return "PasswordHash[%d iterations]".formatted(iterations);
  }

  /** Whether {@code password} can be one: not empty, not too long, and nothing invisible in it. */
  public static boolean canBeOf(Secret password) {
    return !password.isEmpty()
        && password.value().getBytes(UTF_8).length <= MAX_PASSWORD
        && password.value().chars().noneMatch(Character::isISOControl);
  }

  private static byte[] derived(Secret password, byte[] salt, int iterations) {
    var characters = Normalizer.normalize(password.value(), Normalizer.Form.NFC).toCharArray();
    var key = new PBEKeySpec(characters, salt, iterations, HASH * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2WithHmacSHA256 is missing in this Java", e);
    } finally {
      key.clearPassword();
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Strictly: there is one text for the same bytes. */
  private static byte[] bytes(String text) {
    var bytes = Base64.getUrlDecoder().decode(text);
    if (!text(bytes).equals(text)) {
      throw new IllegalArgumentException("not base64url without padding");
    }
    return bytes;
  }
}
