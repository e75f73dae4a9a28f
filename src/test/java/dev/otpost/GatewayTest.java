package dev.otpost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewayTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");

  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  GatewayTest() {}

  @BeforeEach
  void open() throws IOException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, CLOCK);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void saysYesToAMailThatIsInTheSpoolWithItsIdentifier() throws IOException {
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    var reply = gateway(Duration.ofMinutes(15)).receive(envelope(mail.mailFrom()), mail.bytes());
    long id = assertInstanceOf(Reply.Accepted.class, reply).ids().getFirst();
    try (var queue = Queue.open(settings, CLOCK)) {
      var entry = queue.find(id).orElseThrow();
      assertEquals(State.PENDING, entry.state());
      assertEquals("john@example.com", entry.identifier().orElseThrow().value());
    }
  }

  @Test
  void saysYesToTheSameMailAgainByItsFirstName() {
    var gateway = gateway(Duration.ofMinutes(15));
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    var first = gateway.receive(envelope(mail.mailFrom()), mail.bytes());
    assertEquals(first, gateway.receive(envelope(mail.mailFrom()), mail.bytes()));
  }

  @Test
  void saysNoYesWithoutTheSpool() {
    spool.close();
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    var reply = gateway(Duration.ofMinutes(15)).receive(envelope(mail.mailFrom()), mail.bytes());
    assertInstanceOf(Reply.TryLater.class, reply);
  }

  @Test
  void keepsAMailForTheOperatorWhenItsRulesFail() throws IOException {
    // No instant is so far away: the router cannot say when the life of the code ends.
    var failing = gateway(Duration.ofSeconds(Long.MAX_VALUE));
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    var reply = failing.receive(envelope(mail.mailFrom()), mail.bytes());
    long id = assertInstanceOf(Reply.Accepted.class, reply).ids().getFirst();
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(State.HELD, queue.find(id).orElseThrow().state());
      assertEquals(mail.bytes().length, queue.raw(id).orElseThrow().length);
    }
  }

  private Gateway gateway(Duration lifetime) {
    var recipients = new Recipients(List.of(GATEWAY.value()));
    return new Gateway(
        new MessageParser(), new Router(new RoutingSettings(recipients, lifetime)), spool, CLOCK);
  }

  private static Envelope envelope(String mailFrom) {
    return new Envelope(Source.SMTP, mailFrom, List.of(GATEWAY), "192.0.2.1", NOW);
  }
}
