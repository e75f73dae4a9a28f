package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {

  private static final String SALT = "c2FsdHNhbHQ"; // saltsalt
  private static final String HASH = "A".repeat(43);
  private static final Secret PASSWORD = new Secret("correct horse");

  private static final PasswordHash OF_PASSWORD = PasswordHash.make(PASSWORD, PasswordHash.FEWEST);

  /** By Python: hashlib.pbkdf2_hmac("sha256", "pässwörd".encode(), b"saltsalt", 100000). */
  @Test
  void agreesWithOtherImplementations() {
    var hash =
        PasswordHash.of(
                "pbkdf2-sha256$100000$" + SALT + "$b3loQnHSnfkHdUX1n7R-Tipv0oeaO6AamJsLFL-1ajM")
            .orElseThrow();

    assertTrue(hash.matches(new Secret("pässwörd"), 0));
    assertFalse(hash.matches(new Secret("passwörd"), 0));
  }

  @Test
  void isReadBackFromItsText() {
    assertEquals(OF_PASSWORD, PasswordHash.of(OF_PASSWORD.text()).orElseThrow());
    assertTrue(OF_PASSWORD.text().startsWith("pbkdf2-sha256$100000$"), OF_PASSWORD.text());
  }

  @ParameterizedTest
  @CsvSource({
    "correct horse, true",
    "correct horsf, false",
    "'correct horse ', false",
    "Correct horse, false",
    "'', false"
  })
  void matchesItsPasswordOnly(String password, boolean right) {
    assertEquals(right, OF_PASSWORD.matches(new Secret(password), 0));
    assertEquals(right, OF_PASSWORD.matches(new Secret(password), PasswordHash.FEWEST + 1));
  }

  @Test
  void isAnotherEachTime() {
    assertNotEquals(OF_PASSWORD, PasswordHash.make(PASSWORD, PasswordHash.FEWEST));
  }

  @Test
  void takesWhatLooksTheSameForTheSame() {
    assertTrue(
        PasswordHash.make(new Secret("o\u0308"), PasswordHash.FEWEST)
            .matches(new Secret("\u00f6"), 0));
  }

  @ParameterizedTest
  @CsvSource({
    "99999, 11, 43, false",
    "100000, 11, 43, true",
    "5000000, 11, 43, true",
    "5000001, 11, 43, false",
    "999999999, 11, 43, false",
    "100000, 10, 43, false",
    "100000, 86, 43, true",
    "100000, 87, 43, false",
    "100000, 11, 42, false",
    "100000, 11, 44, false"
  })
  void isBoundedBothWays(int iterations, int salt, int hash, boolean good) {
    var text = "pbkdf2-sha256$%d$%s$%s".formatted(iterations, "A".repeat(salt), "A".repeat(hash));
    assertEquals(good, PasswordHash.of(text).isPresent(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "pbkdf2-sha256",
        "pbkdf2-sha1$100000$S$H",
        "PBKDF2-SHA256$100000$S$H",
        "pbkdf2-sha256$0100000$S$H",
        "pbkdf2-sha256$+100000$S$H",
        "pbkdf2-sha256$9999999999$S$H",
        "pbkdf2-sha256$100000$S=$H",
        "pbkdf2-sha256$100000$S$H=",
        "pbkdf2-sha256$100000$S$H$",
        "pbkdf2-sha256$100000$$H",
        "pbkdf2-sha256$100000$c2FsdHNhbH+$H",
        "pbkdf2-sha256$100000$c2FsdHNhbHR$H",
        " pbkdf2-sha256$100000$S$H"
      })
  void isNoneOfAnythingElse(String text) {
    assertTrue(PasswordHash.of(text.replace("$S", "$" + SALT).replace("$H", "$" + HASH)).isEmpty());
  }

  @Test
  void isOfWhatCanBeTypedAndIsNotTooLong() {
    assertTrue(PasswordHash.canBeOf(new Secret("x".repeat(PasswordHash.MAX_PASSWORD))));
    assertFalse(PasswordHash.canBeOf(new Secret("x".repeat(PasswordHash.MAX_PASSWORD + 1))));
    assertFalse(PasswordHash.canBeOf(new Secret("ö".repeat(PasswordHash.MAX_PASSWORD / 2 + 1))));
    assertTrue(PasswordHash.canBeOf(new Secret(" ")));
    assertFalse(PasswordHash.canBeOf(Secret.NONE));
    assertFalse(PasswordHash.canBeOf(new Secret("a\u0000b")));
    assertFalse(PasswordHash.canBeOf(new Secret("a\u001b[D")));
  }

  @Test
  void showsNothingOfItself() {
    assertEquals("PasswordHash[100000 iterations]", OF_PASSWORD.toString());
  }

  @Test
  void isFoundByTheNameOfItsUserHoweverItIsComposed() {
    var users = new Users(Map.of("jo\u0308", OF_PASSWORD));

    assertEquals(OF_PASSWORD, users.of("jo\u0308").orElseThrow());
    assertEquals(OF_PASSWORD, users.of("j\u00f6").orElseThrow());
    assertTrue(users.of("J\u00f6").isEmpty());
    assertTrue(users.of("").isEmpty());
    assertEquals("Users[1]", users.toString());
  }
}
