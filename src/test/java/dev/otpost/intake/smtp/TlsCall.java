package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One connection on this machine: a client at its one end, credentials at the other. */
final class TlsCall implements AutoCloseable {

  final Socket client;
  final Socket server;

  TlsCall() throws IOException {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      client = new Socket(listening.getInetAddress(), listening.getLocalPort());
      server = listening.accept();
    }
    client.setSoTimeout(20_000);
    server.setSoTimeout(20_000);
  }

  /** What a client sees that takes any certificate and speaks these protocols only. */
  static SSLSession shakeHands(Credentials credentials, String... protocols) throws IOException {
    try (var call = new TlsCall()) {
      return call.answeredBy(credentials).shakeHands(protocols, new String[0]);
    }
  }

  /** The certificates that a client is shown. */
  static List<X509Certificate> shownBy(Credentials credentials) throws IOException {
    return Stream.of(shakeHands(credentials).getPeerCertificates())
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** Shakes hands on a thread of its own, says "hello", and fails as the client does. */
  TlsCall answeredBy(Credentials credentials) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var encrypted = credentials.over(server);
                encrypted.startHandshake();
                encrypted.getOutputStream().write("hello".getBytes(US_ASCII));
                encrypted.shutdownOutput();
              } catch (IOException e) {
                // The client knows.
              }
            });
    return this;
  }

  /**
   * @param protocols and ciphers that the client offers; none for those of the JDK
   */
  SSLSession shakeHands(String[] protocols, String[] ciphers) throws IOException {
    var encrypted =
        (SSLSocket)
            trustingAll().getSocketFactory().createSocket(client, "gw.example.com", 25, true);
    if (protocols.length > 0) {
      encrypted.setEnabledProtocols(protocols);
    }
    if (ciphers.length > 0) {
      encrypted.setEnabledCipherSuites(ciphers);
    }
    encrypted.startHandshake();
    if (!new String(encrypted.getInputStream().readAllBytes(), US_ASCII).equals("hello")) {
      throw new SSLHandshakeException("nothing came through");
    }
    return encrypted.getSession();
  }

  private static SSLContext trustingAll() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opportunistic, as mail servers are. */
  private static final class Trusting implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
