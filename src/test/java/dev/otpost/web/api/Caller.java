package dev.otpost.web.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Secret;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.jr.ob.JSON;

/** Asks an API of its own, over HTTP. */
final class Caller implements AutoCloseable {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private static final Pattern TYPE = Pattern.compile("(?i)\r\nContent-Type: (?<type>[^\r]+)");

  private final WebServer web;
  private final HttpClient client = HttpClient.newHttpClient();

  Caller(Desk desk) throws IOException {
    this(desk, new HttpSettings.Access(Secret.NONE, List.of(new Secret(TOKEN))));
  }

  /** One whom everybody may ask. */
  static Caller ofAnOpenServer(Desk desk) throws IOException {
    return new Caller(desk, HttpSettings.Access.OPEN);
  }

  private Caller(Desk desk, HttpSettings.Access access) throws IOException {
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

  /** As somebody who shows no token, but these fields, a name and a value each. */
  Came stranger(String method, String path, String... fields)
      throws IOException, InterruptedException {
    var request = request(path).method(method, BodyPublishers.noBody());
    return send(fields.length == 0 ? request : request.headers(fields));
  }

  /** As somebody who calls the server so, and shows his token. */
  Came byName(String host, String method, String path) throws IOException {
    try (var socket = new Socket(web.address().getAddress(), web.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                  .formatted(method, path, host, TOKEN)
                  .getBytes(US_ASCII));
      var parts = new String(socket.getInputStream().readAllBytes(), UTF_8).split("\r\n\r\n", 2);
      var type = TYPE.matcher(parts[0]);
      return new Came(
          Integer.parseInt(parts[0].split(" ", 3)[1]),
          type.find() ? type.group("type") : "",
          parts[1]);
    }
  }

  private HttpRequest.Builder to(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  /** Whatever begins with a slash is asked as it is. */
  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create(
            "http://127.0.0.1:%d%s"
                .formatted(
                    web.address().getPort(), path.startsWith("/") ? path : "/api/v1/" + path)));
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
