package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {

  @ParameterizedTest
  @CsvSource({
    "*@a.example, j@a.example, true",
    "*@A.example, J@a.EXAMPLE, true",
    "*@a.example, @a.example, true",
    "*@a.example, j@b.a.example, false",
    "*@*.a.example, j@b.a.example, true",
    "*@*.a.example, j@a.example, false",
    "j@a.example, j@a.example, true",
    "j@a.example, jj@a.example, false",
    "j*n@a.example, john@a.example, true",
    "j*n@a.example, johnny@a.example, false",
    "j.n@a.example, jxn@a.example, false",
    "+49*, +4915112345678, true",
    "*, anything, true",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXbXbX, false",
  })
  void matchesTheWholeTextAndNothingElse(String pattern, String text, boolean matches) {
    assertEquals(matches, new Wildcards(List.of("none", pattern)).match(text));
  }

  @Test
  void matchesNothingWithoutAPattern() {
    assertFalse(Wildcards.NONE.match(""));
  }

  @Test
  void findsTheExactOneClosest() {
    var all = new Wildcards(List.of("*", "*@a.example", "j@a.example"));
    assertTrue(all.closeness("j@a.example") > all.closeness("k@a.example"));
    assertTrue(all.closeness("k@a.example") > all.closeness("k@b.example"));
    assertTrue(
        new Wildcards(List.of("j@a.example")).closeness("j@a.example")
            > new Wildcards(List.of("j*@a.example")).closeness("j@a.example"));
  }

  @Test
  void isQuickWithManyStars() {
    var pattern = new Wildcards(List.of("*a".repeat(30) + "b"));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertFalse(pattern.match("a".repeat(1000))));
  }
}
