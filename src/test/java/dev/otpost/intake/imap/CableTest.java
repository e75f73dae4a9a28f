package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cable itself, for what is tested with it is only as true as it is. */
class CableTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Cable cable = Cable.to(listener.getLocalPort());
  private Socket client = new Socket();
  private Socket server = new Socket();

  CableTest() throws IOException {}

  @BeforeEach
  void connect() throws IOException {
    client = new Socket(InetAddress.getLoopbackAddress(), cable.port());
    client.setSoTimeout((int) SOON.toMillis());
    server = listener.accept();
    server.setSoTimeout((int) SOON.toMillis());
  }

  @AfterEach
  void close() throws IOException {
    cable.close();
    client.close();
    server.close();
    listener.close();
  }

  @Test
  void passesBothWaysAndRecordsWhatTheClientSaid() throws Exception {
    say(client, "A1 NOOP\r\n");
    assertEquals("A1 NOOP\r\n", hear(server, 9));
    say(server, "A1 OK\r\n");
    assertEquals("A1 OK\r\n", hear(client, 7));
    assertEquals("A1 NOOP\r\n", cable.said());
    assertEquals(1, cable.connections());
    assertEquals(1, cable.open());
  }

  @Test
  void whatIsHeldUpGoesOnLater() throws Exception {
    cable.hold();
    say(server, "* OK\r\n");
    say(client, "A1 NOOP\r\n");
    hearNothing(client);
    hearNothing(server);
    assertTrue(cable.await(() -> cable.said().equals("A1 NOOP\r\n"), SOON));
    cable.pass();
    assertEquals("* OK\r\n", hear(client, 6));
    assertEquals("A1 NOOP\r\n", hear(server, 9));
  }

  @Test
  void aNewConnectionIsHeldUpToo() throws Exception {
    cable.hold();
    try (var second = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
      say(second, "x");
      assertTrue(cable.await(() -> cable.connections() == 2, SOON));
      cable.pass();
      try (var accepted = listener.accept()) {
        assertEquals("x", hear(accepted, 1));
      }
    }
  }

  @Test
  void stopsBehindSoManyOctets() throws Exception {
    cable.holdAfter(5);
    say(server, "* OK");
    assertEquals("* OK", hear(client, 4));
    say(server, " ready\r\n");
    assertEquals(" ", hear(client, 1));
    hearNothing(client);
    cable.pass();
    assertEquals("ready\r\n", hear(client, 7));
  }

  @Test
  void stopsInTheMiddleOfALine() throws Exception {
    cable.halfALine("");
    say(server, "12345678\r\nnext\r\n");
    assertEquals("12345", hear(client, 5));
    hearNothing(client);
  }

  @Test
  void stopsInTheMiddleOfACertainLine() throws Exception {
    cable.halfALine("code");
    say(server, "1234\r\n12co");
    assertEquals("1234\r\n", hear(client, 6));
    say(server, "de78\r\nnext\r\n");
    assertEquals("12cod", hear(client, 5));
    hearNothing(client);
    cable.pass();
    assertEquals("e78\r\nnext\r\n", hear(client, 11));
  }

  @Test
  void swallowsLinesButNoOthers() throws Exception {
    cable.swallow("EXISTS");
    say(server, "* 1 FETCH\r\n* 2 EXI");
    assertEquals("* 1 FETCH\r\n", hear(client, 11));
    say(server, "STS\r\nA1 OK\r\n* 3 EXISTS\r\n+");
    assertEquals("A1 OK\r\n", hear(client, 7));
    hearNothing(client);
    server.close();
    assertEquals("+", hear(client, 1));
  }

  @Test
  void isLate() throws Exception {
    cable.late(Duration.ofMillis(150));
    long begin = System.nanoTime();
    say(server, "x");
    assertEquals("x", hear(client, 1));
    assertTrue(System.nanoTime() - begin >= 150_000_000);
  }

  @Test
  void dropsBothSides() throws Exception {
    cable.drop();
    assertEquals(-1, client.getInputStream().read());
    assertEquals(-1, server.getInputStream().read());
    assertEquals(0, cable.open());
  }

  @Test
  void dropsWhatItHolds() throws Exception {
    cable.hold();
    say(server, "x");
    cable.drop();
    assertEquals(-1, client.getInputStream().read());
    cable.pass();
    try (var again = new Socket(InetAddress.getLoopbackAddress(), cable.port());
        var accepted = listener.accept()) {
      say(accepted, "y");
      assertEquals("y", hear(again, 1));
    }
  }

  @Test
  void resets() throws Exception {
    cable.reset();
    assertThrows(SocketException.class, () -> client.getInputStream().read());
  }

  @Test
  void tellsEachSideThatTheOtherHungUp() throws Exception {
    client.close();
    assertEquals(-1, server.getInputStream().read());
    assertTrue(cable.await(() -> cable.open() == 0, SOON));
  }

  @Test
  void hangsUpWhenThereIsNoServer() throws Exception {
    listener.close();
    try (var second = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
      assertEquals(-1, second.getInputStream().read());
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hear(Socket socket, int octets) throws IOException {
    return new String(socket.getInputStream().readNBytes(octets), StandardCharsets.US_ASCII);
  }

  private static void hearNothing(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    socket.setSoTimeout((int) SOON.toMillis());
  }
}
