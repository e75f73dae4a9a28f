package dev.otpost.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server on the loopback interface that says what it is told to say. */
final class ScriptedServer implements AutoCloseable {

  /** Said by none: the connection stays open. */
  static final String NOTHING = "";

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Map<String, String> script = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final Thread accepting;

  ScriptedServer() throws IOException {
    script.putAll(
        Map.of(
            "", "220 gw.example.com ESMTP otpost",
            "EHLO", "250 gw.example.com",
            "AUTH", "235 2.7.0 known",
            "MAIL", "250 2.1.0 ok",
            "RCPT", "250 2.1.5 ok",
            "DATA", "354 go on",
            ".", "250 2.0.0 kept",
            "QUIT", "221 2.0.0 goodbye"));
    accepting = Thread.startVirtualThread(this::accept);
  }

  /** From now on this is said to that; to a connection, if the verb is empty. */
  ScriptedServer says(String verb, String reply) {
    script.put(verb, reply);
    return this;
  }

  int port() {
    return server.getLocalPort();
  }

  /** All lines of all clients. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        clients.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException closed) {
      // which ends it
    }
  }

  private void serve(Socket client) {
    try (var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      say(client, "");
      boolean isMail = false;
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        if (isMail && !line.equals(".")) {
          continue;
        }
        var verb = line.split(" ", 2)[0];
        say(client, verb);
        if (verb.equals("STARTTLS")) {
          client.getOutputStream().write("what is no TLS\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        isMail = verb.equals("DATA") && script.getOrDefault("DATA", "").startsWith("354");
      }
    } catch (IOException closed) {
      // which ends it
    }
  }

  private void say(Socket client, String verb) throws IOException {
    var reply = script.getOrDefault(verb, "500 5.5.1 unknown");
    if (!reply.isEmpty()) {
      client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var client : clients) {
      client.close();
    }
    try {
      // The system keeps the port for as long as somebody waits on it.
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
