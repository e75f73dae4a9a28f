package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b", "  john.doe+x@example.com ", "\"odd@local\"@example.com", "用户@例え.jp"})
  void readsAnAddress(String text) {
    assertEquals(text.strip(), Address.of(text).orElseThrow().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "john", "@example.com", "john@", "<a@b>", "a b@c", "a@b\r\nc", "a@b,c@d"})
  void takesNothingElseForAnAddress(String text) {
    assertEquals(Optional.empty(), Address.of(text));
    assertThrows(IllegalArgumentException.class, () -> new Address(text));
  }

  @ParameterizedTest
  @CsvSource({
    "otp@gw.example.com, true",
    "OTP@GW.Example.COM, true",
    "otp+john@gw.example.com, true",
    "otp+john=example.com@gw.example.com, true",
    "otp2@gw.example.com, false",
    "+otp@gw.example.com, false",
    "otp@example.com, false",
    "anything@all.example.com, true",
    "anything@sub.all.example.com, false",
  })
  void takesMailForItsRecipientsOnly(String address, boolean taken) {
    var recipients = new Recipients(List.of("otp@GW.example.com", "*@all.example.com"));
    assertEquals(taken, recipients.contain(new Address(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"otp", "*", "*@", "o*p@gw.example.com", "**@gw.example.com", "@gw"})
  void takesNothingElseForAPatternOfRecipients(String pattern) {
    assertFalse(Recipients.wellFormed(pattern));
    assertThrows(IllegalArgumentException.class, () -> new Recipients(List.of(pattern)));
  }

  @Test
  void foldsTheCaseOfAnIdentifierThatIsAnAddressAndOfNoOther() {
    assertEquals(new Identifier("john@example.com"), new Identifier(" John@Example.COM "));
    assertEquals("AbC", new Identifier("AbC").value());
    assertThrows(IllegalArgumentException.class, () -> new Identifier("  "));
  }

  @Test
  void putsTheSubjectInFrontOfTheText() {
    assertEquals("Subject: Your code\n\n123456", letter("Your code", "123456").content());
    assertEquals("123456", letter("", "123456").content());
    assertEquals("Subject: 123456 is your code", letter("123456 is your code", "").content());
    assertEquals("", letter("", "").content());
  }

  @Test
  void cutsWhatSkyvernWouldRefuse() {
    int room = Letter.MAX_CONTENT;
    assertEquals(room, letter("", "x".repeat(room)).content().length());
    var cut = letter("", "x".repeat(room + 1)).content();
    assertEquals(room, cut.length());
    assertTrue(cut.endsWith("[cut]"));
    var emoji = letter("", "x" + "😀".repeat(room)).content();
    assertTrue(emoji.length() <= room);
    assertFalse(Character.isHighSurrogate(emoji.charAt(emoji.indexOf("\n[cut]") - 1)));
  }

  private static Letter letter(String subject, String text) {
    return new Letter(
        "1@x",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Headers.NONE,
        subject,
        text,
        new Otp.None("a test"),
        Optional.empty());
  }
}
