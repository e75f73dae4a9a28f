package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.intake.smtp.Sasl.Cancelled;
import dev.otpost.intake.smtp.Sasl.Challenge;
import dev.otpost.intake.smtp.Sasl.Credentials;
import dev.otpost.intake.smtp.Sasl.Malformed;
import dev.otpost.intake.smtp.Sasl.Unsupported;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.message.Users;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SaslTest {

  private static final Credentials TIM = new Credentials("tim", new Secret("tanstaaf"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLAIN AHRpbQB0YW5zdGFhZg==", // "\0tim\0tanstaaf", RFC 4616 4
        "plain AHRpbQB0YW5zdGFhZg==",
        "PLAIN dGltAHRpbQB0YW5zdGFhZg==" // "tim\0tim\0tanstaaf"
      })
  void takesPlainInOneStep(String argument) {
    assertEquals(TIM, Sasl.begin(argument));
  }

  @Test
  void takesPlainInTwoSteps() {
    var challenge = assertInstanceOf(Challenge.class, Sasl.begin("PLAIN"));
    assertEquals("", challenge.text());
    assertEquals(TIM, challenge.answer("AHRpbQB0YW5zdGFhZg=="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOGIN", "login", "Login dGlt"})
  void takesLoginWithTheUserAtOnceOrAsked(String argument) {
    var step = Sasl.begin(argument);
    if (!argument.contains(" ")) {
      var user = assertInstanceOf(Challenge.class, step);
      assertEquals("VXNlcm5hbWU6", user.text());
      step = user.answer("dGlt");
    }
    var password = assertInstanceOf(Challenge.class, step);
    assertEquals("UGFzc3dvcmQ6", password.text());
    assertEquals(TIM, password.answer(base64("tanstaaf")));
  }

  @Test
  void takesNamesAndPasswordsOfAllScripts() {
    assertEquals(
        new Credentials("用户", new Secret("пароль 😀")),
        Sasl.begin("PLAIN " + base64("\0用户\0пароль 😀")));
  }

  @Test
  void endsAtAStarWhereverTheClientIsAsked() {
    var plain = assertInstanceOf(Challenge.class, Sasl.begin("PLAIN"));
    var user = assertInstanceOf(Challenge.class, Sasl.begin("LOGIN"));
    var password = assertInstanceOf(Challenge.class, user.answer("dGlt"));
    for (var challenge : new Challenge[] {plain, user, password}) {
      assertEquals(new Cancelled(), challenge.answer("*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRAM-MD5", "XOAUTH2 abc", "PLAINX", "PLAIN=AHRpbQB0YW5zdGFhZg==", "="})
  void knowsNoOtherMechanism(String argument) {
    assertEquals(new Unsupported(), Sasl.begin(argument));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " PLAIN",
        "PLAIN ",
        "PLAIN =",
        "PLAIN *",
        "PLAIN  AHRpbQB0YW5zdGFhZg==",
        "PLAIN AHRpbQB0YW5zdGFhZg== ",
        "PLAIN AHRpbQB0YW5zdGFhZg== x",
        "PLAIN AHRpbQB0YW5zdGFhZg", // no padding
        "PLAIN AHRpbQB0YW5zdGFhZg=",
        "PLAIN AHRpbQB0YW5zdGFhZh==", // bits behind the end
        "PLAIN AHRpbQB0YW5z\tGFhZg==",
        "PLAIN AHRpbQB0YW5zdGFhZg==AHRpbQB0YW5zdGFhZg==",
        "PLAIN AHRpbQB0YW5zdGF_Zg==",
        "PLAIN AHRpbQB0YW5zdGFhZ\u0161==",
        "LOGIN *"
      })
  void isStrictAboutBase64(String argument) {
    assertInstanceOf(Malformed.class, Sasl.begin(argument));
  }

  @ParameterizedTest
  @CsvSource({
    "tim",
    "tim|tanstaaf",
    "|tim|tanstaaf|",
    "|tim|tan|staaf",
    "|tim|",
    "||tanstaaf",
    "||",
    "tom|tim|tanstaaf",
    "TIM|tim|tanstaaf"
  })
  void isStrictAboutThePartsOfPlain(String message) {
    assertInstanceOf(Malformed.class, Sasl.begin("PLAIN " + base64(message.replace('|', '\0'))));
  }

  @ParameterizedTest
  @CsvSource({"'', secret", "t|im, secret", "tim, ''", "tim, se|cret"})
  void isStrictAboutNameAndPasswordOfLogin(String user, String password) {
    var asked = assertInstanceOf(Challenge.class, Sasl.begin("LOGIN"));
    var step = assertInstanceOf(Challenge.class, asked.answer(base64(user.replace('|', '\0'))));
    assertInstanceOf(Malformed.class, step.answer(base64(password.replace('|', '\0'))));
  }

  @Test
  void takesAnEqualsSignForNothingInTheFirstResponseOnly() {
    var asked = assertInstanceOf(Challenge.class, Sasl.begin("LOGIN ="));
    assertEquals("UGFzc3dvcmQ6", asked.text());
    assertInstanceOf(Malformed.class, asked.answer("="));
  }

  @Test
  void takesNoTextThatIsNotUtf8() {
    for (var octets : new String[] {"\0t\u00efm\0secret", "\0tim\0\u00c0\u0080", "\0tim\0\u00ff"}) {
      var encoded = Base64.getEncoder().encodeToString(octets.getBytes(ISO_8859_1));
      assertInstanceOf(Malformed.class, Sasl.begin("PLAIN " + encoded));
    }
  }

  @ParameterizedTest
  @CsvSource({"255, 1024, true", "256, 1, false", "1, 1025, false"})
  void takesNamesAndPasswordsUpToTheirLimits(int user, int password, boolean good) {
    assertEquals(255, Users.MAX_NAME);
    assertEquals(1024, PasswordHash.MAX_PASSWORD);
    var step = Sasl.begin("PLAIN " + base64("\0" + "u".repeat(user) + "\0" + "p".repeat(password)));
    assertEquals(good, step instanceof Credentials);
  }

  @Test
  void showsNothingOfWhatWasSaid() {
    var asked = assertInstanceOf(Challenge.class, Sasl.begin("LOGIN " + base64("s3cret")));
    for (var step :
        new Sasl[] {
          asked,
          asked.answer(base64("s3cret")),
          asked.answer("s3cret"),
          Sasl.begin("PLAIN s3cret"),
          Sasl.begin("s3cret s3cret"),
          Sasl.begin("PLAIN " + base64("s3cret\0tim\0s3cret"))
        }) {
      assertFalse(step.toString().contains("s3cret"), step::toString);
    }
    assertFalse(asked.asked().toString().contains("s3cret"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
