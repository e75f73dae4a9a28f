package dev.otpost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Kind;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class GatewayTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");

  private static final String LINK =
      "https://mail-settings.google.com/mail/vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I";

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  GatewayTest() {}

  @BeforeEach
  void open() throws IOException {
    lines.start();
    gatewayLog().addAppender(lines);
    gatewayLog().setLevel(Level.INFO);
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, CLOCK);
  }

  @AfterEach
  void close() {
    spool.close();
    gatewayLog().detachAppender(lines);
    gatewayLog().setLevel(null);
  }

  private static Logger gatewayLog() {
    return (Logger) LoggerFactory.getLogger(Gateway.class);
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

  @Test
  void showsGmailsQuestionInTheLogAtOnceAndOnce() throws IOException {
    var question = question();
    var gateway = gateway(Duration.ofMinutes(15));
    var reply = gateway.receive(envelope("forwarding-noreply@google.com"), question);
    gateway.receive(envelope("forwarding-noreply@google.com"), question);
    long id = assertInstanceOf(Reply.Accepted.class, reply).ids().getFirst();
    assertEquals(
        List.of(
            "gmail_confirmation id=%d mailbox=john.doe@gmail.com code=99427480 link=%s"
                .formatted(id, LINK)),
        said("gmail_confirmation "));
    assertTrue(said("received ").getFirst().contains("kind=gmail_confirmation"));
    assertFalse(said("received").toString().contains("99427480"));
    assertFalse(said("received").toString().contains("vf-"));
    try (var queue = Queue.open(settings, CLOCK)) {
      var entry = queue.find(id).orElseThrow();
      assertEquals(State.HELD, entry.state());
      assertEquals(Kind.GMAIL_CONFIRMATION, entry.kind());
    }
  }

  @Test
  void saysForWhatItTookAMailAndWhy() {
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    gateway(Duration.ofMinutes(15)).receive(envelope(mail.mailFrom()), mail.bytes());
    var line = said("received ").getFirst();
    assertTrue(line.contains(" kind="), line);
    assertTrue(line.contains(" evidence="), line);
    assertFalse(line.contains(mail.code()), line);
  }

  @Test
  void keepsABounceThatItDoesNotPost() throws IOException {
    var bounce =
        "From: mailer-daemon@x.example\r\nSubject: Undelivered\r\n\r\nSorry"
            .getBytes(StandardCharsets.UTF_8);
    var reply = gateway(Duration.ofMinutes(15)).receive(envelope(""), bounce);
    long id = assertInstanceOf(Reply.Accepted.class, reply).ids().getFirst();
    assertTrue(said("received ").getFirst().contains("state=ignored"));
    assertTrue(spool.pending().isEmpty());
    try (var queue = Queue.open(settings, CLOCK)) {
      var entry = queue.list(Optional.of(State.IGNORED), 10).getFirst();
      assertEquals(id, entry.id());
      assertTrue(entry.because().startsWith("a bounce"), entry.because());
    }
  }

  private static byte[] question() {
    return """
    From: Gmail Team <forwarding-noreply@google.com>
    To: otp@gw.example.com
    Subject: (#99427480) Gmail Forwarding Confirmation - Receive Mail from john.doe@gmail.com
    Message-ID: <question@google.com>

    %s
    """
        .formatted(LINK)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The lines of the log that begin so. */
  private List<String> said(String event) {
    return lines.list.stream()
        .map(
            line ->
                line.getFormattedMessage()
                    + line.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .collect(Collectors.joining()))
        .filter(line -> line.startsWith(event))
        .toList();
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
