package dev.otpost.story;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The plainest SMTP client there is (RFC 5321): one command, one reply, no pipelining, no
 * extensions. It never says more than the server said yes to, so that a 250 means what it means.
 */
final class SmtpClient implements AutoCloseable {

  /** For one reply. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket = new Socket();
  private final BufferedReader in;
  private final OutputStream out;
  private long lastDot;

  /** What the server said to a mail. */
  record Reply(int code, String line) {
    boolean isYes() {
      return code == 250;
    }
  }

  SmtpClient(int port) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = socket.getOutputStream();
    expect(220, read());
    expect(250, command("EHLO client.example"));
  }

  /**
   * Sends a mail.
   *
   * @param mail lines ended by CRLF
   * @return the reply to the final dot, or the first one that was no yes
   * @throws IOException if the connection broke: whether the mail was taken is not known
   */
  Reply send(String mailFrom, String rcptTo, byte[] mail) throws IOException {
    for (var step : new String[] {"MAIL FROM:<" + mailFrom + ">", "RCPT TO:<" + rcptTo + ">"}) {
      var reply = command(step);
      if (!reply.isYes()) {
        return reply;
      }
    }
    var ready = command("DATA");
    if (ready.code() != 354) {
      return ready;
    }
    // Line by line and without a copy, for fifty large ones may be under way.
    var buffered = new BufferedOutputStream(out, 64 * 1024);
    int start = 0;
    for (int i = 0; i < mail.length; i++) {
      if (mail[i] == '.' && (i == 0 || (mail[i - 1] == '\n' && i > 1 && mail[i - 2] == '\r'))) {
        buffered.write(mail, start, i - start);
        buffered.write('.');
        start = i;
      }
    }
    buffered.write(mail, start, mail.length - start);
    boolean ended =
        mail.length > 1 && mail[mail.length - 1] == '\n' && mail[mail.length - 2] == '\r';
    buffered.write((ended ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII));
    buffered.flush();
    lastDot = System.nanoTime();
    return read();
  }

  /** When the final dot of the last mail had been written, by {@link System#nanoTime()}. */
  long lastDot() {
    return lastDot;
  }

  Reply command(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    return read();
  }

  /** Without QUIT. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Reply read() throws IOException {
    var deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      var line = in.readLine();
      if (line == null) {
        throw new EOFException("the server closed the connection");
      }
      if (!line.matches("\\d{3}-.*")) {
        return new Reply(Integer.parseInt(line.substring(0, 3)), line);
      }
    }
    throw new IOException("a reply without end");
  }

  private static void expect(int code, Reply reply) throws IOException {
    if (reply.code() != code) {
      throw new IOException("not a %d: %s".formatted(code, reply.line()));
    }
  }
}
