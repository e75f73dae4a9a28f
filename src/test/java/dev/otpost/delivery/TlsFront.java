package dev.otpost.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** TLS in front of a server that speaks none, on a port of the loopback interface. */
final class TlsFront implements AutoCloseable {

  private final SSLServerSocket socket;
  private final URI behind;
  private final List<Principal> clients = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private TlsFront(SSLServerSocket socket, URI behind) {
    this.socket = socket;
    this.behind = behind;
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
    var socket =
        (SSLServerSocket)
            certificates
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(clients);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    var front = new TlsFront(socket, behind);
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
        var connection = (SSLSocket) socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that went.
      }
    }
  }

  private void serve(SSLSocket connection) {
    try (connection) {
      connection.startHandshake();
      if (socket.getNeedClientAuth()) {
        clients.add(
            ((X509Certificate) connection.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal());
      }
      Pump.between(connection, new Socket(behind.getHost(), behind.getPort()));
    } catch (IOException e) {
      // The client does not like us, or we do not like it.
    } finally {
      connections.remove(connection);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (var connection : connections) {
      connection.close();
    }
  }
}
