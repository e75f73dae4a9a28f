package dev.otpost.doctor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One session with an SMTP server. Whatever the server does, a call ends within the limit. For one
 * thread.
 */
final class SmtpClient implements AutoCloseable {

  private static final int LONGEST_LINE = 1_000;
  private static final int MOST_LINES = 100;

  private final Socket connection;
  private final Duration limit;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private long deadline;

  private SmtpClient(Socket connection, Duration limit) throws IOException {
    this.connection = connection;
    this.limit = limit;
    this.socket = connection;
    this.in = new BufferedInputStream(connection.getInputStream());
    this.out = connection.getOutputStream();
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /**
   * Connected; nothing is said yet.
   *
   * @param limit for this, and for each answer
   */
  static SmtpClient connect(String host, int port, Duration limit) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(host), port), (int) limit.toMillis());
      socket.setTcpNoDelay(true);
      return new SmtpClient(socket, limit);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Says first who it is, as a load balancer does (version 1 of the PROXY protocol). */
  void introduce() throws IOException {
    var local = connection.getLocalAddress().getHostAddress().replaceFirst("%.*", "");
    send(
        "PROXY TCP%s %s %s %d %d"
            .formatted(
                local.indexOf(':') >= 0 ? "6" : "4",
                local,
                connection.getInetAddress().getHostAddress().replaceFirst("%.*", ""),
                connection.getLocalPort(),
                connection.getPort()));
  }

  /** A command without its end of line, and what is said to it. */
  SmtpReply say(String command) throws IOException {
    send(command);
    return read();
  }

  /** What is said: also, unasked, at the beginning. */
  SmtpReply read() throws IOException {
    deadline = System.nanoTime() + limit.toNanos();
    var lines = new ArrayList<String>();
    while (lines.size() < MOST_LINES) {
      var line = line();
      if (!line.matches("[2-5][0-9]{2}(?:[ -].*)?")) {
        throw new IOException("what answers there does not speak SMTP");
      }
      lines.add(line.substring(Math.min(4, line.length())));
      if (line.length() < 4 || line.charAt(3) == ' ') {
        return new SmtpReply(Integer.parseInt(line.substring(0, 3)), lines);
      }
    }
    throw new IOException("the answer does not end");
  }

  /** The mail, and the final dot. */
  SmtpReply mail(byte[] mail) throws IOException {
    out.write(mail);
    send(".");
    return read();
  }

  /** From here on encrypted, whoever the other is; what it shows to prove that. */
  X509Certificate secure(String host) throws IOException {
    var seen = new Seen();
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {seen}, null);
      var secured =
          (SSLSocket)
              context.getSocketFactory().createSocket(connection, host, connection.getPort(), true);
      secured.setSoTimeout((int) limit.toMillis());
      secured.startHandshake();
      socket = secured;
      in = new BufferedInputStream(secured.getInputStream());
      out = secured.getOutputStream();
      return seen.chain.getFirst();
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot encrypt", e);
    }
  }

  SmtpReply login(Login login) throws IOException {
    var words = "\0" + login.user() + "\0" + login.password().value();
    return say(
        "AUTH PLAIN " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private void send(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (line.length() == LONGEST_LINE) {
        throw new IOException("the answer does not end");
      }
      if (c >= ' ' && c < 0x7f) {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private int next() throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("no answer");
    }
    socket.setSoTimeout((int) left);
    int c = in.read();
    if (c < 0) {
      throw new IOException("the connection was cut");
    }
    return c;
  }

  /** Believes everybody: what is shown is looked at afterwards. */
  private static final class Seen implements X509TrustManager {

    private List<X509Certificate> chain = List.of();

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String kind) {
      chain = List.of(shown);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String kind) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
