package dev.otpost.intake.imap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whom otpost believes who a server is. */
final class Trust {

  private Trust() {}

  /**
   * Encrypts for whomever one of the authorities vouches for.
   *
   * @param authorities a file in PEM form with their certificates, which is read now; empty for
   *     those that Java comes with
   * @throws IOException if the file cannot be read, or holds no certificate
   */
  static SSLSocketFactory of(Optional<Path> authorities) throws IOException {
    try {
      if (authorities.isEmpty()) {
        return SSLContext.getDefault().getSocketFactory();
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store(authorities.get()));
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("tls-authorities cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore store(Path authorities) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = open(authorities)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
      }
    }
    if (store.size() == 0) {
      throw new IOException("tls-authorities: there is no certificate in " + authorities);
    }
    return store;
  }

  private static InputStream open(Path authorities) throws IOException {
    try {
      return Files.newInputStream(authorities);
    } catch (IOException e) {
      throw new IOException("tls-authorities: %s cannot be read".formatted(authorities), e);
    }
  }
}
