package dev.otpost.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.intake.dkim.Signatures;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Voucher;
import dev.otpost.message.Wildcards;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.PostingSettings;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.routing.RoutingSettings.Identifiers;
import dev.otpost.routing.SenderSettings;
import dev.otpost.routing.SenderSettings.Require;
import dev.otpost.routing.Senders;
import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
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

/** What becomes of a mail that says it is otpost's own test. */
final class TestMailTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Identifier TEST = new Identifier("otpost-doctor-x1@otpost.invalid");
  private static final String CODE = "482915";

  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  TestMailTest() {}

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
  void aGenuineOneIsPostedAsItsBareCodeUnderItsIdentifierAndRoute() throws IOException {
    var entry = taken(gateway(Entrance.open(), Wildcards.NONE), mail("1", voucher("acme"), CODE));
    assertEquals(State.PENDING, entry.state());
    assertEquals(Optional.of(TEST), entry.identifier());
    assertEquals("acme", entry.route());
    assertEquals(Duration.ofMinutes(5), Duration.between(NOW, entry.life().end()));
    assertEquals(new Content(CODE, Optional.of(CODE), Optional.empty()), content(entry));
  }

  @Test
  void noRuleAboutWhoseMailOrWhoseCodesAreTakenStopsAGenuineOne() throws IOException {
    var entrance =
        new Entrance(
            new Senders(new SenderSettings(new Wildcards(List.of("*@github.com")), Require.DKIM)),
            false,
            Signatures.overDns()::check);
    var gateway = gateway(entrance, new Wildcards(List.of("*@example.com")));
    assertEquals(State.PENDING, taken(gateway, mail("1", voucher("default"), CODE)).state());
  }

  @Test
  void aForgedOneIsHeldByTheRulesForOtherMail() throws IOException {
    var forged = new Voucher(TEST, "default", NOW, "ab".repeat(32));
    var gateway = gateway(Entrance.open(), new Wildcards(List.of("*@example.com")));
    var entry = taken(gateway, mail("1", forged, CODE));
    assertEquals(State.HELD, entry.state());
    // Nobody waits for a code of such an identifier: it is no reason to be woken.
    assertEquals(Optional.empty(), spool.heap(State.HELD, Instant.EPOCH));
  }

  @Test
  void aForgedOneDoesNotPassWhereASenderMustProveHimself() throws IOException {
    var entrance =
        new Entrance(
            new Senders(new SenderSettings(new Wildcards(List.of("*@github.com")), Require.NONE)),
            false,
            Signatures.overDns()::check);
    var forged = new Voucher(TEST, "default", NOW, "ab".repeat(32));
    assertInstanceOf(
        Reply.Refused.class,
        gateway(entrance, Wildcards.NONE).receive(envelope(), mail("1", forged, CODE)));
  }

  @Test
  void aVoucherIsGoodForOneMailOnly() throws IOException {
    var gateway = gateway(Entrance.open(), new Wildcards(List.of("*@example.com")));
    var voucher = voucher("default");
    assertEquals(State.PENDING, taken(gateway, mail("1", voucher, CODE)).state());
    assertEquals(State.HELD, taken(gateway, mail("2", voucher, CODE)).state());
  }

  @Test
  void aVoucherWithAnotherCodeIsWorthNothing() throws IOException {
    var gateway = gateway(Entrance.open(), new Wildcards(List.of("*@example.com")));
    assertEquals(State.HELD, taken(gateway, mail("1", voucher("default"), "777123")).state());
  }

  private Entry taken(Gateway gateway, byte[] mail) throws IOException {
    var reply = assertInstanceOf(Reply.Accepted.class, gateway.receive(envelope(), mail));
    try (var queue = Queue.open(settings, CLOCK)) {
      return queue.find(reply.ids().getFirst()).orElseThrow();
    }
  }

  private Content content(Entry entry) throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      return queue.content(entry.id()).orElseThrow();
    }
  }

  private Voucher voucher(String route) throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      return queue.voucher(TEST, route, CODE);
    }
  }

  private static byte[] mail(String messageId, Voucher voucher, String code) {
    return """
    X-Otpost-Test: %s
    From: otpost-doctor@otpost.invalid
    To: %s
    Subject: Your verification code
    Message-ID: <%s@otpost.invalid>

    Your verification code is %s.
    """
        .formatted(voucher.text(), TEST.value(), messageId, code)
        .replace("\n", "\r\n")
        .getBytes(UTF_8);
  }

  private static Envelope envelope() {
    return new Envelope(
        Source.SMTP, "otpost-doctor@otpost.invalid", List.of(GATEWAY), "127.0.0.1", NOW);
  }

  private Gateway gateway(Entrance entrance, Wildcards allow) {
    var rules =
        new RoutingSettings(
            new Recipients(List.of(GATEWAY.value())),
            Duration.ofMinutes(15),
            PostingSettings.STANDARD,
            List.of(),
            new Identifiers(List.of(), allow));
    return new Gateway(new MessageParser(), new Router(rules), entrance, spool, CLOCK);
  }
}
