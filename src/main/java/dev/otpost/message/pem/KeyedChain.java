package dev.otpost.message.pem;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A certificate with its private key.
 *
 * @param chain the certificate, then the one that vouches for it, and so on; never empty
 */
public record KeyedChain(List<X509Certificate> chain, PrivateKey key) {

  public KeyedChain {
    chain = List.copyOf(chain);
  }

  /** The first pair among these; empty if no key belongs to any certificate. */
  public static Optional<KeyedChain> of(List<X509Certificate> certificates, List<EncodedKey> keys) {
    for (var certificate : certificates) {
      for (var key : keys) {
        var paired = key.belongingTo(certificate.getPublicKey());
        if (paired.isPresent()) {
          return Optional.of(new KeyedChain(chain(certificate, certificates), paired.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** In the order in which each vouches for the one before; what has no part in it stays out. */
  private static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> all) {
    var chain = new ArrayList<>(List.of(first));
    var next = issuer(first, all);
    while (next.isPresent() && !chain.contains(next.get())) {
      chain.add(next.get());
      next = issuer(next.get(), all);
    }
    return chain;
  }

  private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> all) {
    return all.stream().filter(candidate -> vouches(candidate, of)).findFirst();
  }

  /** Whether {@code issuer} has signed {@code issued}. */
  public static boolean vouches(X509Certificate issuer, X509Certificate issued) {
    if (!issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal())) {
      return false;
    }
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The last moment at which the certificate is good. */
  public Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "KeyedChain[%d certificates]".formatted(chain.size());
  }
}
