package dev.otpost.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A provider's token server (RFC 6749): gives access tokens for one refresh token, and tells a mail
 * server whose an access token is.
 */
final class Tokens implements AutoCloseable {

  static final String REFRESH_TOKEN = "1//refresh-Tq5mXw8Z";
  static final String CLIENT = "otpost-of-a-story";

  private final String user;
  private final HttpServer server;
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final Set<String> good = ConcurrentHashMap.newKeySet();

  private Tokens(String user) throws IOException {
    this.user = user;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/whose", this::whose);
    server.start();
  }

  /** Listening on the loopback interface; all tokens are this user's. */
  static Tokens of(String user) throws IOException {
    return new Tokens(user);
  }

  /** The token endpoint. */
  URI endpoint() {
    return uri("/token");
  }

  /** Says whose the token that is appended is; 401 if it is not good. */
  URI whose() {
    return uri("/whose?access_token=");
  }

  /** An access token, without being asked by HTTP. */
  String giveOne() {
    var token = "ya29.access-%d-%s".formatted(given.size() + 1, "Zr7kPq".repeat(200));
    given.add(token);
    good.add(token);
    return token;
  }

  /** The access tokens given so far, the oldest first. */
  List<String> given() {
    return List.copyOf(given);
  }

  /** Those given so far are good no more. */
  void revoke() {
    good.clear();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
  }

  private void token(HttpExchange call) throws IOException {
    var form =
        URLDecoder.decode(
            new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            StandardCharsets.UTF_8);
    if (!List.of(form.split("&", -1)).contains("refresh_token=" + REFRESH_TOKEN)) {
      answer(call, 400, "{\"error\": \"invalid_grant\"}");
      return;
    }
    answer(
        call,
        200,
        "{\"access_token\": \"%s\", \"expires_in\": 3599, \"token_type\": \"Bearer\"}"
            .formatted(giveOne()));
  }

  private void whose(HttpExchange call) throws IOException {
    if (good.contains(call.getRequestURI().getQuery().replaceFirst("^access_token=", ""))) {
      answer(call, 200, "{\"email\": \"%s\"}".formatted(user));
    } else {
      answer(call, 401, "{\"error\": \"invalid_token\"}");
    }
  }

  private static void answer(HttpExchange call, int status, String json) throws IOException {
    try (call) {
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", "application/json");
      call.sendResponseHeaders(status, bytes.length);
      call.getResponseBody().write(bytes);
    }
  }
}
