package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.systemd.SocketOfSystemd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What systemd and Docker hear of the daemon. */
class ServiceIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension final Stage stage = new Stage();

  ServiceIT() throws IOException {}

  @Test
  void systemdIsToldWhenItListensHowItStandsAndWhenItEnds() throws Exception {
    var address = stage.folder().resolve("notify").toString();
    try (var systemd = new SocketOfSystemd(address)) {
      var daemon = stage.daemon("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "1000000");
      assertEquals("READY=1", systemd.next());
      assertEquals("STATUS=0 taken, 0 held, Skyvern answers", systemd.next("STATUS="));
      assertEquals("WATCHDOG=1", systemd.next("WATCHDOG="));

      SampleMail.forwarded(
              new Address("john@example.com"), new Address(Stage.GATEWAY), Instant.now())
          .send("127.0.0.1", daemon.smtpPort());
      stage.skyvern().awaitPosts(1, SOON);
      assertEquals("STATUS=1 taken, 0 held, Skyvern answers", systemd.next("STATUS="));

      daemon.hangUp();
      assertTrue(systemd.next("RELOADING=").startsWith("RELOADING=1 MONOTONIC_USEC="));
      assertEquals("READY=1", systemd.next("READY="));

      assertEquals(0, daemon.terminate());
      assertEquals("STOPPING=1", systemd.next("STOPPING="));
    }
  }

  @Test
  void systemdIsToldInALineWhyItDoesNotStart() throws Exception {
    var address = stage.folder().resolve("notify").toString();
    try (var systemd = new SocketOfSystemd(address)) {
      var environment = stage.environment("NOTIFY_SOCKET", address, "OTPOST_SMTP_PORT", "99999");
      environment.put("SKYVERN_API_KEY", "");
      assertEquals(78, Product.run(environment, "serve").exit());
      var status = systemd.next();
      assertTrue(
          status.startsWith("STATUS=The configuration is wrong: skyvern.api-key: write the API key")
              && status.contains("; smtp.port = 99999 (environment variable OTPOST_SMTP_PORT): "),
          status);
    }
  }

  /** A silent Skyvern is no reason to be killed. */
  @Tag("system")
  @Test
  void systemdHearsOfASilentSkyvernAndGoesOnHearingSignsOfLife() throws Exception {
    stage.skyvern().goDown();
    var address = "@otpost-story-" + stage.folder();
    try (var systemd = new SocketOfSystemd(address)) {
      var daemon = stage.daemon("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "1000000");
      SampleMail.forwarded(
              new Address("john@example.com"), new Address(Stage.GATEWAY), Instant.now())
          .send("127.0.0.1", daemon.smtpPort());
      assertTrue(daemon.awaitLine(line -> line.contains("unanswered"), SOON).isPresent());
      assertEquals(
          "STATUS=1 taken, 0 held, Skyvern: it does not answer",
          systemd.next("STATUS=1 taken, 0 held, Skyvern:"));
      assertEquals("WATCHDOG=1", systemd.next("WATCHDOG="));
    }
  }
}
