package dev.otpost.story;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The plainest IMAP client there is (RFC 3501): one command, all the lines of its answer. */
final class ImapClient implements AutoCloseable {

  /** For one line. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Socket socket;
  private BufferedReader in;
  private int tag;

  private ImapClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    in = reader();
  }

  /** In the clear, greeted. */
  static ImapClient connect(int port) throws IOException {
    var client = new ImapClient(new Socket(InetAddress.getLoopbackAddress(), port));
    client.await("* OK");
    return client;
  }

  /** In TLS from the first octet on, greeted. */
  static ImapClient connectSecure(int port, SSLSocketFactory trusting) throws IOException {
    var client = new ImapClient(trusting.createSocket(InetAddress.getLoopbackAddress(), port));
    client.await("* OK");
    return client;
  }

  /** In TLS from now on. */
  void startTls(SSLSocketFactory trusting) throws IOException {
    expect("STARTTLS");
    var tls = (SSLSocket) trusting.createSocket(socket, "127.0.0.1", socket.getPort(), true);
    tls.startHandshake();
    socket = tls;
    in = reader();
  }

  /** The answer to a command, its tagged line last and without the tag. */
  List<String> command(String command) throws IOException {
    var name = send(command);
    var answer = new ArrayList<String>();
    while (true) {
      var line = line();
      if (line.startsWith(name)) {
        answer.add(line.substring(name.length()));
        return answer;
      }
      answer.add(line);
    }
  }

  /** The same, of one that must be answered with OK. */
  List<String> expect(String command) throws IOException {
    var answer = command(command);
    if (!answer.getLast().startsWith("OK")) {
      throw new IOException("no OK: " + answer);
    }
    return answer;
  }

  /** Asks to be told of what happens. */
  void idle() throws IOException {
    send("IDLE");
    await("+");
  }

  /** Ends that. */
  void done() throws IOException {
    write("DONE");
    await("A%d OK".formatted(tag));
  }

  /** The next line in which {@code text} stands; those before it are passed over. */
  String await(String text) throws IOException {
    String line;
    do {
      line = line();
    } while (!line.contains(text));
    return line;
  }

  /** The same, after a command that is not answered in full. */
  String await(String command, String text) throws IOException {
    send(command);
    return await(text);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String send(String command) throws IOException {
    tag++;
    write("A%d %s".formatted(tag, command));
    return "A%d ".formatted(tag);
  }

  private void write(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var line = in.readLine();
    if (line == null) {
      throw new EOFException("the server closed the connection");
    }
    return line;
  }

  private BufferedReader reader() throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
