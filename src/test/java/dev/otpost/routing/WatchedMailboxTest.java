package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.message.Recipients;
import dev.otpost.message.Stored.Extent;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import dev.otpost.routing.RoutingSettings.Identifiers;
import dev.otpost.routing.RoutingSettings.Mailbox;
import dev.otpost.routing.RoutingSettings.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided of mail that lay in a mailbox that is watched. */
class WatchedMailboxTest {

  private static final Otp CODE = new Otp.Code("4711", "a test");
  private static final Mailbox PERSONAL = mailbox(true, WithoutOtp.POST);
  private static final Mailbox COLLECTING = mailbox(false, WithoutOtp.POST);

  private static Mailbox mailbox(boolean personal, WithoutOtp withoutOtp) {
    return new Mailbox(personal, withoutOtp, Wildcards.NONE, Wildcards.NONE, Wildcards.NONE);
  }

  private static RoutingSettings settings(Mailbox mailbox) {
    return settings(PostingSettings.STANDARD, Map.of("work", mailbox), Incoming.GATEWAY.value());
  }

  private static RoutingSettings settings(
      PostingSettings posting, Map<String, Mailbox> mailboxes, String gateway) {
    return new RoutingSettings(
        new Recipients(List.of(gateway)),
        Incoming.LIFETIME,
        posting,
        List.of(),
        Identifiers.ANY,
        mailboxes);
  }

  private static Decision decide(Mailbox mailbox, String address, Letter letter) {
    return Incoming.decide(settings(mailbox), Incoming.stored(address), letter);
  }

  private static void assertWhose(String identifier, String because, Decision decision) {
    var deliver = assertInstanceOf(Decision.Deliver.class, decision);
    assertEquals(identifier, deliver.lane().identifier().value(), deliver.because());
    assertTrue(deliver.because().contains(because), deliver.because());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fields of a mail in the mailbox of j.doe@gmail.com | identifier | because
        "To: j.doe@gmail.com | j.doe@gmail.com | To of the mail names this mailbox",
        "To: J.Doe@Gmail.com | j.doe@gmail.com | To of the mail names",
        "To: jdoe+acme@googlemail.com | jdoe+acme@googlemail.com | To of the mail names",
        "To: j.doe+4915112345678@gmail.com | j.doe+4915112345678@gmail.com | To of the mail names",
        "To: j.doe+x=example.com@gmail.com | j.doe+x=example.com@gmail.com | To of the mail names",
        "To: ann@a.example jdoe@gmail.com | jdoe@gmail.com | To of the mail names",
        "To: ann@a.example bob@a.example; Cc: jdoe+x@gmail.com | jdoe+x@gmail.com | Cc of the mail",
        "To: ann@a.example; Cc: jdoe@gmail.com | jdoe@gmail.com | Cc of the mail names",
        "To: otp@gw.example jdoe@gmail.com | jdoe@gmail.com | To of the mail names",
        "Delivered-To: jdoe@gmail.com; From: a@acme.example; To: jdoe+x@gmail.com |"
            + " jdoe+x@gmail.com | To of the mail names",
        // An alias of it, or forwarded from another mailbox.
        "Delivered-To: jdoe@gmail.com; To: info@doe.example | info@doe.example | To of the mail",
        "Return-Path: <k+caf_=j.doe=gmail.com@corp.example>; Delivered-To: jdoe@gmail.com; To:"
            + " kim@corp.example | kim@corp.example | To of the mail",
        "Cc: info@doe.example | info@doe.example | Cc of the mail",
        "Return-Path: <k.kay+caf_=j.doe=gmail.com@corp.example>; Delivered-To: jdoe@gmail.com; To:"
            + " ann@a.example bob@a.example | k.kay@corp.example | +caf_",
        "Delivered-To: jdoe@gmail.com; Received: by g; X-Forwarded-For: k@corp.example"
            + " j.doe@gmail.com; Delivered-To: k@corp.example; To: ann@a.example bob@a.example |"
            + " k@corp.example | X-Forwarded-For",
        "Delivered-To: jdoe@gmail.com; Received: by g; Delivered-To: k@corp.example; To:"
            + " ann@a.example k+acme@corp.example | k+acme@corp.example | Delivered-To names",
        "Received: by g; Delivered-To: jdoe@gmail.com; Delivered-To: k@corp.example; To:"
            + " ann@a.example bob@a.example | k@corp.example | Delivered-To of the mail names",
        // It lay there, and no more is known.
        "Return-Path: <j.doe+caf_=k=corp.example@gmail.com>; To: ann@a.example bob@a.example |"
            + " j.doe@gmail.com | it lay in this mailbox",
        "To: ann@a.example bob@a.example | j.doe@gmail.com | it lay in this mailbox",
        "| j.doe@gmail.com | it lay in this mailbox",
        "From: a@acme.example; To: otp@gw.example | j.doe@gmail.com | it lay in this mailbox",
        "Return-Path: <mail@esp.example>; From: a@acme.example | j.doe@gmail.com | it lay in",
        "Delivered-To: jdoe+acme@gmail.com; Received: by g | jdoe+acme@gmail.com | Delivered-To of"
            + " the mail names this mailbox",
        "X-Original-To: jdoe@gmail.com; Delivered-To: jdoe@mail.inside.example; Received: by x |"
            + " jdoe@gmail.com | X-Original-To of the mail names this mailbox",
        "Delivered-To: jdoe@gmail.com; Received: by g; From: a@acme.example; X-Forwarded-For:"
            + " victim@v.example | jdoe@gmail.com | Delivered-To of the mail names this mailbox",
      })
  void namesTheAddressThatTheSiteWroteToInAPersonsMailbox(
      String fields, String identifier, String because) {
    assertWhose(
        identifier,
        because,
        decide(PERSONAL, "j.doe@gmail.com", Incoming.of(fields == null ? "" : fields)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fields, subject and To of the original in a mail that was forwarded | identifier |
        // because
        "From: me@f.example; To: j.doe@gmail.com | Fwd: Code | kim@corp.example | kim@corp.example"
            + " | To of the mail forwarded by hand",
        "From: me@f.example; To: j.doe@gmail.com | WG: Code | | me@f.example | the forwarder",
        "From: me@f.example; To: j.doe@gmail.com | Fwd: x | ann@a.example me+x@f.example |"
            + " me+x@f.example | of several the forwarder's own",
        "From: me@f.example; To: j.doe@gmail.com | Fwd: x | ann@a.example jdoe+x@gmail.com |"
            + " jdoe+x@gmail.com | of several the one that is this mailbox",
        "From: jdoe@gmail.com; To: j.doe@gmail.com | Fwd: Code | | jdoe@gmail.com | forwarder",
        "From: jdoe@gmail.com; To: j.doe@gmail.com | Fwd: Code | j.doe+x@gmail.com |"
            + " j.doe+x@gmail.com | forwarded by hand",
        // A form that quotes a header of its own.
        "From: a@acme.example; To: j.doe@gmail.com | New login | kim@corp.example |"
            + " j.doe@gmail.com | To of the mail names this mailbox",
        "Delivered-To: j.doe@gmail.com; Received: by g; Delivered-To: kim@corp.example; From:"
            + " a@acme.example; To: kim@corp.example | New login | x@visitor.example |"
            + " kim@corp.example | To of the mail",
      })
  void namesTheRecipientOfAMailThatWasForwardedByHandIntoAPersonsMailbox(
      String fields, String subject, String to, String identifier, String because) {
    var inline = Incoming.inline("a@acme.example", to == null ? "" : to);
    assertWhose(
        identifier,
        because,
        decide(PERSONAL, "j.doe@gmail.com", Incoming.of(fields, subject, "4711", inline)));
  }

  @Test
  void readsAMailThatWasAttachedByTheSameRules() {
    var toMe = Incoming.of("From: a@acme.example; To: ann@a.example jdoe+x@gmail.com");
    var toKim = Incoming.of("From: a@acme.example; To: kim@corp.example");
    var fields = "From: me@f.example; To: j.doe@gmail.com";
    assertWhose(
        "jdoe+x@gmail.com",
        "the one that is this mailbox",
        decide(
            PERSONAL,
            "j.doe@gmail.com",
            Incoming.of(fields, "Fwd", "4711", Incoming.attached(toMe))));
    assertWhose(
        "kim@corp.example",
        "To of the attached mail",
        decide(
            PERSONAL,
            "j.doe@gmail.com",
            Incoming.of(fields, "Fwd", "4711", Incoming.attached(toKim))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fields of a mail in a mailbox that collects what is for otp@gw.example
        "To: john@a.example | john@a.example | To of the auto-forwarded mail",
        "To: otp@gw.example | otp@gw.example | straight",
        "To: otp+x@gw.example | otp+x@gw.example | straight",
        "To: otp@gw.example; Cc: john@a.example | john@a.example | Cc of",
        "Delivered-To: otp+john=example.com@gw.example; To: ann@a.example | john@example.com |"
            + " behind the plus",
        "To: otp+4915112345678@gw.example | 4915112345678 | behind the plus",
        "Return-Path: <j+caf_=otp=gw.example@gmail.com>; To: ann@a.example bob@a.example |"
            + " j@gmail.com | +caf_",
        "Return-Path: <john@ionos.example>; From: a@acme.example | john@ionos.example | MAIL FROM",
        "From: a@acme.example | otp@gw.example | UNSURE",
      })
  void namesInAMailboxThatCollectsWhatIsNamedBySmtp(
      String fields, String identifier, String because) {
    assertWhose(identifier, because, decide(COLLECTING, "otp@gw.example", Incoming.of(fields)));
  }

  @Test
  void isUnsureInAPersonsMailboxWithoutAnAddress() {
    assertWhose(
        "work@imap.invalid",
        "UNSURE",
        decide(PERSONAL, "work@imap.invalid", Incoming.of("To: a@a.example b@a.example")));
    assertWhose(
        "john@a.example",
        "To of the mail",
        decide(PERSONAL, "work@imap.invalid", Incoming.of("To: john@a.example")));
  }

  @Test
  void namesAPersonEvenIfTheGatewayTakesInAllOfItsDomain() {
    var settings = settings(PostingSettings.STANDARD, Map.of("work", PERSONAL), "*@a.example");
    assertWhose(
        "john+x@a.example",
        "names this mailbox",
        Incoming.decide(
            settings, Incoming.stored("john@a.example"), Incoming.of("To: john+x@a.example")));
    var original = Incoming.inline("a@acme.example", "john+x@a.example");
    assertWhose(
        "john+x@a.example",
        "forwarded by hand",
        Incoming.decide(
            settings,
            Incoming.stored("john@a.example"),
            Incoming.of("From: me@f.example; To: john@a.example", "Fwd: x", "4711", original)));
  }

  @Test
  void takesNoTagOfAPersonsMailboxForAnotherIdentifier() {
    assertWhose(
        "john+4915112345678@a.example",
        "it lay in this mailbox",
        decide(PERSONAL, "john+4915112345678@a.example", Incoming.of("")));
  }

  @Test
  void takesATagForTheNameOfARouteWhereMailIsCollectedOnly() {
    var route = new Route("acme", Wildcards.NONE, Wildcards.NONE, Optional.empty());
    for (boolean personal : List.of(true, false)) {
      var settings =
          new RoutingSettings(
              Incoming.RECIPIENTS,
              Incoming.LIFETIME,
              PostingSettings.STANDARD,
              List.of(route),
              Identifiers.ANY,
              Map.of("work", personal ? PERSONAL : COLLECTING));
      var decision =
          Incoming.decide(
              settings, Incoming.stored("otp@a.example"), Incoming.of("To: otp+acme@a.example"));
      var lane = assertInstanceOf(Decision.Deliver.class, decision).lane();
      assertEquals(personal ? "default" : "acme", lane.route());
      assertEquals(new Identifier("otp+acme@a.example"), lane.identifier());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nothing in it"})
  void ignoresWhatHasNeitherCodeNorLinkIfTheAccountSaysSo(String text) {
    var letter = Incoming.of("To: john@a.example", "", text, Optional.empty());
    var ignored = decide(mailbox(true, WithoutOtp.IGNORE), "john@a.example", letter);
    assertEquals(
        "no code or link in it (imap.accounts.work.without-otp): a test",
        assertInstanceOf(Decision.Ignore.class, ignored).because());
  }

  @Test
  void asksTheAccountRatherThanWhatIsSaidForOtherMail() {
    var letter = Incoming.of("To: john@a.example");
    var ignoring = new PostingSettings(PostingSettings.Content.TEXT, WithoutOtp.IGNORE);
    var stored = Incoming.stored("john@a.example");
    assertInstanceOf(
        Decision.Deliver.class,
        Incoming.decide(
            settings(ignoring, Map.of("work", PERSONAL), "otp@gw.example"), stored, letter));
    var other =
        Incoming.decide(
            settings(ignoring, Map.of("other", PERSONAL), "otp@gw.example"), stored, letter);
    assertTrue(
        assertInstanceOf(Decision.Ignore.class, other).because().contains("delivery.without-otp"));
  }

  @Test
  void holdsWhatOtpostFailedToRead() {
    assertInstanceOf(
        Decision.Hold.class,
        decide(mailbox(true, WithoutOtp.IGNORE), "john@a.example", Letter.EMPTY));
    var picky =
        new Mailbox(
            true,
            WithoutOtp.IGNORE,
            new Wildcards(List.of("*@acme.example")),
            Wildcards.NONE,
            Wildcards.NONE);
    assertInstanceOf(Decision.Hold.class, decide(picky, "john@a.example", Letter.EMPTY));
  }

  @Test
  void takesNoUnknownPathForThatOfABounce() {
    var fields = "From: mailer-daemon@x.example; To: john@a.example";
    assertInstanceOf(
        Decision.Deliver.class, decide(PERSONAL, "john@a.example", Incoming.of(fields)));
    assertInstanceOf(
        Decision.Ignore.class,
        decide(PERSONAL, "john@a.example", Incoming.of("Return-Path: <>; " + fields)));
  }

  @Test
  void livesFromItsOriginAndNotFromWhenItWasFetched() {
    var since = Incoming.NOW.minus(Duration.ofMinutes(4));
    var letter =
        Draft.of("", "4711 is good for 5 minutes")
            .to(List.of(new Address("john@a.example")))
            .otp(CODE)
            .validFor(Duration.ofMinutes(5))
            .letter();
    var decision =
        Incoming.decide(
            settings(PERSONAL),
            Incoming.stored("john@a.example", since, Extent.WHOLE, false),
            letter);
    var life = assertInstanceOf(Decision.Deliver.class, decision).life();
    assertEquals(since, life.origin());
    assertEquals(Incoming.NOW.plus(Duration.ofMinutes(1)), life.end());
  }

  @Test
  void saysOfWhichMailItHasAPartOnly() {
    Envelope part = Incoming.stored("john@a.example", Incoming.NOW, Extent.TEXT, false);
    var letter = Incoming.of("To: john@a.example");
    var deliver = Incoming.decide(settings(PERSONAL), part, letter);
    assertEquals(
        "To of the mail names this mailbox, of a mail too large to be fetched whole",
        deliver.because());
    var ignored = Incoming.decide(settings(mailbox(true, WithoutOtp.IGNORE)), part, letter);
    assertTrue(ignored.because().endsWith(", of a mail too large to be fetched whole"));
  }
}
