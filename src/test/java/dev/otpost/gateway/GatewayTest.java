package dev.otpost.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.SampleMail;
import dev.otpost.log.LogLines;
import dev.otpost.message.Address;
import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import dev.otpost.message.Envelope;
import dev.otpost.message.Kind;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Wildcards;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.routing.SenderSettings;
import dev.otpost.routing.SenderSettings.Require;
import dev.otpost.routing.Senders;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewayTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");

  private static final String LINK =
      "https://mail-settings.google.com/mail/vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I";

  private static final Wildcards GITHUB = new Wildcards(List.of("*@github.com"));

  private final LogLines lines = LogLines.of(Logbook.class);
  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;
  private Entrance entrance = Entrance.open();
  private int checks;

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
    lines.close();
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
        "From: mailer-daemon@x.example\r\nSubject: Undelivered\r\n\r\nSorry".getBytes(UTF_8);
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

  @Test
  void turnsAwayASenderWhoIsNotAllowedAndSaysSo() throws IOException {
    entrance = entrance(new SenderSettings(GITHUB, Require.NONE), Dkim.UNCHECKED);
    var reply = gateway(Duration.ofMinutes(15)).receive(envelope(""), mail("eve@evil.example"));
    assertEquals(new Reply.Refused("mail from this sender is not taken in here"), reply);
    assertEquals(
        List.of(
            "sender_turned_away because=mail from this sender is not taken in here"
                + " from=e…@evil.example mail_from=<> peer=192.0.2.1 bytes=57"),
        said("sender_turned_away"));
    assertNothingKept();
    assertEquals(0, checks);
  }

  @Test
  void keepsWithAMailWhatItsSignatureProves() throws IOException {
    var pass = new Dkim(Verdict.PASS, "github.com", "signed by github.com");
    entrance = entrance(new SenderSettings(GITHUB, Require.DKIM), pass);
    var reply = gateway(Duration.ofMinutes(15)).receive(envelope(""), mail("a@github.com"));
    long id = assertInstanceOf(Reply.Accepted.class, reply).ids().getFirst();
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(pass, queue.find(id).orElseThrow().dkim());
    }
    assertTrue(
        said("received ").getFirst().contains(" dkim=pass dkim_domain=github.com"),
        () -> said("").toString());
  }

  @Test
  void turnsAwayWhatIsNotProvedAndForNowWhatCannotBeKnown() throws IOException {
    entrance =
        entrance(
            new SenderSettings(Wildcards.NONE, Require.DKIM),
            new Dkim(Verdict.FAIL, "github.com", "the mail is not what was signed"));
    var gateway = gateway(Duration.ofMinutes(15));
    assertInstanceOf(Reply.Refused.class, gateway.receive(envelope(""), mail("a@github.com")));
    assertTrue(said("sender_turned_away").getFirst().contains("dkim=fail"));
    entrance =
        entrance(
            new SenderSettings(Wildcards.NONE, Require.DKIM),
            new Dkim(Verdict.TEMPERROR, "github.com", "its key cannot be looked up just now"));
    gateway = gateway(Duration.ofMinutes(15));
    assertInstanceOf(Reply.Undecided.class, gateway.receive(envelope(""), mail("a@github.com")));
    assertNothingKept();
  }

  @Test
  void asksForTheSignatureOfGmailsQuestionOnlyIfItMayAnswerIt() throws IOException {
    entrance = entrance(SenderSettings.ANYBODY, Dkim.UNCHECKED);
    gateway(Duration.ofMinutes(15)).receive(envelope(""), question());
    assertEquals(0, checks);
    var pass = new Dkim(Verdict.PASS, "google.com", "signed by google.com");
    entrance = new Entrance(new Senders(SenderSettings.ANYBODY), true, checking(pass));
    var gateway = gateway(Duration.ofMinutes(15));
    gateway.receive(envelope(""), mail("a@github.com"));
    assertEquals(0, checks);
    gateway.receive(
        envelope(""), new String(question(), UTF_8).replace("<q", "<r").getBytes(UTF_8));
    assertEquals(1, checks);
    assertEquals(pass, spool.untriedConfirmations().getLast().dkim());
  }

  private void assertNothingKept() throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(List.of(), queue.list(Optional.empty(), 10));
    }
  }

  private static byte[] mail(String from) {
    return "From: %s\r\nSubject: x\r\n\r\nYour code is 123456".formatted(from).getBytes(UTF_8);
  }

  private Entrance entrance(SenderSettings senders, Dkim dkim) {
    return new Entrance(new Senders(senders), false, checking(dkim));
  }

  private Entrance.Seals checking(Dkim dkim) {
    return _ -> {
      checks++;
      return dkim;
    };
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
        .getBytes(UTF_8);
  }

  private List<String> said(String event) {
    return lines.said(event);
  }

  private Gateway gateway(Duration lifetime) {
    var recipients = new Recipients(List.of(GATEWAY.value()));
    return new Gateway(
        new MessageParser(),
        new Router(new RoutingSettings(recipients, lifetime)),
        entrance,
        spool,
        CLOCK);
  }

  private static Envelope envelope(String mailFrom) {
    return new Envelope(Source.SMTP, mailFrom, List.of(GATEWAY), "192.0.2.1", NOW);
  }
}
