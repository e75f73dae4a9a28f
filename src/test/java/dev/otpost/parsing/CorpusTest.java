package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.message.Place;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mail in {@code mail/} comes out as it is expected to; {@link Expectation} says how that is
 * written down.
 */
class CorpusTest {

  private static final Address GATEWAY = new Address("otp@gw.example.com");

  private static final Router ROUTER =
      new Router(
          new RoutingSettings(new Recipients(List.of(GATEWAY.value())), Duration.ofMinutes(15)));

  private static final Set<String> KEYS =
      Set.of(
          "mail-from",
          "rcpt-to",
          "kind",
          "identifier",
          "because",
          "code",
          "link",
          "expires",
          "subject",
          "forwarded",
          "forwarded-date",
          "contains",
          "lacks");

  static List<Expectation> mails() throws IOException {
    return Expectation.all();
  }

  @ParameterizedTest
  @MethodSource("mails")
  void comesOutAsExpected(Expectation expected) throws IOException {
    assertTrue(
        KEYS.containsAll(expected.keys().keySet()), () -> "unknown key in " + expected.keys());
    var letter = new MessageParser().parse(expected.mail());
    var decision = decide(expected, letter);

    expected.value("because").ifPresent(words -> assertContains(decision.because(), words));
    expected.value("subject").ifPresent(subject -> assertEquals(subject, letter.subject()));
    expected.value("forwarded").ifPresent(how -> assertEquals(how, forwarded(letter)));
    expected
        .value("forwarded-date")
        .ifPresent(
            date ->
                assertEquals(
                    date,
                    letter.forwarded().flatMap(f -> f.date()).map(Instant::toString).orElse("")));
    expected.values("contains").forEach(part -> assertContains(letter.content(), part));
    expected
        .values("lacks")
        .forEach(part -> assertFalse(letter.content().contains(part), letter.content()));
    expected.value("code").ifPresent(code -> assertCanBeFound(letter.content(), code));
    expected.value("link").ifPresent(link -> assertCanBeFollowed(letter.content(), link));
    expected
        .value("expires")
        .ifPresent(life -> assertEquals(Optional.of(Duration.parse(life)), letter.validFor()));
    expected.text().ifPresent(text -> assertEquals(text, letter.content()));
    assertEquals(expected.value("kind").orElse("none"), kind(decision));
    if (decision instanceof Decision.Deliver deliver) {
      switch (deliver.otp()) {
        case Otp.Code code -> assertEquals(expected.value("code"), Optional.of(code.value()));
        case Otp.MagicLink link -> assertEquals(expected.value("link"), Optional.of(link.url()));
        case Otp.Ambiguous _, Otp.None _ -> {}
      }
      assertEquals(
          expected.value("identifier").orElse("(say which)"), deliver.lane().identifier().value());
    }
  }

  /** Of a mailbox that collects mail for the gateway, whose server writes down the envelope. */
  @ParameterizedTest
  @MethodSource("mails")
  void comesOutOfAMailboxAsItDoesBySmtp(Expectation expected) throws IOException {
    var noted =
        "Return-Path: <%s>\nDelivered-To: %s\nReceived: by mail.example\n"
            .formatted(
                expected.value("mail-from").orElse(""),
                expected.value("rcpt-to").orElse(GATEWAY.value()));
    var mail = new ByteArrayOutputStream();
    mail.writeBytes(noted.getBytes(UTF_8));
    mail.writeBytes(expected.mail());
    var letter = new MessageParser().parse(mail.toByteArray());
    var place = new Place(new Folder("collected", "INBOX"), 1, 1);
    var stored = new Stored(place, Instant.EPOCH, Stored.Extent.WHOLE, false, false);
    var envelope =
        new Envelope(
            Source.IMAP,
            Envelope.UNKNOWN_PATH,
            List.of(GATEWAY),
            "",
            Instant.EPOCH,
            Optional.of(stored));
    assertEquals(
        decide(expected, letter),
        ROUTER.route(ROUTER.envelope(envelope, letter), letter).getFirst());
  }

  private static Decision decide(Expectation expected, Letter letter) {
    var recipient = expected.value("rcpt-to").map(Address::new).orElse(GATEWAY);
    var mailFrom = expected.value("mail-from").orElse("");
    var envelope = new Envelope(Source.FILE, mailFrom, List.of(recipient), "", Instant.EPOCH);
    return ROUTER.route(envelope, letter).getFirst();
  }

  private static String kind(Decision decision) {
    return switch (decision) {
      case Decision.Deliver deliver -> deliver.otp().kind().word();
      case Decision.Hold hold ->
          hold.because().startsWith("Gmail asks") ? "gmail_confirmation" : "held";
      case Decision.Confirm _ -> "gmail_confirmation";
      case Decision.Ignore _ -> "ignored";
    };
  }

  private static String forwarded(Letter letter) {
    return letter
        .forwarded()
        .map(forwarded -> forwarded.how().name().toLowerCase(Locale.ROOT))
        .orElse("none");
  }

  private static void assertContains(String text, String part) {
    assertTrue(text.contains(part), () -> "no '" + part + "' in: " + text);
  }

  /** The code by itself, in one piece or in the groups in which Skyvern finds it too. */
  private static void assertCanBeFound(String text, String code) {
    var grouped = new StringBuilder();
    for (int i = 0; i < code.length(); i++) {
      boolean group = i >= 1;
      grouped
          .append(group ? "[ .\u2010\u2011-]?" : "")
          .append(Pattern.quote(code.substring(i, i + 1)));
    }
    var alone = Pattern.compile("(?<![\\p{Alnum}/?&=%])" + grouped + "(?![A-Za-z0-9/?&=%])");
    assertTrue(alone.matcher(text).find(), () -> "no '" + code + "' by itself in: " + text);
  }

  /** The link byte for byte, by itself or within the wrapping of a mail scanner. */
  private static void assertCanBeFollowed(String text, String link) {
    var wrapped = URLEncoder.encode(link, StandardCharsets.UTF_8);
    boolean alone =
        Pattern.compile("(?<![\\p{Alnum}/?&=%])" + Pattern.quote(link) + "(?![\\p{Alnum}/?&=%])")
            .matcher(text)
            .find();
    assertTrue(alone || text.contains("?url=" + wrapped + "&"), () -> "no link in: " + text);
  }
}
