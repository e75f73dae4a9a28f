package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Headers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GmailConfirmationTest {

  private static final String SENDER = "forwarding-noreply@google.com";
  private static final String HOST = "https://mail-settings.google.com/mail/";
  private static final String LINK = HOST + "vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I";
  private static final String CANCEL = HOST + "uf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I";

  private static Decision.Confirm confirm(String subject, String text) {
    var letter = Incoming.from(SENDER, Headers.NONE, subject, text);
    return assertInstanceOf(
        Decision.Confirm.class, GmailConfirmation.of(Incoming.GATEWAY, letter).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | forwarding-noreply@google.com | X-Google-Address-Confirmation | Hello",
        "true | Forwarding-NoReply@Google.com | X-Other |"
            + " https://mail-settings.google.com/mail/vf-%5BA%5D-b",
        "true | forwarding-noreply@google.com | X-Other | https://mail.google.com/mail/u/0/vf-x",
        "false | forwarding-noreply@google.com | X-Other | https://mail.google.com/mail/uf-x",
        "false | forwarding-noreply@google.com | X-Other | http://mail.google.com/mail/vf-x",
        "false | forwarding-noreply@google.com | X-Other |"
            + " https://mail.google.com.evil.example/mail/vf-x",
        "false | forwarding-noreply@google.com | X-Other | https://mail-settings.google.com/vf-x",
        "false | no-reply@google.com | X-Google-Address-Confirmation |"
            + " https://mail.google.com/mail/vf-x",
        "false | forwarding-noreply@google.com.evil.example | X-Google-Address-Confirmation |"
            + " https://mail.google.com/mail/vf-x",
        "false | forwarding-noreply@evil.example | X-Google-Address-Confirmation |"
            + " https://mail.google.com/mail/vf-x",
      })
  void isKnownByItsSenderAndEitherMark(boolean known, String from, String field, String text) {
    var letter = Incoming.from(from, Draft.headers(field + ": x"), "Your code is 123456", text);
    assertEquals(known, GmailConfirmation.of(Incoming.GATEWAY, letter).isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Subject | mailbox | code
        "(#99427480) Gmail Forwarding Confirmation - Receive Mail from j.doe@g.example |"
            + " j.doe@g.example | 99427480",
        "(Gmail Forwarding Confirmation - Receive Mail from j.doe@g.example | j.doe@g.example |",
        "(Gmail Forwarding Confirmation - Receive Mail from j12345678@g.example |"
            + " j12345678@g.example |",
        "（#745359589）Gmail の転送の確認 - j.doe@g.example からメールを受信 | j.doe@g.example | 745359589",
        "（#745359589）Gmail の転送の確認 - j.doe@g.exampleからメールを受信 | j.doe@g.example | 745359589",
        "Confirmación de reenvío de 317635984 (n.º Gmail) - Recibir correo de j.doe@g.example |"
            + " j.doe@g.example | 317635984",
        "Acme-Weiterleitungsbestätigung (#12345678): Nachrichten von j_d@corp.acme.example |"
            + " j_d@corp.acme.example | 12345678",
        "(#12345678) Gmail-továbbítás - levelek innen: j@g.example-tól | j@g.example | 12345678",
        "(#12345678) j@g.example'dan posta al | j@g.example | 12345678",
        "(#١٢٣٤٥٦٧٨) تأكيد - j@g.example | j@g.example | 12345678",
        "(#12345) Gmail Forwarding Confirmation - j@g.example | j@g.example |",
        "(#1234567890123) Gmail Forwarding Confirmation - j@g.example | j@g.example |",
        "Receive Mail from j+tag@xn--mnchen-3ya.example to otp@gw.example |"
            + " j+tag@xn--mnchen-3ya.example |",
        "Gmail Forwarding Confirmation | |",
      })
  void readsMailboxAndCodeFromTheSubject(String subject, String mailbox, String code) {
    var confirm = confirm(subject, LINK);
    assertEquals(Optional.ofNullable(mailbox), confirm.mailbox().map(Address::value));
    assertEquals(Optional.ofNullable(code), confirm.code());
    assertEquals(Optional.of(LINK), confirm.link());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "j@g.example wants to forward to otp@gw.example.~Confirmation code: 99427480~~LINK |"
            + " j@g.example | 99427480",
        "otp@gw.example, j@g.example~確認コード：745359589~LINK | j@g.example | 745359589",
        "j@g.example~LINK~https://support.google.example/answer: 10957 | j@g.example |",
        "j@g.example wrote on 20261122 to 12345678 people~LINK | j@g.example |",
        "otp+j=acme.example@gw.example~j@g.example~LINK | j@g.example |",
        "write to mail-help@google.com~LINK | |",
      })
  void readsMailboxAndCodeFromTheTextWhenTheSubjectHasNone(
      String text, String mailbox, String code) {
    var recipient =
        text.contains("otp+j") ? new Address("otp+j=acme.example@gw.example") : Incoming.GATEWAY;
    var letter =
        Incoming.from(SENDER, Headers.NONE, "Hi", text.replace("~", "\n").replace("LINK", LINK));
    var confirm =
        assertInstanceOf(
            Decision.Confirm.class, GmailConfirmation.of(recipient, letter).orElseThrow());
    assertEquals(Optional.ofNullable(mailbox), confirm.mailbox().map(Address::value));
    assertEquals(Optional.ofNullable(code), confirm.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HOST + "vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I",
        HOST + "vf-[ANGjdJ_x1f0-JZ4]-KiU2kFTTq2I",
        HOST + "u/0/vf-%5bA%5d-b~c.d=e",
        "https://mail.google.com/mail/vf-%5BA%5D-b",
        "https://mail.google.com/mail/u/12/vf-%5BA%5D-b",
      })
  void takesTheApproveLinkByteForByteWhateverStandsAroundIt(String link) {
    for (var around :
        new String[] {
          "%s", "(%s)", "<%s>", "\"%s\"", "%s.", "%s、次", "。%s。", "a %s b", "\u200e%s\u200e"
        }) {
      var text = CANCEL + "\n" + around.formatted(link) + "\n" + CANCEL;
      assertEquals(Optional.of(link), confirm("Hi", text).link(), around);
    }
  }

  @Test
  void neverTakesTheCancelLink() {
    var letter =
        Incoming.from(SENDER, Draft.headers("X-Google-Address-Confirmation: x"), "Hi", CANCEL);
    var confirm =
        assertInstanceOf(
            Decision.Confirm.class, GmailConfirmation.of(Incoming.GATEWAY, letter).orElseThrow());
    assertEquals(Optional.empty(), confirm.link());
  }

  @Test
  void tellsNothingButTheMaskedMailboxInItsReason() {
    var confirm = confirm("(#99427480) Receive Mail from john.doe@g.example", LINK);
    assertTrue(
        confirm.because().startsWith("Gmail asks to confirm forwarding from j…@g.example: "),
        confirm.because());
    assertFalse(confirm.because().contains("vf-"));
    assertFalse(confirm.because().contains("99427480"));
  }

  @Test
  void isDecidedBeforeAnythingElseAndForEachRecipient() {
    var other = new Address("otp+x@gw.example");
    var headers =
        Draft.headers(
            "X-Google-Address-Confirmation: x", "Auto-Submitted: auto-replied", "Precedence: bulk");
    var router =
        new Router(
            new RoutingSettings(
                Incoming.RECIPIENTS,
                Duration.ofMinutes(15),
                new PostingSettings(
                    PostingSettings.Content.CODE, PostingSettings.WithoutOtp.IGNORE)));
    var decisions =
        router.route(
            Incoming.envelope("", Incoming.GATEWAY, other),
            Incoming.from(SENDER, headers, "Hi", LINK));
    for (var decision : decisions) {
      assertInstanceOf(Decision.Confirm.class, decision);
    }
    assertEquals(other, decisions.getLast().recipient());
  }
}
