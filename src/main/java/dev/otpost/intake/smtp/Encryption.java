package dev.otpost.intake.smtp;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.2 and 1.3 (RFC 8446, 9325) in the part of the server, with one credential. Clients are not
 * asked for certificates.
 */
final class Encryption {

  /** The sessions that are remembered for clients that come again; the JDK would keep 20,480. */
  private static final int REMEMBERED = 500;

  private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

  private final SSLContext context;
  private final SSLParameters parameters;

  Encryption(Credential credential) throws GeneralSecurityException, IOException {
    context = SSLContext.getInstance("TLS");
    // No trust managers: the JDK's own would read all the authorities of the world, for nobody.
    context.init(keys(credential).getKeyManagers(), new TrustManager[0], null);
    var sessions = context.getServerSessionContext();
    sessions.setSessionCacheSize(REMEMBERED);
    sessions.setSessionTimeout(Math.toIntExact(REMEMBERED_FOR.toSeconds()));
    parameters =
        new SSLParameters(
            Arrays.stream(context.getSupportedSSLParameters().getCipherSuites())
                .filter(Encryption::isGood)
                .toArray(String[]::new),
            new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setUseCipherSuitesOrder(true);
  }

  private static KeyManagerFactory keys(Credential credential)
      throws GeneralSecurityException, IOException {
    var password = new char[0];
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry(
        "smtp", credential.key(), password, credential.chain().toArray(X509Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    return keys;
  }

  /**
   * RFC 9325 4.2: forward secrecy and authenticated encryption, which all of TLS 1.3 have. Not the
   * DHE of TLS 1.2, whose price the server pays.
   */
  private static boolean isGood(String cipherSuite) {
    boolean ofTls13 = !cipherSuite.contains("_WITH_");
    boolean authenticated = cipherSuite.contains("_GCM_") || cipherSuite.contains("_CHACHA20_");
    return authenticated
        && (ofTls13
            || cipherSuite.startsWith("TLS_ECDHE_RSA_")
            || cipherSuite.startsWith("TLS_ECDHE_ECDSA_"));
  }

  /**
   * Nothing is read or written before the handshake is asked for, or begins with the first read.
   */
  SSLSocket over(Socket connected) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket(connected, null, false);
    socket.setSSLParameters(parameters);
    return socket;
  }
}
