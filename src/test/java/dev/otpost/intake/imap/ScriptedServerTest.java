package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** The scripted server itself, for what is tested with it is only as true as it is. */
class ScriptedServerTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void playsItsScriptAndFillsInTheTag() throws Exception {
    var script =
        Script.greeting()
            .always("NOOP", "{tag} OK nothing new")
            .answers("SELECT .*", "* 1 EXISTS")
            .hears("UID FETCH 1 .*")
            .says("* 1 FETCH (BODY[] " + Script.literal("a\r\nb") + ")")
            .ok()
            .hangsUp();
    try (var server = ScriptedServer.start(script);
        var client = connect(server)) {
      assertEquals("* OK ready\r\n", hear(client, 12));
      say(client, "A1 NOOP\r\n");
      assertEquals("A1 OK nothing new\r\n", hear(client, 19));
      say(client, "A2 SELECT INBOX\r\n");
      assertEquals("* 1 EXISTS\r\nA2 OK done\r\n", hear(client, 24));
      say(client, "A3 uid fetch 1 (BODY.PEEK[])\r\n");
      assertEquals("* 1 FETCH (BODY[] {4}\r\na\r\nb)\r\nA3 OK done\r\n", hearAll(client));
      assertEquals("A2 SELECT INBOX", server.heard().get(1).line());
    }
  }

  @Test
  void waitsUntilItIsTold() throws Exception {
    var told = new CountDownLatch(1);
    var script =
        Script.greeting()
            .hears("IDLE")
            .says("+ idling")
            .waitsFor(told)
            .says("* 2 EXISTS")
            .hears("DONE")
            .ok();
    try (var server = ScriptedServer.start(script);
        var client = connect(server)) {
      say(client, "A1 IDLE\r\n");
      assertTrue(server.awaitHeard(heard -> heard.line().equals("A1 IDLE"), SOON));
      assertEquals("* OK ready\r\n+ idling\r\n", hear(client, 22));
      told.countDown();
      assertEquals("* 2 EXISTS\r\n", hear(client, 12));
      say(client, "DONE\r\n");
      assertEquals("A1 OK done\r\n", hear(client, 12));
    }
  }

  @Test
  void readsLiteralsAndAsksForThoseThatWaitForIt() throws Exception {
    var script = Script.greeting().answers("LOGIN \\{2\\}\r\njo \\{3\\+\\}\r\na b");
    try (var server = ScriptedServer.start(script);
        var client = connect(server)) {
      say(client, "A1 LOGIN {2}\r\n");
      assertEquals("* OK ready\r\n+ go on\r\n", hear(client, 21));
      say(client, "jo {3+}\r\na b\r\n");
      assertEquals("A1 OK done\r\n", hear(client, 12));
    }
  }

  @Test
  void knowsWhatCameInTls() throws Exception {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    var held = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    var trusting =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    var script =
        Script.greeting().answers("STARTTLS").secures(held.sslSocketFactory()).answers("LOGIN .*");
    try (var server = ScriptedServer.start(script);
        var client = connect(server)) {
      say(client, "A1 STARTTLS\r\n");
      assertEquals("* OK ready\r\nA1 OK done\r\n", hear(client, 24));
      try (var tls =
          (SSLSocket) trusting.sslSocketFactory().createSocket(client, "localhost", 143, true)) {
        say(tls, "A2 LOGIN jo secret\r\n");
        assertEquals("A2 OK done\r\n", hear(tls, 12));
      }
      assertEquals(
          List.of(
              new ScriptedServer.Heard(1, false, "A1 STARTTLS"),
              new ScriptedServer.Heard(1, true, "A2 LOGIN jo secret")),
          server.heard());
    }
  }

  @Test
  void everyConnectionHasItsOwnScriptAndOneMoreIsClosed() throws Exception {
    try (var server =
            ScriptedServer.start(
                new Script().says("* OK first").hangsUp(),
                new Script().says("* OK second").hangsUp());
        var first = connect(server);
        var second = connect(server);
        var third = connect(server)) {
      assertEquals("* OK first\r\n", hearAll(first));
      assertEquals("* OK second\r\n", hearAll(second));
      assertEquals("", hearAll(third));
      assertEquals(3, server.connections());
    }
  }

  @Test
  void complainsOfWhatIsNotInTheScript() throws Exception {
    var server = ScriptedServer.start(Script.greeting().answers("STARTTLS"));
    try (var client = connect(server)) {
      say(client, "A1 LOGIN jo secret\r\n");
      assertEquals("* OK ready\r\n", hearAll(client));
    }
    var complaint = assertThrows(AssertionError.class, server::close);
    assertEquals("connection 1: LOGIN jo secret instead of STARTTLS", complaint.getMessage());
  }

  private static Socket connect(ScriptedServer server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hear(Socket socket, int octets) throws IOException {
    return new String(socket.getInputStream().readNBytes(octets), StandardCharsets.US_ASCII);
  }

  /** All until it hangs up. */
  private static String hearAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
