package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.jr.ob.JSON;

/** What the operator hears, and what of it he never does. */
class AlertsIT {

  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String JOHN = "john@example.com";

  @RegisterExtension final Stage stage = new Stage();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  AlertsIT() throws IOException {}

  /** Takes as long as an all-clear: the concern must be gone for five seconds. */
  @Test
  void hearsAtOnceAndOnceThatSkyvernRefusesTheKeyAndThatItTakesTheRightOne() throws Exception {
    var key = stage.folder().resolve("key");
    Files.writeString(key, "wrong");
    var daemon =
        stage.daemon(
            "SKYVERN_API_KEY",
            "",
            "OTPOST_SKYVERN_API_KEY_FILE",
            key.toString(),
            "OTPOST_ALERTS_WEBHOOK",
            hook() + "/s3cr3t");
    var mail = new Mail(1, JOHN);
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertEquals(250, client.send(JOHN, Stage.GATEWAY, mail.bytes()).code());
    }
    Until.holds("an alert", AT_ONCE, () -> !heard.isEmpty());
    assertEquals("raised skyvern_barred", told(0));
    var alerts = Product.run(stage.environment(), "alerts");
    assertEquals(69, alerts.exit(), alerts::toString);
    assertTrue(alerts.out().contains("HTTP 403"), alerts::toString);
    var status = Product.run(stage.environment(), "status");
    assertEquals(69, status.exit(), status::toString);
    assertTrue(status.out().contains("ALERT        Skyvern wants you to act"), status::toString);

    Files.writeString(key, Stage.KEY);
    daemon.hangUp();
    stage.skyvern().awaitCodes(1, SOON);
    Until.holds("an all-clear", SOON, () -> heard.size() > 1);
    assertEquals("cleared skyvern_barred", told(1));
    alerts = Product.run(stage.environment(), "alerts");
    assertEquals(0, alerts.exit(), alerts::toString);
    assertEquals(0, daemon.terminate());
    assertEquals(2, heard.size(), heard::toString);
    assertEquals(2, daemon.log().stream().filter(it -> it.contains(" alert state=")).count());
    for (var secret : List.of(mail.code(), "s3cr3t")) {
      assertFalse(heard.toString().contains(secret), heard::toString);
      assertFalse(daemon.log().toString().contains(secret));
    }
  }

  @Test
  void doesNotHearAgainAfterARestartWhatStandsAsBefore() throws Exception {
    stage.skyvern().apiKey("another");
    var daemon = stage.daemon("OTPOST_ALERTS_WEBHOOK", hook());
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertEquals(250, client.send(JOHN, Stage.GATEWAY, new Mail(1, JOHN).bytes()).code());
    }
    Until.holds("an alert", AT_ONCE, () -> !heard.isEmpty());
    // Told and written down: what is told in the moment of a kill may be told again.
    Until.holds(
        "a record of it",
        SOON,
        () -> Product.run(stage.environment(), "alerts").out().contains("told   webhook"));
    daemon.kill();
    daemon.restart();
    // Held for want of an identifier: heard of after anything of Skyvern would have been.
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertEquals(250, client.send("", Stage.GATEWAY, CONFIRMATION).code());
    }
    Until.holds("a second alert", SOON, () -> heard.size() > 1);
    assertEquals("raised gmail_confirmation", told(1));
    assertFalse(heard.toString().contains("99427480"), heard::toString);
    assertFalse(heard.toString().contains("ANGjdJ"), heard::toString);
  }

  private static final byte[] CONFIRMATION =
      """
      From: Gmail Team <forwarding-noreply@google.com>
      To: otp@gw.example.net
      Subject: (#99427480) Gmail Forwarding Confirmation - Receive Mail from john.doe@gmail.com
      Message-ID: <question@google.com>

      john.doe@gmail.com has requested to automatically forward mail to your email address.
      Confirmation code: 99427480
      https://mail-settings.google.com/mail/vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  /** A chat of the operator's: where it is. */
  private String hook() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    stage.with(() -> server.stop(0));
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String told(int number) {
    var body = JSON.std.mapFrom(heard.get(number));
    return body.get("state") + " " + body.get("kind");
  }
}
