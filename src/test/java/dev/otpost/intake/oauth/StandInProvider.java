package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A provider on this machine that answers what it is told to, in this order. */
public final class StandInProvider implements AutoCloseable {

  /** What it does with a request. */
  public interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Queue<Answering> script = new ConcurrentLinkedQueue<>();
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

  public StandInProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** The next answer. */
  public StandInProvider answers(int status, String body) {
    return does(
        exchange -> {
          var bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  public StandInProvider gives(String access, String refresh) {
    return answers(200, tokens(access, refresh));
  }

  public StandInProvider refuses(String error) {
    return answers(400, "{\"error\":\"%s\",\"error_description\":\"so it is\"}".formatted(error));
  }

  public StandInProvider does(Answering answering) {
    script.add(answering);
    return this;
  }

  /** With the path under {@code path}, so that one sees where it went. */
  public List<Map<String, String>> asked() {
    return List.copyOf(asked);
  }

  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** One with everything a provider may have. */
  public OAuthSettings.Provider provider() {
    return new OAuthSettings.Provider(
        at("/token"), Optional.of(at("/authorize")), Optional.of(at("/device")), "mail");
  }

  public Client client(String refreshToken) {
    return new Client(
        "john@example.com",
        provider(),
        "client-1",
        new Secret("s3cr3t-of-the-client"),
        new Secret(refreshToken));
  }

  public static String tokens(String access, String refresh) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600%s}"
        .formatted(access, refresh.isEmpty() ? "" : ",\"refresh_token\":\"" + refresh + "\"");
  }

  /** The fields of a form or of the query of a URL. */
  public static Map<String, String> fields(String form) {
    var fields = new LinkedHashMap<String, String>();
    for (var pair : form.split("&", -1)) {
      var parts = pair.split("=", 2);
      fields.put(
          URLDecoder.decode(parts[0], UTF_8),
          parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "");
    }
    return fields;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var fields = fields(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      fields.put("path", exchange.getRequestURI().getPath());
      asked.add(fields);
      Optional.ofNullable(script.poll())
          .orElse(unexpected -> unexpected.sendResponseHeaders(500, -1))
          .answer(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
