package dev.otpost.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.jr.ob.JSON;

/**
 * The health check of the image, as it stands in the Dockerfile, against the product outside of a
 * container. It gets the path and the folder of programs that the image has, and nothing else.
 */
class ContainerIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Pattern CHECK =
      Pattern.compile("HEALTHCHECK .*--timeout=(\\d+)s .*\\\\\n  CMD (\\[.*])\n");

  @RegisterExtension final Stage stage = new Stage();

  private final Duration limit;
  private final List<String> command;

  ContainerIT() throws IOException {
    var found = CHECK.matcher(Files.readString(Path.of("Dockerfile")));
    assertTrue(found.find(), "the Dockerfile has no health check");
    limit = Duration.ofSeconds(Long.parseLong(found.group(1)));
    command = JSON.std.listOfFrom(String.class, found.group(2));
  }

  @Test
  void whatLivesIsHealthyAndWhatHasEndedIsNot() throws Exception {
    var daemon = stage.daemon();
    int port = daemon.httpPort();
    assertEquals(0, check(port));

    daemon.terminate();
    assertNotEquals(0, check(port));
  }

  /** Takes as long as the check waits for an answer. */
  @Test
  void whatHangsIsUnhealthyWithinTheTimeThatDockerGivesTheCheck() throws Exception {
    var daemon = stage.daemon();
    int port = daemon.httpPort();
    signal("STOP", daemon);
    assertNotEquals(0, check(port));

    signal("CONT", daemon);
    assertEquals(0, check(port));
  }

  /** Whoever starts it anew gives it no other disk. */
  @Test
  void whatLivesAndCannotDoItsWorkIsHealthy() throws Exception {
    var daemon = stage.daemon();
    int port = daemon.httpPort();
    var database = stage.spool().resolve("spool.db");
    Files.move(database, stage.folder().resolve("away"));
    Until.holds("it is not ready", SOON, () -> status(port, "/readyz") == 503);
    assertEquals(0, check(port));
  }

  @Test
  void whatSaysThatItIsDownIsUnhealthy() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          var body = "{\"status\":\"down\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      assertNotEquals(0, check(server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatSpeaksHttpsIsHealthyAsLongAsItsPortIsOpen() throws Exception {
    var certificate = stage.folder().resolve("certificate.pem");
    var held = new HeldCertificate.Builder().commonName("otpost").build();
    Files.writeString(certificate, held.certificatePem() + held.privateKeyPkcs8Pem());
    var daemon =
        stage.daemon(
            "OTPOST_HTTP_TLS", "true", "OTPOST_SMTP_TLS_CERTIFICATE", certificate.toString());
    int port = daemon.httpPort();
    assertEquals(0, check(port, "OTPOST_HTTP_TLS", "true"));

    daemon.terminate();
    assertNotEquals(0, check(port, "OTPOST_HTTP_TLS", "true"));
  }

  /** The exit code; it ends by itself in the time that Docker gives it, or the test fails. */
  private int check(int port, String... more) throws IOException, InterruptedException {
    var environment =
        new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "OTPOST_HTTP_PORT", Integer.toString(port)));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    var call =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    call.environment().clear();
    call.environment().putAll(environment);
    var process = call.start();
    try {
      assertTrue(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS), "it does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int status(int port, String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static void signal(String name, Daemon daemon) throws Exception {
    Product.finish(new ProcessBuilder("kill", "-" + name, Long.toString(daemon.pid())));
  }
}
