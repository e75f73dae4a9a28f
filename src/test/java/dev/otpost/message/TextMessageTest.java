package dev.otpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.parsing.MessageParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextMessageTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final PhoneNumber TO = new PhoneNumber("+4915112345678");

  private static Letter letter(String id, String from, String body) {
    return new MessageParser().parse(new TextMessage(id, from, TO, body, Optional.of(NOW)).raw());
  }

  private static Letter letter(String body) {
    return letter("SM1", "GOOGLE", body);
  }

  @Test
  void isReadAsItWasWritten() {
    var letter = letter("G-471108 is your Google verification code.\nDon't share it: 日本語 🔑");
    assertEquals("SM1@sms.invalid", letter.messageId());
    assertEquals(Optional.of(NOW), letter.date());
    assertEquals(Optional.of(new Address("GOOGLE@sms.invalid")), letter.from());
    assertEquals(
        "G-471108 is your Google verification code.\nDon't share it: 日本語 🔑", letter.content());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Your code is 471108. | 471108",
        "Use 471 108 to sign in | 471108",
        "G-471108 is your Google verification code. | 471108",
        "Your ExampleCo code is 747723.\\n\\n@example.com #747723 | 747723",
        "747723 est votre code ExampleCo\\n\\n@example.com #747723 | 747723",
        "@example.com #747723 | 747723",
        "Nicht weitergeben: 1111 oder 2222\\n\\n@login.example.com #XK-4711\\n | XK-4711",
        "Your code is 471108\\n@example.com #about | 471108",
        "@example.com #747723 is old, your code is 471108 | 471108",
        "<#> 4711 is your code\\nFA+9qCX9VSu | 4711",
        "【Example】您的验证码是 471108，5分钟内有效。 | 471108",
      })
  void itsCodeIsFound(String body, String code) {
    var otp = letter(body.replace("\\n", "\n")).otp();
    assertTrue(otp instanceof Otp.Code found && found.value().equals(code), otp::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Eve\r\nBcc: all@example.com",
        "Eve\nX-Google-Address-Confirmation: 1",
        "forwarding-noreply@google.com",
        "<forwarding-noreply@google.com>",
        "a@b.example>, <c@d.example",
        "\"quoted\\\" (comment)",
        "Deutsche Bank",
        "Ämter 日本語 \ud83d",
        "=?utf-8?q?a=40b.example?=",
        "%40\u0000\u001b[31m",
        "x,y;z:",
      })
  void noSenderAndNoIdGetsOutOfItsField(String hostile) {
    var letter = letter(hostile, hostile, "Your code is 471108");
    assertEquals("sms.invalid", letter.from().orElseThrow().domain());
    assertTrue(letter.messageId().endsWith("@sms.invalid"), letter.messageId());
    assertEquals(List.of(new Address("+4915112345678@sms.invalid")), letter.to());
    assertEquals("Your code is 471108", letter.content());
    assertEquals(
        7,
        new String(new TextMessage(hostile, hostile, TO, "x", Optional.of(NOW)).raw(), UTF_8)
            .split("\r\n\r\n", 2)[0]
            .lines()
            .count());
  }

  @Test
  void noTextGetsIntoTheHeader() {
    var hostile = "From: a@b.example\r\nSubject: x\r\n\r\n.\r\n--b\r\nYour code is 471108";
    var letter = letter(hostile);
    assertEquals("GOOGLE@sms.invalid", letter.from().orElseThrow().value());
    assertEquals("", letter.subject());
    assertTrue(letter.text().contains("471108"));
  }

  @Test
  void aSenderOfAnyLengthIsCut() {
    assertTrue(letter("x".repeat(70_000), "y".repeat(70_000), "hi").messageId().length() < 200);
  }

  @Test
  void twoIdsAreNeverTheSame() {
    var ids = Map.of("a b", "a%20b", "a/b", "a\\b");
    ids.forEach(
        (one, other) ->
            assertTrue(
                !letter(one, "x", "y").messageId().equals(letter(other, "x", "y").messageId()),
                one));
  }

  @Test
  void onlyItsEnvelopeSaysThatItIsOne() {
    var text = new TextMessage("", "GOOGLE", TO, "hi", Optional.empty());
    var envelope = text.envelope("192.0.2.1", NOW);
    var recipient = envelope.rcptTo().getFirst();
    assertEquals(
        Optional.of(new Identifier("+4915112345678")), TextMessage.receiver(envelope, recipient));
    var mail = new Envelope(Source.SMTP, "", List.of(recipient), "192.0.2.1", NOW);
    assertEquals(Optional.empty(), TextMessage.receiver(mail, recipient));
  }

  @Test
  void showsNeitherTextNorNumber() {
    var text = new TextMessage("SM1", "+49301234567", TO, "471108", Optional.empty()).toString();
    assertTrue(!Pattern.compile("471108|12345").matcher(text).find(), text);
  }
}
