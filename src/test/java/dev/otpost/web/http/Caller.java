package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends what it is told, octet by octet, and reads what a browser would. */
final class Caller implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  Caller(InetSocketAddress server) throws IOException {
    this(new Socket(server.getAddress(), server.getPort()));
  }

  Caller(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1024);
  }

  /** What came back: names of fields in lower case. */
  record Reply(int status, Map<String, String> fields, String body) {
    String field(String name) {
      return fields.getOrDefault(name, "");
    }

    /** The pair that a browser would send back. */
    String cookie() {
      return field("set-cookie").replaceFirst(";.*", "");
    }
  }

  Caller send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Asks with the fields, each in a line; Host is there if none is given. */
  static Reply ask(InetSocketAddress server, String method, String path, String... fields)
      throws IOException {
    return post(server, method, path, "", fields);
  }

  /** Likewise, with a body. */
  static Reply post(
      InetSocketAddress server, String method, String path, String body, String... fields)
      throws IOException {
    var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    for (var field : fields) {
      head.append(field).append("\r\n");
    }
    if (String.join("\n", fields).lines().noneMatch(it -> it.startsWith("Host:"))) {
      head.append("Host: localhost:").append(server.getPort()).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    try (var caller = new Caller(server)) {
      return caller.send(head + body).read(method.equals("HEAD"));
    }
  }

  /** Returns when something has come; it is not read. */
  void awaitMore() throws IOException {
    in.mark(1);
    in.read();
    in.reset();
  }

  Reply read() throws IOException {
    return read(false);
  }

  Reply read(boolean bodiless) throws IOException {
    var status = line();
    if (status.isEmpty()) {
      throw new IOException("it hung up");
    }
    var fields = new HashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = bodiless ? 0 : Integer.parseInt(fields.getOrDefault("content-length", "0"));
    return new Reply(
        Integer.parseInt(status.split(" ", -1)[1]),
        fields,
        new String(in.readNBytes(length), ISO_8859_1));
  }

  /** All that comes until the server hangs up. */
  String rest() throws IOException {
    var all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(ISO_8859_1);
  }

  /** How many octets come until the server hangs up, counted no further than this. */
  int readUpTo(int most) {
    int count = 0;
    var part = new byte[1 << 16];
    try {
      for (int read = in.read(part); read >= 0 && count < most; read = in.read(part)) {
        count += read;
      }
    } catch (IOException e) {
      return count;
    }
    return count;
  }

  /** Whether the server has hung up; waits until it does, or says something. */
  boolean isHungUp() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
