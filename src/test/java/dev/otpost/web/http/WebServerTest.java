package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Secret;
import dev.otpost.web.health.Health;
import dev.otpost.web.health.HealthEndpoint;
import dev.otpost.web.health.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void closeTheClient() {
    client.shutdownNow();
  }

  @Test
  void saysThatItIsUp() throws Exception {
    try (var web = start(() -> Health.UP)) {
      var response = send(web, "GET", "/healthz");

      assertEquals(200, response.statusCode());
      assertEquals("{\"status\":\"up\"}", response.body());
      assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
      assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    }
  }

  @Test
  void namesWhatIsDown() throws Exception {
    try (var web = start(() -> new Health(List.of("spool", "smtp")))) {
      var response = send(web, "GET", "/healthz");

      assertEquals(503, response.statusCode());
      assertEquals("{\"status\":\"down\",\"down\":[\"spool\",\"smtp\"]}", response.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "BREW"})
  void answersNoMethodButGet(String method) throws Exception {
    try (var web = start(() -> Health.UP)) {
      var response = send(web, method, "/healthz");

      assertEquals(405, response.statusCode());
      assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElse(""));
      assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/healthzy", "/healthz/", "/healthz/x", "//healthz"})
  void answersNoOtherPath(String path) throws Exception {
    try (var web = start(() -> Health.UP)) {
      assertEquals(404, send(web, "GET", path).statusCode());
    }
  }

  @Test
  void outlivesAFailureOfItsOwn() throws Exception {
    var health =
        new ArrayDeque<Supplier<Health>>(
            List.of(
                () -> {
                  throw new IllegalStateException("we fail");
                },
                () -> Health.UP));
    try (var web = start(() -> health.remove().get())) {
      assertEquals(500, send(web, "GET", "/healthz").statusCode());
      assertEquals(200, send(web, "GET", "/healthz").statusCode());
    }
  }

  @Test
  void saysWhichAddressItCannotHaveAndWhatToDo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings = new HttpSettings("127.0.0.1", taken.getLocalPort());
      var e = assertThrows(IOException.class, () -> WebServer.start(settings, List.of()));

      assertTrue(e.toString().contains("127.0.0.1, port " + taken.getLocalPort()), e::toString);
      assertTrue(e.toString().contains("http.port"), e::toString);
    }
  }

  @Test
  void saysThatAHostIsNotOneOfThisMachine() {
    for (var host : List.of("192.0.2.1", "nowhere.invalid")) {
      var settings = new HttpSettings(host, 0);
      var e = assertThrows(IOException.class, () -> WebServer.start(settings, List.of()));

      assertTrue(e.toString().contains(host), e::toString);
      assertTrue(e.toString().contains("http.host"), e::toString);
    }
  }

  @Test
  void whatIsKnownOfARequestIsShownWithoutCookiesTokensAndIdentifiers() {
    var guest =
        new Gate.Guest(
            new Request.Caller(
                "192.0.2.1", true, "https://a", Optional.of("csrf-S3cr3t"), true, true),
            Audience.OPERATOR,
            Optional.of("S3cr3t"),
            true,
            Optional.of("otpost=S3cr3t"),
            Gate.Keys.of(new HttpSettings.Access(new Secret("S3cr3t"), List.of())));
    var resource = Resource.get("/totp/{identifier}", Audience.OUTSIDE, _ -> Answer.empty(204));
    var here = new Resources.Found.Here(resource, Map.of("identifier", "john@S3cr3t.example"));

    for (var shown : List.of(guest, guest.caller(), here)) {
      assertFalse(shown.toString().contains("S3cr3t"), shown::toString);
    }
  }

  /** Its answer was begun as if another request might follow. */
  @Test
  void doesNotWaitForAnotherRequestOfWhoIsBeingAnsweredWhenItCloses() throws Exception {
    var large = "x".repeat(32 << 20);
    var web =
        WebServer.start(
            new HttpSettings("127.0.0.1", 0),
            List.of(Resource.get("/large", Audience.ANYBODY, _ -> Answer.text(200, large))));
    try (var caller = new Caller(web.address())) {
      caller.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
      caller.awaitMore();
      var closing = CompletableFuture.runAsync(web::close);
      awaitClosed(web.address());

      assertEquals(large.length(), caller.read().body().length());
      assertTimeoutPreemptively(
          Duration.ofSeconds(WebServer.CLOSE_SECONDS).dividedBy(2), () -> closing.get());
      assertTrue(caller.isHungUp());
    } finally {
      web.close();
    }
  }

  private static void awaitClosed(InetSocketAddress address) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          while (isOpen(address)) {
            Thread.onSpinWait();
          }
        });
  }

  private static boolean isOpen(InetSocketAddress address) {
    try (var _ = new Socket(address.getAddress(), address.getPort())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void closesInTimeThoughARequestHangsAndAnotherIsHalfSent() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var web =
        start(
            () -> {
              asked.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Health.UP;
            });
    try (var half = new Socket(web.address().getAddress(), web.address().getPort())) {
      half.getOutputStream().write("GET /hea".getBytes(US_ASCII));
      CompletableFuture<HttpResponse<String>> hanging =
          client.sendAsync(request(web, "GET", "/healthz"), BodyHandlers.ofString());
      asked.await();

      assertTimeoutPreemptively(Duration.ofSeconds(WebServer.CLOSE_SECONDS + 5), web::close);

      assertThrows(Exception.class, hanging::join);
    }
  }

  @Test
  void closesAtOnceWhenNobodyAsks() throws Exception {
    var web = start(() -> Health.UP);
    send(web, "GET", "/healthz");

    assertTimeoutPreemptively(Duration.ofMillis(1500), web::close);
  }

  private static WebServer start(Supplier<Health> health) throws IOException {
    return WebServer.start(
        new HttpSettings("127.0.0.1", 0),
        HealthEndpoint.resources(health, () -> new Readiness(List.of())));
  }

  private HttpResponse<String> send(WebServer web, String method, String path) throws Exception {
    return client.send(request(web, method, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(WebServer web, String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.address().getPort() + path))
        .method(method, BodyPublishers.noBody())
        .timeout(Duration.ofSeconds(20))
        .build();
  }
}
