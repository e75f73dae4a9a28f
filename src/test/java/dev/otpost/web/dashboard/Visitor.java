package dev.otpost.web.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.web.desk.Desk;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** Looks at a dashboard of its own over HTTP, and posts its forms as a browser does. */
final class Visitor implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"");

  private final WebServer web;
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  Visitor(Desk desk) throws IOException {
    this(desk, HttpSettings.Limits.DEFAULT);
  }

  Visitor(Desk desk, HttpSettings.Limits limits) throws IOException {
    web =
        WebServer.start(
            new HttpSettings("127.0.0.1", 0).with(limits),
            Dashboard.resources(desk, () -> FakeDesk.NOW));
  }

  HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  /** What would be answered, by HEAD. */
  HttpResponse<Void> ask(String path) throws Exception {
    return client.send(request(path).HEAD().build(), BodyHandlers.discarding());
  }

  /** With the token of a form that it was shown. */
  HttpResponse<String> post(String path) throws Exception {
    var csrf = CSRF.matcher(get("/test").body());
    assertTrue(csrf.find());
    return client.send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", "http://127.0.0.1:" + web.address().getPort())
            .POST(BodyPublishers.ofString("csrf=" + URLEncoder.encode(csrf.group(1), UTF_8)))
            .build(),
        BodyHandlers.ofString());
  }

  /** The stream of events, as it comes. */
  HttpResponse<InputStream> listen() throws Exception {
    return client.send(request("/events").build(), BodyHandlers.ofInputStream());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.address().getPort() + path))
        .header("Accept", "text/html")
        .timeout(LIMIT);
  }

  @Override
  public void close() {
    client.shutdownNow();
    web.close();
  }
}
