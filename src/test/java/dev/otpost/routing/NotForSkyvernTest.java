package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotForSkyvernTest {

  private static final String FORWARDER = "j+caf_=otp=gw.example@g.example";

  private static String because(String mailFrom, String from, String fields, Otp otp) {
    var headers = Draft.headers(fields.split("~", -1));
    return because(mailFrom, Incoming.from(from, headers, "Hi", "Text", otp));
  }

  /** Of a mail with a code in its subject. */
  private static String because(String mailFrom, String subject, String fields) {
    var headers = Draft.headers(fields.split("~", -1));
    var code = new Otp.Code("482913", "a test");
    return because(mailFrom, Incoming.from("ann@a.example", headers, subject, "Away", code));
  }

  private static String because(String mailFrom, Letter letter) {
    return NotForSkyvern.because(
            Incoming.envelope(mailFrom.equals("<>") ? "" : mailFrom, Incoming.GATEWAY), letter)
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // MAIL FROM | From | fields, between tildes | the reason
        "<> | MAILER-DAEMON@mx.example | Content-Type: multipart/report;"
            + " report-type=delivery-status; boundary=\"x\" | delivery-status",
        "j+caf_=otp=gw.example@g.example | mailer-daemon@g.example | Content-Type:"
            + " multipart/report; boundary=x; Report-Type=\"Delivery-Status\" | delivery-status",
        "<> | ann@a.example | Content-Type: multipart/report;"
            + " report-type=disposition-notification | disposition-notification",
        "<> | bounces@mx.example | Content-Type: Multipart/Report; boundary=x | null sender",
        "x@mx.example | Postmaster@mx.example | Content-Type: multipart/report | postmaster",
        "<> | MAILER-DAEMON@mx.example | Content-Type: text/plain | mailer-daemon",
        "<> | system@mx.example | X-Failed-Recipients: john@a.example | mailer-daemon",
        "ann@a.example | ann@a.example | Auto-Submitted: auto-replied | auto-replied",
        "ann@a.example | ann@a.example | auto-submitted: Auto-Replied (vacation) | auto-replied",
        "ann@a.example | ann@a.example | Auto-Submitted: auto-replied; owner=x | auto-replied",
        "ann@a.example | ann@a.example | X-Autoreply: yes | X-Autoreply",
        "ann@a.example | ann@a.example | X-Autorespond: Away | X-Autorespond",
        "ann@a.example | ann@a.example | Precedence: auto_reply | auto_reply",
        "ann@a.example | ann@a.example | Precedence: Auto-Reply | auto_reply",
        "<> | ann@a.example | Auto-Submitted: auto-generated~X-Auto-Response-Suppress: All"
            + "~In-Reply-To: <1@x> | auto-generated, to a mail",
      })
  void knowsBouncesReceiptsAndAutomaticReplies(
      String mailFrom, String from, String fields, String reason) {
    var because = because(mailFrom, from, fields, new Otp.None("a test"));
    assertTrue(because.contains(reason), because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<> | no-reply@acme.example | Auto-Submitted: auto-generated",
        "<> | no-reply@acme.example | Auto-Submitted: auto-generated"
            + "~X-Auto-Response-Suppress: All",
        "a@acme.example | no-reply@acme.example | Auto-Submitted: auto-generated"
            + "~X-Auto-Response-Suppress: All~In-Reply-To: <1@x>",
        "<> | no-reply@acme.example | Precedence: bulk~X-Auto-Response-Suppress: OOF, AutoReply",
        "<> | no-reply@acme.example | Auto-Submitted: no",
        "<> | no-reply@acme.example | Auto-Submitted: auto-notified",
        "<> | no-reply@acme.example | X-Autoreply: no",
        "<> | no-reply@acme.example | Content-Type: multipart/alternative; boundary=x",
        "a@acme.example | no-reply@acme.example | Content-Type: multipart/report; boundary=x",
        "<> | no-reply@acme.example | Content-Type: text/plain; name=\"multipart/report\"",
        "<> | no-reply@acme.example | Content-Type: multipart/reports",
        "<> | postmaster@acme.example | Content-Type: text/plain",
        "a@acme.example | mailer-daemon@acme.example | Content-Type: text/plain",
        "a@acme.example | no-reply@acme.example | X-Failed-Recipients: john@a.example",
        "<> | nobody | X-Nothing: x",
      })
  void leavesAloneWhatASiteMayHaveSent(String mailFrom, String from, String fields) {
    assertEquals("", because(mailFrom, from, fields, new Otp.None("a test")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<> | X-Nothing: x | Automatische Antwort: Ihr Code 774 120",
        "a@a.example | In-Reply-To: <1@x> | Réponse automatique : Votre code",
        "a@a.example | X-Auto-Response-Suppress: All | 自動応答： コード 482913",
      })
  void knowsAnAutomaticReplyByItsSubjectEvenIfItQuotesACode(
      String mailFrom, String fields, String subject) {
    var because = because(mailFrom, subject, fields);
    assertEquals("an automatic reply: its subject says so", because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a@acme.example | X-Nothing: x | Automatic reply: your code 482913",
        "<> | In-Reply-To: <1@x> | Automatic reply to your request: 482913",
        "<> | In-Reply-To: <1@x> | Automatic reply",
      })
  void takesNoOtherSubjectForThatOfAReply(String mailFrom, String fields, String subject) {
    assertEquals("", because(mailFrom, subject, fields));
  }

  @Test
  void takesNothingThatCarriesACodeForAnExchangeReply() {
    var fields = "Auto-Submitted: auto-generated~X-Auto-Response-Suppress: All~In-Reply-To: <1@x>";
    assertEquals("", because("<>", "a@acme.example", fields, new Otp.Code("123456", "a test")));
  }

  @Test
  void readsTheTypeOfAReportInOnePassHoweverManySpacesStandInIt() {
    var fields = "Content-Type: multipart/report; report-type=" + " ".repeat(200_000) + "!";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> because("a@a.example", "a@a.example", fields, new Otp.None("")));
  }

  @Test
  void isIgnoredAndSaysWhy() {
    var letter =
        Incoming.from("ann@a.example", Draft.headers("Auto-Submitted: auto-replied"), "Hi", "Away");
    var decision =
        new Router(new RoutingSettings(Incoming.RECIPIENTS, Duration.ofMinutes(15)))
            .route(Incoming.envelope(FORWARDER, Incoming.GATEWAY), letter)
            .getFirst();
    assertEquals(
        "an automatic reply: Auto-Submitted: auto-replied",
        assertInstanceOf(Decision.Ignore.class, decision).because());
  }
}
