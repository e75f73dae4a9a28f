package dev.otpost.story;

import dev.otpost.demo.StandInSkyvern;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A stand-in for Skyvern behind TLS, with whatever certificate it is told to show. */
final class SecureFront implements AutoCloseable {

  private final StandInSkyvern skyvern;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile HandshakeCertificates shown;

  private SecureFront(StandInSkyvern skyvern, HeldCertificate first) throws IOException {
    this.skyvern = skyvern;
    this.shown = with(first);
    Thread.ofVirtual().name("secure-front").start(this::accept);
  }

  static SecureFront to(StandInSkyvern skyvern, HeldCertificate first) throws IOException {
    return new SecureFront(skyvern, first);
  }

  /** Its base URL, with the name for which good certificates are. */
  URI uri() {
    return URI.create("https://%s:%d".formatted(Authority.HOST, listener.getLocalPort()));
  }

  /** Whoever comes from now on is shown this. */
  void shows(HeldCertificate certificate) {
    shown = with(certificate);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static HandshakeCertificates with(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var connection = listener.accept();
        Thread.ofVirtual().start(() -> meet(connection));
      } catch (IOException closed) {
        // seen above
      }
    }
  }

  private void meet(Socket connection) {
    var secure = shown.sslContext().getSocketFactory();
    try (var client = (SSLSocket) secure.createSocket(connection, null, true)) {
      client.startHandshake();
      Passage.lead(client, skyvern.uri().getPort());
    } catch (IOException gone) {
      // It did not like what it was shown, or has had its answer.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
