package dev.otpost.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** TLS in front of a server that speaks none, on a port of the loopback interface. */
final class TlsFront implements AutoCloseable {

  private final ServerSocket socket;
  private final SSLContext context;
  private final boolean demanding;
  private final String[] protocols;
  private final URI behind;
  private final List<Principal> clients = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private TlsFront(
      HandshakeCertificates certificates, boolean demanding, URI behind, String... protocols)
      throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.context = certificates.sslContext();
    this.demanding = demanding;
    this.behind = behind;
    this.protocols = protocols;
  }

  /** An authority of somebody's own. */
  static HeldCertificate authority(String name) {
    return new HeldCertificate.Builder().commonName(name).certificateAuthority(0).build();
  }

  /** A certificate for this host, from that authority. */
  static HeldCertificate issued(HeldCertificate authority, String host) {
    return new HeldCertificate.Builder()
        .commonName(host)
        .addSubjectAlternativeName(host)
        .signedBy(authority)
        .build();
  }

  /** One that was good until yesterday. */
  static HeldCertificate expired(HeldCertificate authority, String host) {
    long now = java.time.Instant.now().toEpochMilli();
    return new HeldCertificate.Builder()
        .commonName(host)
        .addSubjectAlternativeName(host)
        .validityInterval(now - TimeUnit.DAYS.toMillis(30), now - TimeUnit.DAYS.toMillis(1))
        .signedBy(authority)
        .build();
  }

  /** For anybody. */
  static TlsFront open(HeldCertificate shown, URI behind, String... protocols) throws IOException {
    return open(
        new HandshakeCertificates.Builder().heldCertificate(shown).build(),
        false,
        behind,
        protocols);
  }

  /** For those for whom that authority vouches. */
  static TlsFront forClientsOf(
      HeldCertificate authority, HeldCertificate shown, URI behind, String... protocols)
      throws IOException {
    return open(
        new HandshakeCertificates.Builder()
            .heldCertificate(shown)
            .addTrustedCertificate(authority.certificate())
            .build(),
        true,
        behind,
        protocols);
  }

  private static TlsFront open(
      HandshakeCertificates certificates, boolean clients, URI behind, String... protocols)
      throws IOException {
    var front = new TlsFront(certificates, clients, behind, protocols);
    Thread.ofVirtual().start(front::accept);
    return front;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** By the name that the system has for the loopback interface. */
  URI uri() {
    return URI.create("https://localhost:" + port());
  }

  /** Who proved to be whom, in the order in which they came. */
  List<String> clients() {
    return clients.stream().map(Principal::getName).toList();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that went.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      try {
        var secure = secured(connection);
        secure.startHandshake();
        if (demanding) {
          clients.add(
              ((X509Certificate) secure.getSession().getPeerCertificates()[0])
                  .getSubjectX500Principal());
        }
        Pump.between(secure, new Socket(behind.getHost(), behind.getPort()));
      } catch (SSLException e) {
        // Whoever closes with something unread cuts off his own last words, which are the alert.
        connection.shutdownOutput();
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // The client has gone.
    } finally {
      connections.remove(connection);
    }
  }

  private SSLSocket secured(Socket connection) throws IOException {
    var secure = (SSLSocket) context.getSocketFactory().createSocket(connection, null, false);
    secure.setUseClientMode(false);
    secure.setNeedClientAuth(demanding);
    if (protocols.length > 0) {
      secure.setEnabledProtocols(protocols);
    }
    return secure;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (var connection : connections) {
      connection.close();
    }
  }
}
