package dev.otpost.intake.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaugeTest {

  private static final int LONGEST = 40;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* OK hello\r\n* 1 EXISTS\r\n",
        "* 1 FETCH (BODY[] {5}\r\n12345)\r\n",
        "* 1 FETCH (BODY[] {5}\r\n{99}\r)\r\n* OK\r\n",
        "* 1 FETCH (BODY[] {0}\r\n)\r\n",
        "* OK {99} of them\r\n",
        "* OK {9999999999}x\r\n",
        "* OK {}\r\n* OK\r\n",
        "no line end",
        ""
      })
  void letsWhatIsShortEnoughThrough(String said) throws IOException {
    assertEquals(said, read(said));
  }

  @Test
  void countsEachAnswerForItself() throws IOException {
    var many = "* 1 EXISTS\r\n".repeat(100);
    assertEquals(many, read(many));
  }

  @Test
  void letsAnAnswerOfTheLongestLengthThrough() throws IOException {
    var longest = "x".repeat(LONGEST - 2) + "\r\n";
    assertEquals(longest + longest, read(longest + longest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* OK 2345678901234567890123456789012345678901\r\n",
        "* 1 FETCH (BODY[] {18}\r\n123456789012345678)\r\n",
        "* 1 FETCH (BODY[] {2147483647}\r\n",
        "* 1 FETCH (BODY[] {99999999999999999999}\r\n",
        "* 1 FETCH (BODY[] {8}\r\n12345678 BODY[] {8}\r\n",
        // Where the library goes on reading the same answer.
        "* 1 FETCH\n* 1 FETCH\n* 1 FETCH\n* 1 FETCH\n* 1 FETCH\n",
        "* 1 FETCH {-1}\r\n* 1 FETCH {-1}\r\n* 1 FETCH {-1}\r\n",
        "* 1 FETCH {0}\r\n{0}\r\n{0}\r\n{0}\r\n{0}\r\n{0}\r\n{0}\r\n"
      })
  void stopsAtOneThatIsTooLong(String said) {
    assertThrows(IOException.class, () -> read(said));
  }

  @Test
  void stopsBeforeTheLiteralThatIsTooLong() {
    var said = "* 1 FETCH {2147483647}\r\n";
    var gauge = new Gauge(new ByteArrayInputStream(said.getBytes(US_ASCII)), LONGEST);
    assertThrows(IOException.class, () -> gauge.readNBytes(said.length()));
  }

  @Test
  void stopsWhenAllAnswersTogetherAreTooLong() throws IOException {
    var many = "* 1 EXISTS\r\n".repeat(100);
    var gauge = new Gauge(new ByteArrayInputStream(many.getBytes(US_ASCII)), LONGEST);
    gauge.allow(120);
    assertEquals(120, gauge.readNBytes(120).length);
    assertThrows(IOException.class, gauge::read);
  }

  /** Octet by octet and in pieces alike. */
  private static String read(String said) throws IOException {
    var whole = new Gauge(new ByteArrayInputStream(said.getBytes(US_ASCII)), LONGEST);
    var pieces = new String(whole.readAllBytes(), US_ASCII);
    var single = new Gauge(new ByteArrayInputStream(said.getBytes(US_ASCII)), LONGEST);
    var octets = new StringBuilder();
    for (int octet; (octet = single.read()) >= 0; ) {
      octets.append((char) octet);
    }
    assertEquals(pieces, octets.toString());
    return pieces;
  }
}
