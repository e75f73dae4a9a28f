package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The client's side of an SMTP conversation: what it says, and what it expects to hear. */
final class Dialogue implements AutoCloseable {

  /** Long enough for a busy machine; a test that waits as long has failed. */
  private static final int PATIENCE = 10_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;

  Dialogue(int port) throws IOException {
    this(port, 0);
  }

  /** With a receive buffer of this many bytes, 0 for the system's own. */
  Dialogue(int port, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Sends exactly this. */
  Dialogue send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends these lines, each ended by CRLF, in one go. */
  Dialogue sendLines(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n");
  }

  /** Sends exactly this. */
  Dialogue send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends each byte in a segment of its own. */
  Dialogue trickle(String text) throws IOException {
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      send(new byte[] {octet});
    }
    return this;
  }

  /** Sends a command line and hears a reply that begins like this. */
  String say(String line, String expected) throws IOException {
    send(line + "\r\n");
    return hear(expected);
  }

  /** Hears one reply, its lines joined by {@code \n}, and holds it against how it should begin. */
  String hear(String expected) throws IOException {
    var reply = new StringBuilder();
    String line;
    do {
      line = line();
      reply.append(reply.isEmpty() ? "" : "\n").append(line);
    } while (line.length() > 3 && line.charAt(3) == '-');
    assertTrue(
        reply.toString().startsWith(expected), () -> "heard " + reply + " instead of " + expected);
    return reply.toString();
  }

  private String line() throws IOException {
    try {
      return Objects.requireNonNullElse(in.readLine(), "(hung up)");
    } catch (SocketException e) {
      return "(cut off)";
    }
  }

  /** Listens for this long, in milliseconds, and says whether nothing was to be heard. */
  boolean hearsNothingFor(int millis) throws IOException {
    in.mark(1);
    socket.setSoTimeout(millis);
    try {
      in.read();
      in.reset();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE);
    }
  }

  /** The listener has nothing more to say and has closed the connection. */
  void hearHangUp() throws IOException {
    hear("(hung up)");
  }

  /** The listener has cut the connection without a word. */
  void hearCut() throws IOException {
    hear("(cut off)");
  }

  /** Nothing more will be sent, but replies can still be heard. */
  void endSending() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
