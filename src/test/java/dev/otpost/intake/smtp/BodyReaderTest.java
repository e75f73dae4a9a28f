package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.body.Incoming;
import dev.otpost.intake.body.MailSack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

  private static final int ENOUGH = 1_000_000;

  private final Capacity capacity;
  private MailSack sack;

  BodyReaderTest(@TempDir Path directory) throws IOException {
    capacity = new Capacity(ENOUGH, 16L * ENOUGH, Duration.ZERO, Incoming.in(directory));
    sack = capacity.sack();
  }

  @AfterEach
  void emptySack() {
    sack.close();
    assertEquals(0, capacity.inFlight().reserved());
  }

  /** Written with \r, \n and \0 for the bytes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          .\\r\\n                      | ''
          a\\r\\n.\\r\\n               | a\\r\\n
          ..a\\r\\n.\\r\\n             | .a\\r\\n
          .a\\r\\n.\\r\\n              | a\\r\\n
          a\\r\\n..\\r\\n.\\r\\n       | a\\r\\n.\\r\\n
          a\\r\\n...\\r\\n.\\r\\n      | a\\r\\n..\\r\\n
          a.\\r\\nb.\\r\\n.\\r\\n      | a.\\r\\nb.\\r\\n
          \\r\\n\\r\\n.\\r\\n          | \\r\\n\\r\\n
          a\\r\\r\\n.\\r\\n            | a\\r\\r\\n
          a\\r\\n.\\r\\r\\n.\\r\\n     | a\\r\\n\\r\\r\\n
          a\\nb\\rc\\r\\n.\\r\\n       | a\\nb\\rc\\r\\n
          a\\0\\r\\n.\\r\\n            | a\\0\\r\\n
          """)
  void unstuffsDotsAndKeepsEverythingElse(String wire, String mail) throws IOException {
    var body = read(stream(bytes(wire)), ENOUGH);
    assertEquals(new Body.Whole(), body);
    assertArrayEquals(bytes(mail), sack.bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n.\\n",
        "\\n.\\r\\n",
        "\\n.\\r",
        "\\r.\\r",
        "\\r.\\r\\n",
        "\\r.\\n",
        "\\r\\n.\\n",
        "\\r\\n.\\r",
        "\\r\\n.\\r\\r\\n",
        "\\r\\n.\\0\\r\\n",
        "\\r\\n\\0.\\r\\n",
        "\\r\\0\\n.\\r\\n",
        "\\r\\n.\\r\\0\\n",
        "\\0\\n.\\r\\n",
        "\\r\\0.\\r\\n",
        "\\r\\n. \\r\\n",
        "\\r\\n.\\t\\r\\n",
        "\\r\\n..\\r\\n",
        "\\r\\r\\n\\r.\\r\\n",
        "\\n\\n.\\n\\n",
        "\\r\\r.\\r\\r",
        "\\n\\r.\\n\\r",
        "\\r\\n.\\n\\r\\n",
        "\\r\\n.\\r.\\r\\n",
        "\\r\\n.\\u0085\\r\\n",
        "\\u0085.\\r\\n"
      })
  void doesNotTakeThisForTheEndHoweverItArrives(String almost) throws IOException {
    var wire = bytes("a" + almost + "MAIL FROM:<evil@example.org>\\r\\n.\\r\\nNOOP\\r\\n");
    for (int first = 1; first < wire.length; first++) {
      var in = stream(wire, first);
      assertEquals(new Body.Whole(), read(in, ENOUGH));
      var raw = sack.bytes();
      var mail = new String(raw, StandardCharsets.ISO_8859_1);
      assertEquals("MAIL FROM:<evil@example.org>\r\n", mail.substring(mail.indexOf("MAIL")));
      assertEquals("NOOP\r\n", rest(in));
    }
  }

  /** Long random mails in random pieces, against the rule applied to lines. */
  @Test
  void readsAnyMailInAnyPieces() throws IOException {
    var random = new Random(5321);
    var letters = new String[] {".", "\r", "\n", "\r\n", "a", "\r\n.", "x".repeat(3000)};
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(letters[random.nextInt(letters.length)]);
      }
      var mail = text.append("\r\n").toString();
      var wire = ("\r\n" + mail).replace("\r\n.", "\r\n..").substring(2) + ".\r\nQUIT\r\n";
      var in = stream(wire.getBytes(StandardCharsets.ISO_8859_1), 1 + random.nextInt(9000));
      assertEquals(new Body.Whole(), read(in, ENOUGH));
      assertEquals(mail, new String(sack.bytes(), StandardCharsets.ISO_8859_1));
      assertEquals("QUIT\r\n", rest(in));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8191, 8192, 8193, 32768, 100_000})
  void keepsAMailOfTheLargestSizeAndNoneLarger(int size) {
    var largest = ("x".repeat(size) + "\r\n.\r\nNOOP").getBytes(StandardCharsets.US_ASCII);
    var in = stream(largest);
    assertInstanceOf(Body.Whole.class, read(in, size + 2));
    assertEquals("NOOP", rest(in));

    in = stream(largest);
    var tooLarge = assertInstanceOf(Body.TooLarge.class, read(in, size + 1));
    assertEquals(size + 2, tooLarge.size());
    assertEquals("NOOP", rest(in));
  }

  @Test
  void doesNotCountStuffedDots() {
    var in = stream(bytes("..\\r\\n..\\r\\n.\\r\\n"));
    assertInstanceOf(Body.Whole.class, read(in, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a\\r\\n", "a\\r\\n.", "a\\r\\n.\\r", ".\\r"})
  void saysSoWhenTheConnectionEndsBeforeTheMail(String wire) {
    assertInstanceOf(Body.CutOff.class, read(stream(bytes(wire)), ENOUGH));
  }

  private Body read(Inbound in, long maxSize) {
    sack.close();
    sack = capacity.sack();
    return BodyReader.read(in, sack, maxSize, ENOUGH);
  }

  private static byte[] bytes(String written) {
    return written
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\0", "\0")
        .replace("\\t", "\t")
        .replace("\\u0085", "\u0085")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Inbound stream(byte[] wire) {
    return stream(wire, wire.length + 1);
  }

  /** As the session reads from its socket, when the first and all later segments are this long. */
  private static Inbound stream(byte[] wire, int segment) {
    var in =
        new ByteArrayInputStream(wire) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, segment));
          }
        };
    return new Inbound(in, () -> {});
  }

  private static String rest(Inbound in) {
    try {
      while (in.fill()) {}
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new String(in.buffer(), in.from(), in.waiting(), StandardCharsets.ISO_8859_1);
  }
}
