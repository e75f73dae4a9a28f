package dev.otpost.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.log.LogLines;
import dev.otpost.message.Address;
import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Kind;
import dev.otpost.message.Place;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Stored;
import dev.otpost.message.Stored.Extent;
import dev.otpost.message.Wildcards;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.PostingSettings;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.routing.RoutingSettings.Mailbox;
import dev.otpost.routing.SenderSettings;
import dev.otpost.routing.SenderSettings.Require;
import dev.otpost.routing.Senders;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The path of a mail out of a mailbox that is watched. */
final class MailboxGatewayTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final String IN_THE_INBOX = " account=work folder=INBOX uid=7";

  private static final String CODE =
      "From: a@acme.example\nTo: john+x@a.example\nSubject: Your code\n\nYour code is 482913";

  private static final String NEWS =
      "From: a@acme.example\nTo: john@a.example\nSubject: secret\n\nNothing in it";

  private final LogLines lines = LogLines.of(Logbook.class);
  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;
  private Entrance entrance = Entrance.open();
  private Wildcards from = Wildcards.NONE;
  private int checks;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  MailboxGatewayTest() {}

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
  void keepsAMailWithACodeAndSaysWhereItLay() throws IOException {
    var entry = kept(gateway().receive(stored(Extent.WHOLE), bytes(CODE)));
    assertEquals(State.PENDING, entry.state());
    assertEquals("john+x@a.example", entry.identifier().orElseThrow().value());
    var line = lines.said("received ").getFirst();
    assertTrue(line.contains(IN_THE_INBOX) && line.contains(" mail_from=unknown"), line);
  }

  @Test
  void knowsTheReversePathThatTheLastServerWroteDown() throws IOException {
    var mail = bytes("Return-Path: <bounce@acme.example>\n" + CODE);
    assertEquals(
        "bounce@acme.example", kept(gateway().receive(stored(Extent.WHOLE), mail)).mailFrom());
  }

  @Test
  void keepsNothingOfAMailThatIsIgnoredAndSaysNothingOfIt() throws IOException {
    entrance = proving(new Dkim(Verdict.PASS, "acme.example", "signed"));
    var reply = gateway().receive(stored(Extent.WHOLE), bytes(NEWS));
    var because = assertInstanceOf(Reply.Refused.class, reply).because();
    assertTrue(because.contains("imap.accounts.work.without-otp"), because);
    assertEquals(List.of("passed" + IN_THE_INBOX + " because=" + because), lines.said(""));
    assertEquals(0, checks);
    assertNothingKept();
  }

  @Test
  void leavesMailOfUnwantedSendersThere() throws IOException {
    entrance = proving(new Dkim(Verdict.FAIL, "acme.example", "the mail is not what was signed"));
    var reply = gateway().receive(stored(Extent.WHOLE), bytes(CODE));
    assertInstanceOf(Reply.Refused.class, reply);
    assertTrue(lines.said("passed" + IN_THE_INBOX).getFirst().contains("valid DKIM signature"));
    assertNothingKept();
  }

  @Test
  void cannotDecideWhileTheNameServersDoNotAnswer() throws IOException {
    entrance = proving(new Dkim(Verdict.TEMPERROR, "acme.example", "no answer"));
    var reply = gateway().receive(stored(Extent.WHOLE), bytes(CODE));
    assertInstanceOf(Reply.Undecided.class, reply);
    assertTrue(lines.said("sender_turned_away").getFirst().contains(IN_THE_INBOX));
    assertNothingKept();
  }

  @Test
  void holdsAPartOfAMailWhereTheWholeWouldHaveToProveWhoWroteIt() throws IOException {
    entrance = proving(new Dkim(Verdict.FAIL, "acme.example", "the mail is not what was signed"));
    var entry = kept(gateway().receive(stored(Extent.TEXT), bytes(CODE)));
    assertEquals(State.HELD, entry.state());
    assertEquals(Kind.CODE, entry.kind());
    assertEquals(0, checks);
  }

  @Test
  void leavesAPartOfAMailThereIfItsSenderIsNotAllowedAnyway() throws IOException {
    var others = new SenderSettings(new Wildcards(List.of("*@github.com")), Require.DKIM);
    entrance = new Entrance(new Senders(others), false, _ -> Dkim.UNCHECKED);
    assertInstanceOf(Reply.Refused.class, gateway().receive(stored(Extent.TEXT), bytes(CODE)));
    assertNothingKept();
  }

  @Test
  void holdsWhatItIsToldToHoldWhateverTheRulesSay() throws IOException {
    entrance = proving(new Dkim(Verdict.FAIL, "acme.example", "the mail is not what was signed"));
    var code = kept(gateway().hold(stored(Extent.WHOLE), bytes(CODE), "the server's fault"));
    assertEquals(State.HELD, code.state());
    assertEquals("the server's fault", code.because());
    assertEquals(Kind.CODE, code.kind());
    var news = kept(gateway().hold(stored(Extent.WHOLE), bytes(NEWS), "the server's fault"));
    assertEquals(State.HELD, news.state());
    assertEquals("the server's fault", news.because());
    var nothing = kept(gateway().hold(stored(Extent.HEADER), new byte[0], "not handed out"));
    assertEquals(State.HELD, nothing.state());
    assertEquals("not handed out", nothing.because());
  }

  @Test
  void holdsAQuestionOfGmailsAsOne() throws IOException {
    var question =
        "From: forwarding-noreply@google.com\nX-Google-Address-Confirmation: x\n\nPlease confirm";
    from = new Wildcards(List.of("*@github.com"));
    assertEquals(Optional.empty(), gateway().objection(stored(Extent.WHOLE), bytes(question)));
    var entry = kept(gateway().receive(stored(Extent.WHOLE), bytes(question)));
    assertEquals(Kind.GMAIL_CONFIRMATION, entry.kind());
    var held = kept(gateway().hold(stored(Extent.WHOLE), bytes(question + "!"), "undecided"));
    assertEquals(Kind.GMAIL_CONFIRMATION, held.kind());
  }

  @Test
  void objectsToAMailByItsHeader() {
    from = new Wildcards(List.of("*@github.com"));
    var header = bytes("From: a@acme.example\r\nSubject: Your code\r\n\r\n");
    assertEquals(
        Optional.of("it is from others (imap.accounts.work.from)"),
        gateway().objection(stored(Extent.WHOLE), header));
    var wanted = bytes("From: a@github.com\r\nSubject: Your code\r\n\r\n");
    assertEquals(Optional.empty(), gateway().objection(stored(Extent.WHOLE), wanted));
    var forwarded = bytes("From: a@acme.example\r\nSubject: Fwd: Your code\r\n\r\n");
    assertEquals(Optional.empty(), gateway().objection(stored(Extent.WHOLE), forwarded));
    assertEquals(Optional.empty(), gateway().objection(stored(Extent.WHOLE), new byte[0]));
    assertEquals(
        List.of("passed" + IN_THE_INBOX + " because=it is from others (imap.accounts.work.from)"),
        lines.said(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon, 1 Jan 0001 00:00:00 +0000",
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Fri, 31 Dec 999999999 23:59:59 +0000",
        "yesterday"
      })
  void keepsAMailWhateverItsDateIs(String date) throws IOException {
    var entry = kept(gateway().receive(stored(Extent.WHOLE), bytes("Date: " + date + "\n" + CODE)));
    assertFalse(entry.life().origin().isAfter(NOW));
    assertFalse(entry.because().contains("failed"), entry.because());
  }

  @Test
  void keepsWhatMayBeACodeEvenIfItIsNotCertain() throws IOException {
    var two =
        "From: a@acme.example\nTo: john@a.example\n\nYour code is 482913\nYour code is 590382";
    var entry = kept(gateway().receive(stored(Extent.WHOLE), bytes(two)));
    assertEquals(Kind.AMBIGUOUS, entry.kind());
    assertFalse(lines.said("received ").isEmpty());
  }

  private static byte[] bytes(String mail) {
    return mail.getBytes(UTF_8);
  }

  private Entry kept(Reply reply) throws IOException {
    long id = assertInstanceOf(Reply.Accepted.class, reply).ids().getFirst();
    try (var queue = Queue.open(settings, CLOCK)) {
      return queue.find(id).orElseThrow();
    }
  }

  private void assertNothingKept() throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(List.of(), queue.list(Optional.empty(), 10));
    }
  }

  /** Whoever wrote a mail must prove it, and this is what his signature comes to. */
  private Entrance proving(Dkim dkim) {
    return new Entrance(
        new Senders(new SenderSettings(Wildcards.NONE, Require.DKIM)),
        false,
        _ -> {
          checks++;
          return dkim;
        });
  }

  private Gateway gateway() {
    var mailbox = new Mailbox(true, WithoutOtp.IGNORE, from, Wildcards.NONE, Wildcards.NONE);
    var rules =
        new RoutingSettings(
            new Recipients(List.of("otp@gw.example")),
            Duration.ofMinutes(15),
            PostingSettings.STANDARD,
            List.of(),
            RoutingSettings.Identifiers.ANY,
            Map.of("work", mailbox));
    return new Gateway(new MessageParser(), new Router(rules), entrance, spool, CLOCK);
  }

  private static Envelope stored(Extent extent) {
    var place = new Place(new Folder("work", "INBOX"), 1, 7);
    return new Envelope(
        Source.IMAP,
        Envelope.UNKNOWN_PATH,
        List.of(new Address("john@a.example")),
        "imap.example",
        NOW,
        Optional.of(new Stored(place, NOW, extent, false, false)));
  }
}
