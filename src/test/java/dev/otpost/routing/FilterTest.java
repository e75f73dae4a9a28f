package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Letter;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import dev.otpost.routing.RoutingSettings.Identifiers;
import dev.otpost.routing.RoutingSettings.Mailbox;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mail of a watched mailbox is looked at. */
class FilterTest {

  private static Wildcards patterns(String list) {
    return list.equals("-") ? Wildcards.NONE : new Wildcards(Arrays.asList(list.split(",", -1)));
  }

  private static Router router(String from, String subject, String to) {
    var mailbox =
        new Mailbox(true, WithoutOtp.POST, patterns(from), patterns(subject), patterns(to));
    return new Router(
        new RoutingSettings(
            Incoming.RECIPIENTS,
            Incoming.LIFETIME,
            PostingSettings.STANDARD,
            List.of(),
            Identifiers.ANY,
            Map.of("work", mailbox)));
  }

  /** A letter with the subject in its header, as parsing gives it. */
  private static Letter mail(String fields, Optional<Forwarded> forwarded) {
    var outer = Incoming.of(fields, "", "4711", forwarded);
    var subject =
        forwarded
            .flatMap(Forwarded::letter)
            .map(Letter::subject)
            .orElse(outer.headers().first("Subject").orElse(""));
    return Draft.of(subject, "4711")
        .from(outer.from().map(it -> it.value()).orElse(""))
        .to(outer.to())
        .cc(outer.cc())
        .forwarded(forwarded)
        .headers(outer.headers())
        .letter();
  }

  /** The key of the filter that objects, or "-". */
  private static String objection(Router router, Letter whole, String fields) {
    var envelope = Incoming.stored("john@a.example");
    var early = router.objection(envelope, mail(fields, Optional.empty()));
    var decision = router.route(router.envelope(envelope, whole), whole).getFirst();
    if (early.isPresent()) {
      assertEquals(early.get(), decision.because(), "nothing that the whole mail would pass");
    }
    return decision instanceof Decision.Ignore
        ? (early.isPresent() ? "" : "late ")
            + decision.because().replaceAll(".*imap.accounts.work.(\\w+)\\)", "$1")
        : "-";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // from | subject | to | fields | which filter objects
        "- | - | - | From: a@acme.example | -",
        "*@acme.example | - | - | From: A@Acme.example; Subject: x | -",
        "*@acme.example | - | - | From: a@evil.example; Subject: x | from",
        "*@acme.example | - | - | From: nobody; Subject: x | from",
        "*@acme.example,b@b.example | - | - | From: b@b.example; Subject: x | -",
        "- | *code* | - | From: a@acme.example; Subject: Your Code | -",
        "- | code* | - | From: a@acme.example; Subject: Your Code | subject",
        "- | *code* | - | From: a@acme.example | late subject",
        "- | - | john+acme@a.example | From: a@acme.example; To: john+acme@a.example | -",
        "- | - | john@a.example | From: a@acme.example; To: john+acme@a.example | -",
        "- | - | john+acme@a.example | From: a@acme.example; To: john@a.example | to",
        "- | - | john+*@a.example | Delivered-To: john+x@a.example; To: list@l.example | -",
        "- | - | john@a.example | X-Original-To: <john@a.example>; To: list@l.example | -",
        "- | - | john@a.example | Cc: john@a.example; To: list@l.example | -",
        "- | - | john@a.example | Reply-To: john@a.example; To: list@l.example | to",
        "*@acme.example | *code* | john* | From: a@acme.example; Subject: Code; To: john@a.example"
            + " | -",
        "*@acme.example | *code* | john* | From: a@acme.example; Subject: News; To: john@a.example"
            + " | subject",
        "*@acme.example | *code* | john* | From: b@b.example; Subject: Code; To: john@a.example |"
            + " from",
        "*@acme.example | *code* | john* | From: b@b.example; Subject: News; To: ann@a.example |"
            + " to",
      })
  void letsThroughWhatEveryFilterLetsThrough(
      String from, String subject, String to, String fields, String objector) {
    assertEquals(
        objector, objection(router(from, subject, to), mail(fields, Optional.empty()), fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // from | subject | fields | From and subject of the original | which filter objects
        "*@acme.example | - | From: me@f.example; Subject: Fwd: x | a@acme.example | x | -",
        "*@acme.example | - | From: me@f.example; Subject: 转发：x | a@acme.example | x | -",
        "me@f.example | - | From: me@f.example; Subject: Fwd: x | a@acme.example | x | -",
        "*@acme.example | - | From: me@f.example; Subject: Fwd: x | b@b.example | x | late from",
        "*@acme.example | - | From: me@f.example | a@acme.example | x | -",
        "*@acme.example | - | From: me@f.example; Subject: x | a@acme.example | x | from",
        "- | your code | From: me@f.example; Subject: Fwd: WG: Your code | a@b.example | x | -",
        "- | your code | From: me@f.example; Subject: Your code | a@b.example | x | -",
        "- | your code | From: me@f.example; Subject: Fwd: News | a@b.example | x | late subject",
      })
  void asksForTheOriginalTooWhereTheSubjectSaysThatItWasForwarded(
      String from, String subject, String fields, String author, String inner, String objector) {
    var router = router(from, subject, "-");
    var original = mail("From: " + author + "; Subject: " + inner, Optional.empty());
    assertEquals(
        objector, objection(router, mail(fields, Incoming.inline(author, "")), fields), "inline");
    assertEquals(
        objector, objection(router, mail(fields, Incoming.attached(original)), fields), "attached");
  }

  @Test
  void asksForTheSubjectOfAnAttachedMail() {
    var fields = "From: me@f.example; Subject: Fwd: please";
    var original = mail("From: a@acme.example; Subject: Your code", Optional.empty());
    assertEquals(
        "-",
        objection(
            router("-", "your code", "-"), mail(fields, Incoming.attached(original)), fields));
  }

  @Test
  void hidesNoQuestionOfGmails() {
    var router = router("*@acme.example", "*code*", "-");
    var fields =
        "From: forwarding-noreply@google.com; Subject: x; X-Google-Address-Confirmation: y";
    assertEquals("-", objection(router, mail(fields, Optional.empty()), fields));
    var forged = "From: forwarding-noreply@google.com; Subject: x";
    assertEquals("late from", objection(router, mail(forged, Optional.empty()), forged));
  }

  @Test
  void saysWhichFilterAndNothingOfTheMail() {
    var fields = "From: secret@b.example; Subject: secret; To: john@a.example";
    var envelope = Incoming.stored("john@a.example");
    assertEquals(
        Optional.of("it is from others (imap.accounts.work.from)"),
        router("*@acme.example", "-", "-").objection(envelope, mail(fields, Optional.empty())));
  }

  @Test
  void objectsToNothingThatItKnowsNothingOf() {
    var router = router("*@acme.example", "-", "-");
    assertTrue(router.objection(Incoming.stored("john@a.example"), Letter.EMPTY).isEmpty());
    var fields = "From: b@b.example; Subject: x; To: otp@gw.example";
    var bySmtp = Incoming.envelope("", Incoming.GATEWAY);
    assertTrue(router.objection(bySmtp, mail(fields, Optional.empty())).isEmpty());
    assertInstanceOf(
        Decision.Deliver.class, router.route(bySmtp, mail(fields, Optional.empty())).getFirst());
  }
}
