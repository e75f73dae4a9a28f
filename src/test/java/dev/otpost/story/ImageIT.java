package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The image, built from the Dockerfile and run. */
@Tag("system")
class ImageIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final long MB = 1_000_000;

  private static Image image = new Image(Path.of(""));

  @RegisterExtension final Stage stage = new Stage();

  ImageIT() throws IOException {}

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    Needs.program("runc", "runc");
    image = Image.build();
  }

  @Test
  void takesMailInAndPostsItOnARootThatCannotBeWrittenAndEndsAsItIsTold() throws Exception {
    var container = stage.with(new Container(image, stage.folder().resolve("one"), Stage.KEY));
    var settings = settings();
    var daemon = stage.daemonOf(container.run(settings));
    send(daemon, 1);

    assertEquals(0, Product.finish(container.exec(healthCheck())).exit());
    var queue = Product.finish(container.exec(List.of("otpost", "queue", "list")));
    assertTrue(queue.out().contains("delivered"), queue::toString);
    // What is there for a crash only.
    var written = Product.finish(container.exec(List.of("sh", "-c", "echo /tmp/*")));
    assertEquals("/tmp/*\n", written.out());

    assertEquals(0, daemon.terminate());
    daemon.restart();
    send(daemon, 2);
    assertEquals(0, daemon.terminate());
    try (var left = Files.list(stage.folder().resolve("one/volume"))) {
      assertTrue(left.anyMatch(file -> file.endsWith("spool.db")));
    }
  }

  /**
   * With the cache or not at all, for without it otpost starts in twice the time and says nothing.
   */
  @Test
  void theJarsAreAsOldAsTheCacheWantsThem() throws Exception {
    var jar = image.root().resolve("opt/otpost/lib/otpost.jar");
    assertEquals(0, startWithCacheOnly("as-built"));

    var time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    assertNotEquals(0, startWithCacheOnly("newer"));
    Files.setLastModifiedTime(jar, time);
  }

  @Test
  void isSmall() throws IOException {
    System.out.printf("image: %d bytes on disk, %d pulled%n", image.unpacked(), image.pulled());
    assertTrue(image.unpacked() < 120 * MB, "on disk");
    assertTrue(image.pulled() < 60 * MB, "as pulled");
  }

  @Test
  void saysWhatItIs() throws IOException {
    var configuration = image.configuration();
    var labels = configuration.entries("Labels");
    assertEquals("otpost", labels.get("org.opencontainers.image.title"));
    assertEquals("tested", labels.get("org.opencontainers.image.revision"));
    assertEquals("10001:10001", configuration.leaf("User"));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(image.root().resolve("var/lib/otpost"))));
    assertEquals(10001, Files.getAttribute(image.root().resolve("var/lib/otpost"), "unix:uid"));
  }

  private int startWithCacheOnly(String name) throws Exception {
    var container = stage.with(new Container(image, stage.folder().resolve(name), Stage.KEY));
    return Product.finish(
            container.run(
                Map.of("OTPOST_JAVA_OPTS", "-XX:AOTMode=on"), List.of("otpost", "--version")))
        .exit();
  }

  private Map<String, String> settings() throws IOException {
    return Map.of(
        "OTPOST_SMTP_HOST", "127.0.0.1",
        "OTPOST_SMTP_PORT", "0",
        "OTPOST_HTTP_PORT", Integer.toString(Ports.free()),
        "OTPOST_SMTP_HOSTNAME", "gw.example.net",
        "OTPOST_SMTP_RECIPIENTS", Stage.GATEWAY,
        "OTPOST_SKYVERN_API_KEY_FILE", "/run/secrets/skyvern.api-key",
        "SKYVERN_BASE_URL", stage.skyvern().uri().toString());
  }

  private void send(Daemon daemon, int posts) throws Exception {
    var john = new Address("john@example.com");
    SampleMail.forwarded(john, new Address(Stage.GATEWAY), Instant.now())
        .send("127.0.0.1", daemon.smtpPort());
    stage.skyvern().awaitPosts(posts, SOON);
  }

  /** As an engine runs it. */
  private List<String> healthCheck() throws IOException {
    var words = new ArrayList<>(image.configuration().words("Healthcheck/Test"));
    assertEquals("CMD", words.removeFirst());
    return words;
  }
}
