package dev.otpost.parsing.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accents that are written apart from their letters. */
class AccentsTest {

  @ParameterizedTest
  @CsvSource({"1, 10", "30, 10", "31, 0"})
  void arePutOntoTheirLettersUnlessMoreThanALetterCanBear(int accents, long minutes) {
    var text = "Code 482913, gu\u0308ltig 10 Minuten\n\na" + "\u0301".repeat(accents);
    assertEquals(
        Optional.of(Duration.ofMinutes(minutes)).filter(Duration::isPositive),
        OtpReader.read("", text).validFor());
  }
}
