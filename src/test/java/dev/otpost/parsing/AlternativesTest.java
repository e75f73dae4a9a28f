package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlternativesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "html | your code is 4711 | Your code is 4711",
        "html | This mail needs HTML | Your code is 4711",
        "plain | code 4711 in 2026 | code 4711",
        "plain | code 4711 for your account | code 4 7 1 1 for your account",
        "html | code 4711 of 2025 | code 4711 of 2026",
        "plain | your code for signing in is 4711 | Unsubscribe",
        "html | your code https://acme.example/482913 | Your code",
        "html | a https://acme.example/very/long/link/that/says/nothing | your code",
      })
  void takesTheOneThatSaysMore(String better, String plain, String html) {
    assertEquals(better.equals("html") ? html : plain, Alternatives.better(plain, html));
  }
}
