package dev.otpost.parsing.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accents that are written apart from their letters. */
class AccentsTest {

  @ParameterizedTest
  @CsvSource({"1, й", "30, й", "31, и\u0306"})
  void arePutOntoTheirLettersUnlessMoreThanALetterCanBear(int accents, String letter) {
    var page = Page.of("", "", "деи\u0306ствует\n\na" + "\u0301".repeat(accents));
    assertEquals("де" + letter + "ствует", page.text().strip().lines().findFirst().orElse(""));
  }
}
