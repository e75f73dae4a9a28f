package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Answer;
import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.web.metrics.Scrape;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus is told after a day with everything in it. */
class MetricsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Address JOHN = new Address("John.Doe@example.com");

  @RegisterExtension final Stage stage = new Stage();

  MetricsIT() throws IOException {}

  /** Takes as long as the life of the code that comes too late, and as what was told is fresh. */
  @Test
  void aDayIsToldAsItWas() throws Exception {
    var daemon = stage.daemon("OTPOST_DELIVERY_LIFETIME", "4s");
    int port = daemon.smtpPort();

    var delivered = code();
    delivered.send("127.0.0.1", port);
    awaitLine(daemon, " delivered id=");
    delivered.send("127.0.0.1", port); // The same again.
    awaitLine(daemon, " received_again ");

    stage.skyvern().answerNext(Answer.status(422));
    code().send("127.0.0.1", port);
    awaitLine(daemon, " refused id=");

    try (var client = new SmtpClient(port)) {
      client.send(Mail.FROM, "someone@elsewhere.example", new byte[0]);
      client.command("RSET");
      client.send("", Stage.GATEWAY, new byte[0]);
    }
    awaitLine(daemon, "state=held");

    stage.skyvern().goDown();
    code().send("127.0.0.1", port);
    awaitLine(daemon, " expired id=");

    var told = Scrape.of(daemon.httpPort());

    assertEquals(3, told.at("otpost_mails_total{source=\"smtp\",decision=\"deliver\"}"));
    assertEquals(1, told.at("otpost_mails_total{source=\"smtp\",decision=\"again\"}"));
    assertEquals(1, told.at("otpost_mails_total{source=\"smtp\",decision=\"hold\"}"));
    assertEquals(1, told.at("otpost_attempts_total{route=\"default\",outcome=\"delivered\"}"));
    assertEquals(1, told.at("otpost_attempts_total{route=\"default\",outcome=\"refused\"}"));
    assertTrue(told.at("otpost_attempts_total{route=\"default\",outcome=\"unanswered\"}") >= 1);
    for (var state : new String[] {"delivered", "refused", "expired"}) {
      assertEquals(1, told.at("otpost_deliveries{state=\"" + state + "\"}"), state);
      assertEquals(1, told.at("otpost_deliveries_ended_total{state=\"" + state + "\"}"), state);
    }
    assertEquals(1, told.at("otpost_deliveries{state=\"held\"}"));
    assertEquals(0, told.at("otpost_deliveries{state=\"pending\"}"));
    assertFalse(told.values().containsKey("otpost_oldest_pending_timestamp_seconds"));
    assertEquals(5, told.at("otpost_hop_seconds_count{hop=\"receipt_to_durable\"}"));
    assertEquals(3, told.at("otpost_hop_seconds_count{hop=\"durable_to_posted\"}"));
    assertEquals(1, told.at("otpost_hop_seconds_count{hop=\"receipt_to_answered\"}"));
    assertTrue(told.at("otpost_hop_seconds_sum{hop=\"receipt_to_answered\"}") < 30);
    assertEquals(1, told.at("otpost_skyvern_state{routes=\"default\",state=\"silent\"}"));
    assertTrue(told.at("otpost_skyvern_last_answer_timestamp_seconds{route=\"default\"}") > 1e9);
    assertEquals(5, told.at("otpost_smtp_mails_total{tls=\"false\"}"));
    assertEquals(
        1,
        told.at(
            "otpost_smtp_events_total{event=\"recipient_refused\",reason=\"unknown_recipient\"}"));
    assertTrue(told.at("otpost_smtp_connections_total") >= 5);
    assertEquals(1, told.at("otpost_smtp_listening"));
    assertTrue(told.at("otpost_spool_bytes") > 0);
    assertNobodyIsNamed(told);
  }

  private static void assertNobodyIsNamed(Scrape told) {
    for (var secret : new String[] {"john", "example", "127.0.0.1", "harbour", "@"}) {
      Predicate<String> names = series -> series.toLowerCase(Locale.ROOT).contains(secret);
      assertEquals(0, told.values().keySet().stream().filter(names).count(), secret);
    }
  }

  private static SampleMail code() {
    return SampleMail.forwarded(JOHN, new Address(Stage.GATEWAY), Instant.now());
  }

  private static void awaitLine(Daemon daemon, String part) {
    assertTrue(daemon.awaitLine(line -> line.contains(part), SOON).isPresent(), part);
  }
}
