package dev.otpost.alerts;

import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import tools.jackson.jr.ob.JSON;

/**
 * Posts a notice as JSON, which Slack, Mattermost and Discord understand too. Follows no redirect.
 * The URL is as good as a password and is shown nowhere.
 */
record Webhook(String name, Secret url, Optional<Path> authorities, String host)
    implements Channel {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final MediaType APPLICATION_JSON = MediaType.get("application/json");

  @Override
  public String tell(Notice notice) throws IOException {
    var address = HttpUrl.parse(url.value());
    if (address == null) {
      throw new IOException("its URL is none");
    }
    var body = RequestBody.create(JSON.std.asBytes(object(notice)), APPLICATION_JSON);
    int status = post(new Request.Builder().url(address).post(body).build());
    if (status / 100 == 3) {
      throw new IOException("HTTP %d, a redirect, which is not followed".formatted(status));
    }
    if (status / 100 != 2) {
      throw new IOException("HTTP " + status);
    }
    return "HTTP " + status;
  }

  /** Alerts are rare: each has a client of its own, which keeps neither connection nor thread. */
  private int post(Request request) throws IOException {
    var trust = Trust.of(authorities);
    var http =
        new OkHttpClient.Builder()
            .callTimeout(CALL_TIMEOUT)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .sslSocketFactory(trust.sockets(), trust.manager())
            .build();
    try (var response = http.newCall(request).execute()) {
      return response.code();
    } catch (IOException e) {
      throw new IOException(Trouble.words(e), e);
    } finally {
      http.connectionPool().evictAll();
    }
  }

  private Map<String, Object> object(Notice notice) {
    var object = new LinkedHashMap<String, Object>();
    object.put("text", notice.text(host));
    object.put("content", notice.text(host));
    // Discord: nobody is called by name, whatever stands in the text.
    object.put("allowed_mentions", Map.of("parse", List.of()));
    object.putAll(notice.fields(host));
    return object;
  }
}
