package dev.otpost.web.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.jr.ob.JSON;

/**
 * A run of Skyvern that fetches its code, as Skyvern does it: compact JSON in UTF-8, signed as it
 * is sent.
 *
 * @param key with which it signs
 */
public record Run(HttpClient client, int port, String key, String run, String task) {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The path for an identifier, encoded. */
  public static String path(String identifier) {
    return "/totp/" + URLEncoder.encode(identifier, UTF_8);
  }

  /** The code; empty if there is none. */
  public String code(String path) throws IOException, InterruptedException {
    var response = ask(path);
    if (response.statusCode() != 200) {
      throw new AssertionError("HTTP " + response.statusCode() + ": " + response.body());
    }
    var fields = JSON.std.mapFrom(response.body());
    if (!task.equals(fields.get("task_id"))) {
      throw new AssertionError("another task: " + fields.get("task_id"));
    }
    return String.valueOf(fields.get("verification_code"));
  }

  public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return send(
        path,
        "{\"task_id\":\"%s\",\"workflow_run_id\":\"%s\",\"workflow_permanent_id\":\"wpid_7\"}"
            .formatted(task, run));
  }

  /** Signs and sends this body. */
  public HttpResponse<String> send(String path, String body)
      throws IOException, InterruptedException {
    return send(path, body, signature(key, body));
  }

  public HttpResponse<String> send(String path, String body, String signature)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .header("x-skyvern-timestamp", "1795341600")
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8));
    if (!signature.isEmpty()) {
      request.header("x-skyvern-signature", signature);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static String signature(String key, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
