package dev.otpost.web.api;

import dev.otpost.message.Secret;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** Asks an API of its own, over HTTP. */
final class Caller implements AutoCloseable {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private final WebServer web;
  private final HttpClient client = HttpClient.newHttpClient();

  Caller(Desk desk) throws IOException {
    var access = new HttpSettings.Access(Secret.NONE, List.of(new Secret(TOKEN)));
    web = WebServer.start(new HttpSettings("127.0.0.1", 0).with(access), Api.resources(desk));
  }

  /** What came back. */
  record Came(int status, String type, String body) {
    Map<String, Object> json() {
      return JSON.std.mapFrom(body);
    }

    String detail() {
      return String.valueOf(json().get("detail"));
    }
  }

  Came get(String path) throws IOException, InterruptedException {
    return send(to(path).GET());
  }

  Came post(String path) throws IOException, InterruptedException {
    return send(to(path).POST(BodyPublishers.noBody()));
  }

  Came post(String path, String type, String body) throws IOException, InterruptedException {
    return send(to(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  /** Whatever begins with a slash is asked as it is. */
  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d%s"
                    .formatted(
                        web.address().getPort(), path.startsWith("/") ? path : "/api/v1/" + path)))
        .header("Authorization", "Bearer " + TOKEN);
  }

  private Came send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Came(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  @Override
  public void close() {
    client.close();
    web.close();
  }
}
