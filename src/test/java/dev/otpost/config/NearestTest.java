package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "smtp.prot, smtp.port",
    "smtp.Port, smtp.port",
    "skyvern.api_key, skyvern.api-key",
    "skyvern.apikey, skyvern.api-key",
    "skyvern.api-keyfile, skyvern.api-key-file",
    "smtp.recipient, smtp.recipients",
    "delivery.timeout, delivery.call-timeout",
    "imap.folder, ''",
    "x, ''"
  })
  void guessesTheKeyThatWasMeantOrNone(String written, String meant) {
    assertEquals(meant, Nearest.to(written, Keys.ALL.stream().map(Key::name).toList()).orElse(""));
  }
}
