package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Letter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose code it is, rung by rung. */
class LadderTest {

  private static final RoutingSettings SETTINGS =
      new RoutingSettings(Incoming.RECIPIENTS, Incoming.LIFETIME);

  private static void assertWhose(
      String identifier, String because, String recipient, String mailFrom, Letter letter) {
    var decision =
        assertInstanceOf(
            Decision.Deliver.class, Incoming.decide(SETTINGS, recipient, mailFrom, letter));
    assertEquals(identifier, decision.lane().identifier().value(), decision.because());
    assertTrue(decision.because().contains(because), decision.because());
  }

  @ParameterizedTest
  @CsvSource({
    "otp+john=example.com@gw.example, john@example.com, behind the plus",
    "otp+John.Doe=Example.COM@gw.example, john.doe@example.com, behind the plus",
    "otp+a=b=example.com@gw.example, a=b@example.com, behind the plus",
    "otp+john+acme=example.com@gw.example, john+acme@example.com, behind the plus",
    "otp+john=bücher.example@gw.example, john@bücher.example, behind the plus",
    "otp+4915112345678@gw.example, 4915112345678, behind the plus",
    "otp++4915112345678@gw.example, +4915112345678, behind the plus",
    "otp+123456@gw.example, 123456, behind the plus",
    "otp+12345@gw.example, ann@a.example, To of",
    "otp+1234567890123456@gw.example, ann@a.example, To of",
    "otp+acme@gw.example, ann@a.example, To of",
    "otp+=example.com@gw.example, ann@a.example, To of",
    "otp+john=@gw.example, ann@a.example, To of",
    "otp+john=exa_mple@gw.example, ann@a.example, To of",
    "otp+@gw.example, ann@a.example, To of",
    "otp@gw.example, ann@a.example, To of",
  })
  void readsTheIdentifierInTheRecipient(String recipient, String identifier, String because) {
    assertWhose(identifier, because, recipient, "", Incoming.of("To: ann@a.example"));
  }

  @Test
  void hearsTheRecipientBeforeAnythingInTheMail() {
    var letter =
        Incoming.of(
            "X-Forwarded-For: k@g.example otp@gw.example; From: a@acme.example; To: ann@a.example",
            "Fwd: Code",
            "4711",
            Incoming.inline("a@acme.example", "bob@b.example"));
    assertWhose("john@example.com", "plus", "otp+john=example.com@gw.example", "", letter);
    assertWhose("bob@b.example", "by hand", "otp@gw.example", "", letter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fields of the attached mail | identifier | because
        "From: a@acme.example; To: john@a.example | john@a.example | To of the attached mail",
        "From: a@acme.example; Cc: john@a.example | john@a.example | Cc of the attached mail",
        "Delivered-To: k@g.example; From: a@acme.example | k@g.example | Delivered-To of the"
            + " attached mail",
        "Delivered-To: k@g.example; From: a@acme.example; To: ann@a.example bob@a.example |"
            + " k@g.example | Delivered-To of the attached mail",
        "From: a@acme.example; To: ann@a.example me@f.example | me@f.example | the forwarder's own",
        "From: a@acme.example; To: ann@a.example bob@a.example | me@f.example | the forwarder",
        "From: a@acme.example | me@f.example | the forwarder",
        "From: a@acme.example; To: otp@gw.example | me@f.example | the forwarder",
        "From: a@acme.example; Delivered-To: victim@v.example | me@f.example | the forwarder",
      })
  void readsAnAttachedMailByTheSameRules(String inner, String identifier, String because) {
    var letter =
        Incoming.of(
            "From: me@f.example; To: otp@gw.example",
            "Fwd",
            "4711",
            Incoming.attached(Incoming.of(inner)));
    assertWhose(identifier, because, "otp@gw.example", "me@f.example", letter);
  }

  @Test
  void readsTheNumberOfATextMessageThatWasForwardedByHand() {
    var letter =
        Incoming.of(
            "From: me@f.example; To: otp@gw.example",
            "Fwd: SMS from 32665",
            "From: 32665\nTo: +4915112345678\n123456",
            Incoming.inline("", ""));
    assertWhose("+4915112345678", "text message", "otp@gw.example", "me@f.example", letter);
  }

  @Test
  void takesAFormThatQuotesItsSenderForNoForwardWhenARuleForwardedTheMail() {
    var fields =
        "X-Forwarded-For: john@a.example otp@gw.example; From: no-reply@acme.example; To:"
            + " john@a.example";
    var quoted = Incoming.inline("jane@visitor.example", "info@shop.example");
    assertWhose(
        "john@a.example",
        "To of the auto-forwarded mail",
        "otp@gw.example",
        "",
        Incoming.of(fields, "New message", "4711", quoted));
    assertWhose(
        "info@shop.example",
        "forwarded by hand",
        "otp@gw.example",
        "",
        Incoming.of(fields, "Fwd: New message", "4711", quoted));
  }

  @Test
  void readsAMailForwardedByHandInsideOfAnAttachedOne() {
    var inner =
        Incoming.of(
            "From: helper@h.example; To: me@f.example",
            "Fwd",
            "4711",
            Incoming.inline("a@acme.example", "john@a.example"));
    var withoutTo =
        Incoming.of(
            "From: helper@h.example; To: me@f.example",
            "Fwd",
            "4711",
            Incoming.inline("a@acme.example", ""));
    var fields = "From: me@f.example; To: otp@gw.example";
    assertWhose(
        "john@a.example",
        "inside of the attached mail",
        "otp@gw.example",
        "",
        Incoming.of(fields, "", "4711", Incoming.attached(inner)));
    assertWhose(
        "helper@h.example",
        "the forwarder",
        "otp@gw.example",
        "",
        Incoming.of(fields, "", "4711", Incoming.attached(withoutTo)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // MAIL FROM | fields | identifier | because
        "| X-Forwarded-For: j@g.example otp@gw.example; Delivered-To: k@g.example | j@g.example |"
            + " X-Forwarded-For",
        "| Delivered-To: last@g.example; Received: by g; X-Forwarded-For: first@h.example"
            + " last@g.example | last@g.example | Delivered-To",
        "| X-Original-To: o@g.example | o@g.example | X-Original-To",
        "| Envelope-To: o@g.example | o@g.example | Envelope-To",
        "| X-Delivered-To: o@g.example | o@g.example | X-Delivered-To",
        "| X-Resolved-To: o@g.example | o@g.example | X-Resolved-To",
        "| X-SimpleLogin-Envelope-To: al@alias.example | al@alias.example | X-SimpleLogin",
        "| Resent-From: John <j@corp.example>; Resent-To: otp@gw.example | j@corp.example |"
            + " Resent-From",
        "| Resent-From: \"<v@evil.example>, x\" <j@corp.example> | j@corp.example | Resent-From",
        "| Resent-To: Ann v@evil.example <j@corp.example> | j@corp.example | Resent-To",
        "| From: a@acme.example; X-MS-Exchange-Inbox-Rules-Loop: j@corp.example | j@corp.example |"
            + " Inbox-Rules-Loop",
        "j+SRS=AbCdE=XY@corp.example | From: a@acme.example | j@corp.example | +SRS",
        "SRS0=h4sh=TT=corp.example=j@relay.example | From: a@acme.example | j@corp.example | (SRS)",
        "srs0+h4sh=TT=corp.example=j@relay.example | From: a@acme.example | j@corp.example | (SRS)",
        "SRS1=x=one.example==h4sh=TT=corp.example=j@two.example | From: a@acme.example |"
            + " j@corp.example | (SRS)",
        "john@ionos.example | From: a@acme.example | john@ionos.example | MAIL FROM",
        // One of several addressees, as the site wrote it.
        "| X-Forwarded-For: j.d@gmail.com; From: a@acme.example; To: ann@a.example"
            + " jd+acme@gmail.com | jd+acme@gmail.com | X-Forwarded-For names",
        "john@a.example | From: a@acme.example; To: ann@a.example john@a.example | john@a.example |"
            + " MAIL FROM names",
        "| From: a@acme.example; To: ann@a.example j@a.example; Delivered-To: j@a.example |"
            + " j@a.example | Delivered-To names",
        // What the author wrote, or may have.
        "| Delivered-To: j@g.example; Received: by g; From: a@acme.example;"
            + " X-Forwarded-For: victim@v.example | j@g.example | Delivered-To",
        "j+caf_=otp=gw.example@gmail.com | X-Forwarded-For: victim@v.example | j@gmail.com | caf",
        "| From: a@acme.example; Delivered-To: victim@v.example | otp@gw.example | UNSURE",
        "| Subject: x; X-Forwarded-For: victim@v.example; From: a@acme.example; To: a@b.example"
            + " c@d.example | otp@gw.example | UNSURE",
        "| DKIM-Signature: v=1; Delivered-To: j@g.example | j@g.example | Delivered-To",
        "| DKIM-Signature: a=b;d=acme.example;s=x; X-Original-To: victim@v.example; From:"
            + " a@mail.acme.example | otp@gw.example | UNSURE",
        "| DKIM-Signature: a=b;d=relay.example; X-Original-To: j@g.example; From: a@acme.example |"
            + " j@g.example | X-Original-To",
        "SRS0=h4sh=TT=acme.example=robot@relay.example | From: a@acme.example | otp@gw.example |"
            + " UNSURE",
        "SRS0=h4sh=TT=esp.example=bounce-7@relay.example | From: a@acme.example | otp@gw.example |"
            + " UNSURE",
        "0100018b1a2b3c4d-x@ses.example | From: a@acme.example | otp@gw.example | UNSURE",
        "a@mail.acme.example | From: a@acme.example | otp@gw.example | UNSURE",
        // Written to us: whoever did so is no forwarder.
        "john@a.example | From: me@b.example; To: otp@gw.example | otp@gw.example | straight",
        "john@a.example | From: me@b.example; Cc: otp@gw.example | otp@gw.example | straight",
      })
  void readsTheTraceOfTheLatestHopWhenThereIsNotOneAddressee(
      String mailFrom, String fields, String identifier, String because) {
    assertWhose(
        identifier,
        because,
        "otp@gw.example",
        mailFrom == null ? "" : mailFrom,
        Incoming.of(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // subject | text | identifier
        "New SMS | From: 32665\\nTo: +49 151 12345678\\nYour code is 123456 | +4915112345678",
        "SMS from ACME | SIM1: +1 (202) 555-0123\\nYour code is 123456 | +12025550123",
        "SMS from 32665 to +4915112345678 | 123456 is your code | +4915112345678",
        "Text message received on +12025550123 | 123456 is your code | +12025550123",
        "x | SMS für dich\\nEmpfänger: 015112345678\\n123456 | 015112345678",
        "SMS from 32665 to +4915112345678 | To: +4915112345678\\n123456 | +4915112345678",
        "SMS from VERIFY | From: VERIFY\\nTo: +4915112345678 (SIM1)\\n123456 | +4915112345678",
        "x | Sender: 32665\\nReceiver: John (+49 151-123 45678)\\n123456 | +4915112345678",
        "x | From: ACME\\nReceived on your number +1 628-555-0199\\n123456 | +16285550199",
        "短信转发 | 123456\\n来自：106900112233\\n接收号码：+86 138 0013 8000 | +8613800138000",
        "短信转发 | 123456\\n来自：1069\\n卡槽：SIM2_中国移动_+8613800138000 | +8613800138000",
        "SMS受信 | 受信番号: 090-1234-5678\\n送信元: Acme\\n123456 | 09012345678",
        "[SMS] 1588-1234 | 수신번호: 010-9876-5432\\n발신번호: 1588-1234\\n123456 | 01098765432",
        "SMS | Número do chip: +55 (11) 98765-4321\\nRemetente: 27182\\n1234 | +5511987654321",
        "СМС | Отправитель: ACME\\nВаш номер: +7 912 345-67-89\\n1234 | +79123456789",
        "رسالة نصية | من: ACME\\nإلى: +966 50 123 4567\\n1234 | +966501234567",
        "x | {\"from\": \"ACME\", \"to\": \"+49 151 12345678\"} | +4915112345678",
        "SMS von ACME an +4915112345678 | 1234 | +4915112345678",
        "【短信】来自1069发送到+8613800138000 | 1234 | +8613800138000",
        // Not that sure.
        "SMS alerts | Your number: +4915112345678\\n123456 | otp@gw.example",
        "Your parcel | Phone number: +4915112345678\\nSender: Acme | otp@gw.example",
        "Your parcel | We send an SMS\\nSome\\nRecipient: +4915112345678 | otp@gw.example",
        "Your code | We sent an SMS. Questions? Call us on +4915112345678 | otp@gw.example",
        "New SMS | Reply to this SMS by writing to +4915112345678 | otp@gw.example",
        "New SMS | Received on: 2026-11-03 10:15:22 | otp@gw.example",
        "New SMS | From: +4915112345678\\nTo: +4915112345678 | otp@gw.example",
        "New SMS | To: 32665\\n123456 | otp@gw.example",
        "New SMS | From: +4915112345678\\nYour code is 123456 | otp@gw.example",
        "New SMS | Call us at +49 151 12345678, code 123456 | otp@gw.example",
        "New SMS | To: +4915112345678\\nTo: +4915112345679\\n123456 | otp@gw.example",
        "Your code | To: +4915112345678\\n123456 | otp@gw.example",
        "Your code by SMSX | To: +4915112345678\\n123456 | otp@gw.example",
      })
  void readsTheNumberThatATextMessageWasSentTo(String subject, String text, String identifier) {
    var letter =
        Incoming.of(
            "From: app@phone.example; To: otp@gw.example",
            subject,
            text.replace("\\n", "\n"),
            Optional.empty());
    assertWhose(identifier, "", "otp@gw.example", "app@phone.example", letter);
  }

  @Test
  void takesAnAttachedMailOfWhichOnlyTheAddresseesAreKnown() {
    var original =
        new Forwarded(
            Forwarded.How.ATTACHED,
            Optional.empty(),
            Incoming.of("To: john@a.example").to(),
            Optional.empty());
    assertWhose(
        "john@a.example",
        "attached",
        "otp@gw.example",
        "",
        Incoming.of("From: me@f.example", "", "4711", Optional.of(original)));
  }
}
