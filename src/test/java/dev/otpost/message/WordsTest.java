package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b",
        "  john.doe+x@example.com ",
        "\"odd@local\"@example.com",
        "\"a <b>, c\"@d",
        "用户@例え.jp"
      })
  void readsAnAddress(String text) {
    assertEquals(text.strip(), Address.of(text).orElseThrow().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "john",
        "@example.com",
        "john@",
        "<a@b>",
        "a b@c",
        "a@b\r\nc",
        "a@b,c@d",
        "\"a\nb\"@c",
        "\"a\"b c@d"
      })
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
  @CsvSource({
    // Seven characters are not random, nor eight that change places only twice.
    "otp-7f3k9q2m@gw.example.com, true",
    "OTP-7F3K9Q2M@GW.Example.com, true",
    "otp-7f3k9q2m+john@gw.example.com, true",
    "7f3k9q2@gw.example.com, false",
    "a7bbbbbb@gw.example.com, false",
    "a7b7bbbb@gw.example.com, true",
    "a7b.7bbb2@gw.example.com, false",
    "otp+7f3k9q2m@gw.example.com, false",
    "fixed+9x8y7z6w@gw.example.com, true",
    "fixed@gw.example.com, false",
    "7f3k9q2m@all.example.com, false",
    "john.smith2024@gw.example.com, false",
    "otp-7f3k9q2m@other.example.com, false",
  })
  void tellsAnAddressThatNobodyGuesses(String address, boolean secret) {
    var recipients =
        new Recipients(
            List.of(
                "otp-7f3k9q2m@gw.example.com",
                "7f3k9q2@gw.example.com",
                "a7bbbbbb@gw.example.com",
                "a7b7bbbb@gw.example.com",
                "a7b.7bbb2@gw.example.com",
                "otp@gw.example.com",
                "fixed+9x8y7z6w@gw.example.com",
                "john.smith2024@gw.example.com",
                "*@all.example.com"));
    assertEquals(secret, recipients.keepSecret(new Address(address)));
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

  @ParameterizedTest
  @CsvSource({"PT5M, PT5M", "PT15M, PT15M", "PT1H, PT15M", "PT1S, PT1S"})
  void endsALifeSoonerAndNeverLater(Duration atMost, Duration length) {
    var life = Life.of(Instant.EPOCH, Duration.ofMinutes(15)).atMost(atMost);
    assertEquals(new Life(Instant.EPOCH, Instant.EPOCH.plus(length)), life);
  }

  @Test
  void putsTheSubjectInFrontOfTheText() {
    assertEquals("Subject: Your code\n\n123456", letter("Your code", "123456").content());
    assertEquals("123456", letter("", "123456").content());
    assertEquals("Subject: 123456 is your code", letter("123456 is your code", "").content());
    assertEquals("", letter("", "").content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "Your code"})
  void isNoLetterIfSkyvernWouldRefuseIt(String subject) {
    var text = "x".repeat(Letter.mostText(subject));
    assertEquals(Letter.MAX_CONTENT, letter(subject, text).content().length());
    assertThrows(IllegalArgumentException.class, () -> letter(subject, text + "x"));
  }

  private static Letter letter(String subject, String text) {
    return Draft.of(subject, text).letter();
  }
}
