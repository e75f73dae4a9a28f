package dev.otpost.web.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who signed a request: HMAC-SHA256 (RFC 2104) of the body as it came, in hex. */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  /** Of a signature in hex. */
  private static final int LENGTH = 64;

  private Signature() {}

  /**
   * What the signer may have; nothing if no key fits. How long this takes tells nothing of a key:
   * each is tried, and compared in constant time.
   */
  static SortedSet<String> routes(
      Map<Secret, SortedSet<String>> keys, byte[] body, String signature) {
    var routes = new TreeSet<String>();
    var given = octets(signature);
    keys.forEach(
        (key, its) -> {
          if (!key.isEmpty() && MessageDigest.isEqual(sign(key, body), given)) {
            routes.addAll(its);
          }
        });
    return routes;
  }

  private static byte[] octets(String hex) {
    try {
      return hex.length() == LENGTH ? HexFormat.of().parseHex(hex) : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] sign(Secret key, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.value().getBytes(UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
