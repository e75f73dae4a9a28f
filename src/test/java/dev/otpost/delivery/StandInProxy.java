package dev.otpost.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy (RFC 9110 9.3.6, 9112 3.2.2) on a port of the loopback interface. */
final class StandInProxy implements AutoCloseable {

  private static final String ASKS =
      """
      HTTP/1.1 407 Proxy Authentication Required\r
      Proxy-Authenticate: Basic realm="x"\r
      Content-Length: 0\r
      \r
      """;

  private final ServerSocket socket;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile String wanted = "";
  private volatile String answer = "";

  private StandInProxy(ServerSocket socket) {
    this.socket = socket;
  }

  static StandInProxy open() throws IOException {
    var proxy = new StandInProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  /** From now on it asks for {@code Proxy-Authorization} with this in it. */
  StandInProxy wants(String credentials) {
    wanted = credentials;
    return this;
  }

  /** From now on it answers so itself. */
  StandInProxy answers(String statusLine) {
    answer = statusLine;
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The head of every request that it could read: those of CONNECT, and all in clear. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var head = head(client);
      heads.add(head);
      var target = head.split(" ", 3)[1];
      if (!wanted.isEmpty() && !head.contains("Proxy-Authorization: " + wanted + "\r\n")) {
        say(client, ASKS);
      } else if (!answer.isEmpty()) {
        say(client, answer + "\r\nContent-Length: 0\r\n\r\n");
      } else if (head.startsWith("CONNECT ")) {
        var there = URI.create("tunnel://" + target);
        var onward = new Socket(there.getHost(), there.getPort());
        say(client, "HTTP/1.1 200 Connection Established\r\n\r\n");
        Pump.between(client, onward);
      } else {
        var there = URI.create(target);
        var onward = new Socket(there.getHost(), there.getPort());
        onward
            .getOutputStream()
            .write(
                head.replaceFirst(" http://[^/]+/", " /")
                    .replaceAll("Proxy-Authorization: .*\r\n", "")
                    .getBytes(ISO_8859_1));
        Pump.between(client, onward);
      }
    } catch (IOException e) {
      // One of the two has gone.
    } finally {
      connections.remove(client);
    }
  }

  private static String head(Socket client) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = client.getInputStream().read();
      if (next < 0) {
        throw new IOException("gone");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static void say(Socket client, String words) throws IOException {
    client.getOutputStream().write(words.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (var connection : connections) {
      connection.close();
    }
  }
}
