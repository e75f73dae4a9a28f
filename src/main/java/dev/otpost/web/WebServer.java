package dev.otpost.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of otpost: {@code GET /health} says 200 when all is well, and 503 with the names
 * of what is down when not. Everything else is 404 or 405.
 */
public final class WebServer implements AutoCloseable {

  /** How long {@link #close} waits for answers that are under way, in seconds. */
  static final int CLOSE_SECONDS = 1;

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

  private final HttpServer server;
  private final ExecutorService requests;
  private final Supplier<Health> health;

  private WebServer(HttpServer server, ExecutorService requests, Supplier<Health> health) {
    this.server = server;
    this.requests = requests;
    this.health = health;
  }

  /**
   * Listens from now on.
   *
   * @param health asked at every request, by any number of threads at once; should answer at once
   * @throws IOException if the address cannot be had, with a message that says which and what to do
   */
  public static WebServer start(WebSettings settings, Supplier<Health> health) throws IOException {
    var server = bind(settings);
    var requests =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 1).factory());
    var web = new WebServer(server, requests, health);
    server.setExecutor(requests);
    // One context for all: the server's own would take /healthy for /health.
    server.createContext("/", web::answer);
    server.start();
    return web;
  }

  /** Where it listens: the port is the one that was found if any was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Takes no more requests, and cuts off those that are not answered after a short while. */
  @Override
  public void close() {
    server.stop(CLOSE_SECONDS);
    requests.shutdownNow();
  }

  private static HttpServer bind(WebSettings settings) throws IOException {
    var address = new InetSocketAddress(settings.host(), settings.port());
    try {
      if (address.isUnresolved()) {
        throw new IOException("no such host");
      }
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for HTTP on %s, port %d (%s)"
                  .formatted(settings.host(), settings.port(), e.getMessage())
              + ": set http.host and http.port to an address of this machine and a free port",
          e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("http_failed");
        send(exchange, 500, "{\"error\":\"otpost failed; its log says where\"}");
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/health")) {
      send(exchange, 404, "{\"error\":\"there is nothing here; ask for /health\"}");
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      send(exchange, 405, "{\"error\":\"ask with GET\"}");
    } else {
      sendHealth(exchange, health.get());
    }
  }

  private static void sendHealth(HttpExchange exchange, Health health) throws IOException {
    if (health.isUp()) {
      send(exchange, 200, "{\"status\":\"up\"}");
    } else {
      var down = health.down().stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
      send(exchange, 503, "{\"status\":\"down\",\"down\":" + down + "}");
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    var body = json.getBytes(UTF_8);
    // An answer to HEAD has no body (RFC 9110 9.3.2); -1 stands for none.
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
