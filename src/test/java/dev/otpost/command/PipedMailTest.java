package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes through a pipe becomes what it was on the wire. */
final class PipedMailTest {

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "a\\nb\\n, a\\r\\nb\\r\\n",
        "a\\r\\nb\\r\\n, a\\r\\nb\\r\\n",
        "a\\n\\nb, a\\r\\n\\r\\nb",
        "a\\r\\n\\nb, a\\r\\n\\r\\nb",
        "a\\rb\\r, a\\rb\\r",
        "\\n, \\r\\n",
        "'', ''",
        "F, F",
        "From, From",
        "From: a@b\\n, From: a@b\\r\\n",
        "From a@b Sun Nov 22\\nTo: c\\n, To: c\\r\\n",
        "From a@b Sun Nov 22\\r\\nTo: c\\n, To: c\\r\\n",
        "From a@b, ''",
        "'From \\n', ''",
        "From a\\nFrom b\\n, From b\\r\\n",
        "To: c\\n\\nFrom here on\\n, To: c\\r\\n\\r\\nFrom here on\\r\\n",
      })
  void isAsItWasOnTheWire(String piped, String onTheWire) throws IOException {
    assertEquals(
        Optional.of(onTheWire), read(piped.translateEscapes(), 1000).map(PipedMailTest::escaped));
  }

  @Test
  void isTakenUpToTheLimitOnTheWire() throws IOException {
    assertEquals(Optional.of("ab\\r\\n"), read("ab\n", 4).map(PipedMailTest::escaped));
    assertEquals(Optional.empty(), read("ab\n", 3));
    assertEquals(Optional.of("ab\\r\\n"), read("From x\nab\n", 4).map(PipedMailTest::escaped));
  }

  @Test
  void isReadToItsEndThoughItIsTooLarge() throws IOException {
    var pipe = new ByteArrayInputStream(new byte[100_000]);
    assertEquals(Optional.empty(), PipedMail.read(pipe, 10));
    assertEquals(0, pipe.available());
  }

  private static Optional<String> read(String piped, long most) throws IOException {
    return PipedMail.read(
            new ByteArrayInputStream(piped.getBytes(StandardCharsets.ISO_8859_1)), most)
        .map(mail -> new String(mail, StandardCharsets.ISO_8859_1));
  }

  private static String escaped(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
