package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that a mail holds and does not show counts where it says what the code is, only there. */
class UnseenTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sign in to Acme    | Your code is 482913              | 482913    | Open the picture.",
        "Sign in to Acme    | Your code is K7QM-2XPD           | K7QM-2XPD | Open the picture.",
        "Sign in to Acme    | Your code is 482 913             | 482913    | Open the picture.",
        "Verification code  | 482913                           | 482913    | Open the picture.",
        "Hello              | Your code is 482913              | 482913    | Open the picture.",
        "Hello              | Your sign-in code is 482913      | 482913    | Open the picture.",
        "Hello              | 482913 is your verification code | 482913    | Open the picture.",
        // Numbers that are shown and are no codes do not stand in the way.
        "Sign in to Acme    | Your sign-in code is 482913      | 482913    | Acme, 12345 Berlin",
        "Sign in to Acme    | Your sign-in code is 482913      | 482913    | Ticket 77120 is open",
      })
  void isReadWhereItAloneSaysTheCode(String subject, String hidden, String code, String shown) {
    var letter = read(subject, hidden, shown);
    assertEquals(code, assertInstanceOf(Otp.Code.class, letter.otp()).value());
    assertEquals(hidden + "\n\n" + shown, letter.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // There is a code, or there are several, or a link that signs in.
        "Sign in       | Your code is 111222              | Your code is 482913",
        "Sign in       | Your code is 111222              | Your codes are 482913 or 603917",
        "Your code     | Your code is 111222              | 482913",
        "482913 is your code | Your code is 111222        | Welcome",
        // No word calls it a code.
        "Sign in       | 111222                           | Sign in to your account at Acme",
        "New sign-in   | 111222                           | Never tell anybody your verification"
            + " code.",
        "Sign in       | Campaign 111222                  | Sign in to your account at Acme",
        "Welcome       | 111222 333444                    | The news of November",
        "Hello         | 111222                           | is your verification code",
        // It is called something else, or the mail is about something else.
        "Your receipt  | Order number 11122233            | Thank you for your order. Total: 14.50",
        "Your receipt  | Your order 111222 has shipped    | Thank you for your order. Total: 14.50",
        "20% off       | Use the promo code SAVE20        | Shop now and save with our coupons",
        "News          | Save 20 % with the code 111222   | Shop now, free shipping on all orders",
        "Access code   | Save 15 % with the code AUTUMN15 | Type the code 4471-8 to sign in",
        "Sign in       | Your code is 111222              | Ticket 77120 was opened",
        // Several.
        "Sign in       | Your code is 111222. Your code is 333444. | Open the picture.",
      })
  void changesNothingElse(String subject, String hidden, String shown) {
    var without = read(subject, "", shown);
    var with = read(subject, hidden, shown);
    assertEquals(without.text(), with.text());
    assertEquals(without.otp(), with.otp());
  }

  @ParameterizedTest
  @CsvSource({"200,true", "201,false"})
  void isBelievedWithAMereWordForACodeWhereLittleIsShown(int shown, boolean believed) {
    var letter =
        read("Your code, reviewed", "Your code is 482913 lines long?", "x".repeat(shown - 2));
    assertEquals(believed, letter.otp() instanceof Otp.Code);
  }

  @Test
  void isFoundInFrontOfALongText() {
    var letter = read("Sign in", "Your code is 482913", "All work and no play. ".repeat(10_000));
    assertEquals("482913", assertInstanceOf(Otp.Code.class, letter.otp()).value());
    assertTrue(letter.text().startsWith("Your code is 482913\n\nAll work"));
  }

  private static Letter read(String subject, String hidden, String shown) {
    var head = "Subject: " + subject + "\nContent-Type: text/html; charset=utf-8\n\n";
    var html = "<div style='display:none'>" + hidden + "</div><p>" + shown + "</p>";
    return new MessageParser().parse((head + html).getBytes(UTF_8));
  }
}
