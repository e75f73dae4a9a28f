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
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The client's side of an SMTP conversation: what it says, and what it expects to hear. */
final class Dialogue implements AutoCloseable {

  /** Long enough for a busy machine; a test that waits as long has failed. */
  private static final int PATIENCE = 10_000;

  private Socket socket = new Socket();
  private BufferedReader in;

  Dialogue(int port) throws IOException {
    this(port, 0);
  }

  /** With a receive buffer of this many bytes, 0 for the system's own. */
  Dialogue(int port, int receiveBuffer) throws IOException {
    this(port, receiveBuffer, "127.0.0.1");
  }

  /** One that will not be spoken to in the clear. */
  static Dialogue unheard(int port) throws IOException {
    return new Dialogue(port);
  }

  /** From this address of our own machine. */
  static Dialogue from(String address, int port) throws IOException {
    return new Dialogue(port, 0, address);
  }

  private Dialogue(int port, int receiveBuffer, String from) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE);
    in = reader();
  }

  private BufferedReader reader() throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Shakes hands in this version of TLS, whatever certificate is shown. */
  Dialogue secure(String... versions) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, null);
      var tls =
          (SSLSocket) context.getSocketFactory().createSocket(socket, "gw.example.com", 25, true);
      if (versions.length > 0) {
        tls.setEnabledProtocols(versions);
      }
      tls.startHandshake();
      socket = tls;
      in = reader();
      return this;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static final class Trusting extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
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

  /** What one read brings: all that was said in one write, as long as it is not much. */
  String hearAtOnce() throws IOException {
    var bytes = new byte[4096];
    int count = socket.getInputStream().read(bytes);
    return new String(bytes, 0, Math.max(count, 0), StandardCharsets.UTF_8);
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

  /** The listener has hung up or cut the connection, perhaps with octets that are no text. */
  void hearEnd() throws IOException {
    String line;
    do {
      line = line();
    } while (!line.equals("(hung up)") && !line.equals("(cut off)"));
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
