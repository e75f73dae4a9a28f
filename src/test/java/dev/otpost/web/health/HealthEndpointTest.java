package dev.otpost.web.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Secret;
import dev.otpost.web.health.Readiness.Check;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {

  private static final Check SPOOL = new Check("spool", true, true, "it can be written");
  private static final Check DEAF = new Check("mailboxes", false, true, "1 of 2: \"no\" answer");
  private static final Check SILENT = new Check("skyvern", false, false, "default: silent");

  /** Whoever asks is the operator. */
  private static final HttpSettings.Access OPEN = HttpSettings.Access.OPEN;

  /** Whoever asks is a stranger, for he shows no token. */
  private static final HttpSettings.Access CLOSED =
      new HttpSettings.Access(Secret.NONE, List.of(new Secret("x".repeat(24))));

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void closeTheClient() {
    client.shutdownNow();
  }

  private static WebServer start(
      Supplier<Health> health, Supplier<Readiness> readiness, HttpSettings.Access access)
      throws Exception {
    return WebServer.start(
        new HttpSettings("127.0.0.1", 0).with(access), HealthEndpoint.resources(health, readiness));
  }

  @Test
  void isReadyThoughSkyvernIsSilentAndSaysSo() throws Exception {
    try (var web = start(() -> Health.UP, () -> new Readiness(List.of(SPOOL, SILENT)), OPEN)) {
      var answer = get(web, "/readyz");
      assertEquals(200, answer.statusCode());
      assertEquals(
          "{\"status\":\"ready\",\"checks\":["
              + "{\"name\":\"spool\",\"ok\":true,\"vital\":true,\"reason\":\"it can be written\"},"
              + "{\"name\":\"skyvern\",\"ok\":false,\"vital\":false,\"reason\":\"default: silent\"}"
              + "]}",
          answer.body());
    }
  }

  @Test
  void isNotReadyWithoutWhatIsVitalAndAliveAllTheSame() throws Exception {
    try (var web = start(() -> Health.UP, () -> new Readiness(List.of(SPOOL, DEAF)), OPEN)) {
      assertEquals(503, get(web, "/readyz").statusCode());
      assertEquals(200, get(web, "/healthz").statusCode());
    }
  }

  @Test
  void tellsThoseOutsideNoReasons() throws Exception {
    try (var web =
        start(() -> new Health(List.of("spool")), () -> new Readiness(List.of(DEAF)), CLOSED)) {
      assertEquals("{\"status\":\"not_ready\"}", get(web, "/readyz").body());
      assertEquals("{\"status\":\"down\"}", get(web, "/healthz").body());
      assertEquals(503, get(web, "/healthz").statusCode());
    }
  }

  @Test
  void looksOnceThoughManyAskAtOnce() throws Exception {
    var looks = new AtomicInteger();
    try (var web =
        start(
            () -> Health.UP,
            () -> {
              looks.incrementAndGet();
              return new Readiness(List.of(SPOOL));
            },
            OPEN)) {
      long began = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        get(web, "/readyz");
      }
      long most = 1 + (System.nanoTime() - began) / HealthEndpoint.GIVEN_AGAIN.toNanos();
      assertEquals(true, looks.get() <= most, () -> looks + " looks");
    }
  }

  private HttpResponse<String> get(WebServer web, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(web.address().getPort(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
