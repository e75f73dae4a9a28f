package dev.otpost.message.pem;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A private key as it stands in a file: PKCS#8 (RFC 5958), or one of the older forms that leave out
 * what kind of key it is, PKCS#1 for RSA (RFC 8017 A.1.2) and SEC1 for EC (RFC 5915). What they
 * leave out stands in the certificate.
 */
public final class EncodedKey {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 1, 0};

  /** Beyond any key there is, and what {@link #der} can say. */
  private static final int MAX_KEY = 60_000;

  private final byte[] der;

  /** Whether it says itself what kind of key it is. */
  private final boolean whole;

  private final Set<String> algorithms;

  private EncodedKey(byte[] der, boolean whole, String... algorithms) {
    this.der = der;
    this.whole = whole;
    this.algorithms = Set.of(algorithms);
  }

  /** Empty if {@code pem} is no private key, or an encrypted one. */
  public static Optional<EncodedKey> in(Pem pem) {
    var der = pem.der();
    return pem.encrypted() || der.length > MAX_KEY
        ? Optional.empty()
        : switch (pem.label()) {
          case "PRIVATE KEY" -> Optional.of(new EncodedKey(der, true, "RSA", "EC"));
          case "RSA PRIVATE KEY" -> Optional.of(new EncodedKey(der, false, "RSA"));
          case "EC PRIVATE KEY" -> Optional.of(new EncodedKey(der, false, "EC"));
          default -> Optional.empty();
        };
  }

  /** The private key, if it belongs to this public one, and that is one of RSA or EC. */
  public Optional<PrivateKey> belongingTo(PublicKey certified) {
    var algorithm = certified.getAlgorithm();
    try {
      if (!algorithms.contains(algorithm)) {
        return Optional.empty();
      }
      var key = key(algorithm, certified);
      return isPair(key, certified) ? Optional.of(key) : Optional.empty();
    } catch (GeneralSecurityException e) {
      // Of another kind, or on another curve, or damaged: a stranger to the certificate anyway.
      return Optional.empty();
    }
  }

  private PrivateKey key(String algorithm, PublicKey certified) throws GeneralSecurityException {
    var pkcs8 = whole ? der : completedBy(certified);
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** The one question that is the same for all kinds: does it verify what the other signs? */
  private static boolean isPair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    var signature =
        Signature.getInstance(
            key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(key);
    var signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
  }

  /** PKCS#8: version, kind of key, and the key in its older form. */
  private byte[] completedBy(PublicKey certified) {
    return der(SEQUENCE, VERSION_0, kind(certified.getEncoded()), der(OCTET_STRING, der));
  }

  /** The AlgorithmIdentifier, which is the first thing in a SubjectPublicKeyInfo (RFC 5280 4.1). */
  private static byte[] kind(byte[] subjectPublicKeyInfo) {
    int start = contents(subjectPublicKeyInfo, 0);
    int inner = contents(subjectPublicKeyInfo, start);
    return Arrays.copyOfRange(
        subjectPublicKeyInfo, start, inner + (subjectPublicKeyInfo[start + 1] & 0xff));
  }

  /** Where the contents begin of what begins at {@code start}: behind its tag and length. */
  private static int contents(byte[] der, int start) {
    int first = der[start + 1] & 0xff;
    return start + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static byte[] der(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(part -> part.length).sum();
    var out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    for (var part : contents) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
