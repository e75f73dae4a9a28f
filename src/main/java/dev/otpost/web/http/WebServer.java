package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: answers what stands in the table of {@link Resource}s, and 404, 405 or 413 with
 * a sentence to everything else.
 */
public final class WebServer implements AutoCloseable {

  /** How long {@link #close} waits for answers that are under way, in seconds. */
  static final int CLOSE_SECONDS = 1;

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

  private final HttpServer server;
  private final ExecutorService requests;
  private final Resources resources;

  private WebServer(HttpServer server, ExecutorService requests, Resources resources) {
    this.server = server;
    this.requests = requests;
    this.resources = resources;
  }

  /**
   * Listens from now on.
   *
   * @throws IOException if the address cannot be had, with a message that says which and what to do
   */
  public static WebServer start(HttpSettings settings, List<Resource> resources)
      throws IOException {
    var server = bind(settings);
    var requests =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 1).factory());
    var web = new WebServer(server, requests, new Resources(resources));
    server.setExecutor(requests);
    // One context for all: the server's own would take /healthzier for /healthz.
    server.createContext("/", web::answer);
    server.start();
    return web;
  }

  /** Where it listens: the port is the one that was found if any was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Likewise for those outside; empty if they come to the operator's. */
  public Optional<InetSocketAddress> outsideAddress() {
    return Optional.empty();
  }

  /** From now on with the password and the tokens in these settings. */
  public void useAccessOf(HttpSettings settings) {}

  /** Takes no more requests, and cuts off those that are not answered after a short while. */
  @Override
  public void close() {
    server.stop(CLOSE_SECONDS);
    requests.shutdownNow();
  }

  private static HttpServer bind(HttpSettings settings) throws IOException {
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
      send(exchange, answerTo(exchange));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The server ends.
    }
  }

  private Answer answerTo(HttpExchange exchange) throws InterruptedException {
    try {
      return switch (resources.find(
          exchange.getRequestMethod(), exchange.getRequestURI().getRawPath())) {
        case Resources.Found.Here(var resource, var variables) ->
            answer(exchange, resource, variables);
        case Resources.Found.OtherMethod(var methods) ->
            Answer.problem(405, "Method not allowed", "ask with " + methods).with("Allow", methods);
        case Resources.Found.Nothing _ -> Answer.problem(404, "Not found", "there is nothing here");
      };
    } catch (IOException e) {
      log.atError().addKeyValue("because", e.getMessage()).log("http_unanswered");
      return Answer.problem(503, "Not now", "otpost cannot tell just now; its log says why");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("http_failed");
      return Answer.problem(500, "A fault of otpost", "otpost failed; its log says where");
    }
  }

  private static Answer answer(
      HttpExchange exchange, Resource resource, Map<String, String> variables)
      throws IOException, InterruptedException {
    var body = exchange.getRequestBody().readNBytes(resource.largest() + 1);
    if (body.length > resource.largest()) {
      return Answer.problem(
          413, "Too large", "send at most %d bytes".formatted(resource.largest()));
    }
    var headers = exchange.getRequestHeaders();
    return resource
        .endpoint()
        .answer(
            new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                variables,
                query(exchange),
                fields(headers),
                Body.of(body),
                caller(exchange)));
  }

  private static Request.Caller caller(HttpExchange exchange) {
    return new Request.Caller(
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        false,
        "http://" + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse(""),
        Optional.empty(),
        false);
  }

  private static Map<String, List<String>> query(HttpExchange exchange) {
    var query = new LinkedHashMap<String, List<String>>();
    var raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    for (var pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = Resources.decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = Resources.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (!pair.isEmpty() && name.isPresent() && value.isPresent()) {
        query.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
      }
    }
    return query;
  }

  private static Map<String, List<String>> fields(Headers headers) {
    var fields = new HashMap<String, List<String>>();
    headers.forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), values));
    return fields;
  }

  private static void send(HttpExchange exchange, Answer answer)
      throws IOException, InterruptedException {
    var headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    // An answer to HEAD has no body (RFC 9110 9.3.2).
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    switch (answer) {
      case Answer.Whole whole -> {
        if (!whole.type().isEmpty()) {
          headers.set("Content-Type", whole.type());
        }
        whole.fields().forEach(headers::set);
        boolean none = bodiless || whole.body().length() == 0;
        exchange.sendResponseHeaders(whole.status(), none ? -1 : whole.body().length());
        if (!none) {
          whole.body().writeTo(exchange.getResponseBody());
        }
      }
      case Answer.Events(var feed) -> {
        headers.set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, bodiless ? -1 : 0);
        if (!bodiless) {
          var out = exchange.getResponseBody();
          feed.tell(
              (name, data) -> {
                out.write("event: %s\ndata: %s\n\n".formatted(name, data).getBytes(UTF_8));
                out.flush();
              });
        }
      }
    }
  }
}
