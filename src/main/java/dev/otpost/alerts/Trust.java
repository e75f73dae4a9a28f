package dev.otpost.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom alerts are told to: who can prove that he is the server. */
record Trust(SSLSocketFactory sockets, X509TrustManager manager) {

  /**
   * @param authorities a file in PEM form, read now; empty for those whom Java trusts
   * @throws IOException if it cannot be read, or holds no certificate
   */
  static Trust of(Optional<Path> authorities) throws IOException {
    try {
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(authorities.isEmpty() ? javas() : store(authorities.get()));
      var manager = (X509TrustManager) managers.getTrustManagers()[0];
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new Trust(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException e) {
      throw new IOException("alerts.tls-authorities: they cannot be used", e);
    }
  }

  private static @Nullable KeyStore javas() {
    return null;
  }

  private static KeyStore store(Path authorities) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(authorities)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
      }
    } catch (IOException e) {
      throw new IOException("alerts.tls-authorities: %s cannot be read".formatted(authorities), e);
    }
    if (store.size() == 0) {
      throw new IOException("alerts.tls-authorities: no certificate is in " + authorities);
    }
    return store;
  }
}
