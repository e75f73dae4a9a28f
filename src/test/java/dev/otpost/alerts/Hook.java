package dev.otpost.alerts;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.jr.ob.JSON;

/** A chat that takes JSON, answering what it is told to and else 200. */
final class Hook implements AutoCloseable {

  private final HttpServer server;
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<Map<String, Object>> bodies = new CopyOnWriteArrayList<>();

  Hook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          bodies.add(JSON.std.mapFrom(body));
          var status = statuses.poll();
          exchange.getResponseHeaders().set("Location", url("/other"));
          exchange.sendResponseHeaders(status == null ? 200 : status, -1);
          exchange.close();
        });
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  void answerNext(int status) {
    statuses.add(status);
  }

  List<String> paths() {
    return paths;
  }

  List<Map<String, Object>> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
