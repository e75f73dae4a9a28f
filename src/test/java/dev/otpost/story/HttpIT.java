package dev.otpost.story;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP ports of the whole product. */
class HttpIT {

  private static final int CROWD = 10_000;
  private static final int MAILS = 200;
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";

  @RegisterExtension final Stage stage = new Stage();

  HttpIT() throws IOException {}

  /** Making 10,000 connections takes seconds. */
  @Tag("system")
  @Test
  void tenThousandConnectionsThatDoNothingMatterNeitherToMailNorToHealth() throws Exception {
    var daemon =
        stage.daemon("OTPOST_HTTP_PUBLIC_HOST", "127.0.0.1", "OTPOST_HTTP_PUBLIC_PORT", "0");
    var crowd = new ArrayList<Socket>();
    try (var load = new Load(MAILS)) {
      while (crowd.size() < CROWD) {
        crowd.add(idler(daemon, crowd.size()));
        if (crowd.size() % 2000 == 0) {
          assertHealthyAtOnce(daemon.httpPort());
          assertHealthyAtOnce(daemon.publicPort());
        }
      }

      // All mail comes in past them, and past those who go on coming.
      load.start(daemon.smtpPort());
      for (int i = 0; i < CROWD && load.accepted().size() < MAILS; i++) {
        crowd.set(i, idler(daemon, i)).close();
      }
      assertEquals(List.of(), load.finish());
      assertEquals(MAILS, load.accepted().size());
      assertHealthyAtOnce(daemon.httpPort());
      assertHealthyAtOnce(daemon.publicPort());
      assertTrue(daemon.residentKib() < 400_000, () -> "resident " + resident(daemon));
      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
    } finally {
      for (var socket : crowd) {
        socket.close();
      }
    }
    assertHealthyAtOnce(daemon.httpPort());
  }

  /** On either port in turn; every third begins to ask for something. */
  private static Socket idler(Daemon daemon, int number) throws IOException {
    int port = number % 2 == 0 ? daemon.httpPort() : daemon.publicPort();
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    if (number % 3 == 0) {
      socket.getOutputStream().write("POST /totp HTTP/1.1\r\nX: ".getBytes(US_ASCII));
    }
    return socket;
  }

  @Test
  void speaksHttpsWithTheCertificateOfTheListenerAndTakesUpAnotherAndAnotherToken(
      @TempDir Path folder) throws Exception {
    var certificate = folder.resolve("certificate.pem");
    var token = folder.resolve("token");
    var first = write(certificate);
    Files.writeString(token, TOKEN);
    var daemon =
        stage.daemon(
            "OTPOST_HTTP_TLS",
            "true",
            "OTPOST_HTTP_TOKEN_FILE",
            token.toString(),
            "OTPOST_SMTP_TLS_CERTIFICATE",
            certificate.toString());

    assertEquals(first, shown(daemon.httpPort(), TOKEN, "200"));
    shown(daemon.httpPort(), OTHER, "401");

    var second = write(certificate);
    Files.writeString(token, OTHER);
    daemon.hangUp();
    assertTrue(
        daemon.awaitLine(line -> line.contains(" reloaded"), Duration.ofSeconds(10)).isPresent());

    assertEquals(second, shown(daemon.httpPort(), OTHER, "200"));
  }

  private static String resident(Daemon daemon) {
    try {
      return daemon.residentKib() + " KiB";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static X509Certificate write(Path file) throws IOException {
    var held =
        new HeldCertificate.Builder()
            .commonName("otpost")
            .addSubjectAlternativeName("localhost")
            .build();
    Files.writeString(file, held.certificatePem() + held.privateKeyPkcs8Pem());
    return held.certificate();
  }

  private static void assertHealthyAtOnce(int port) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () -> {
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertEquals("200", status(socket, "/healthz", ""));
          }
        });
  }

  /** The certificate that is shown to whoever asks for a page with this token. */
  private static X509Certificate shown(int port, String token, String status) throws Exception {
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    try (var socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      assertEquals("200", status(socket, "/healthz", ""));
      assertEquals(
          status, status(socket, "/api/v1/status", "Authorization: Bearer " + token + "\r\n"));
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String status(Socket socket, String path, String field) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n")
                .getBytes(US_ASCII));
    var in = socket.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    var length = head.toString().replaceFirst("(?s).*Content-Length: (\\d+).*", "$1");
    in.readNBytes(Integer.parseInt(length));
    return List.of(head.toString().split(" ", 3)).get(1);
  }

  /** Looks at what is shown itself. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
