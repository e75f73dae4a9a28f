package dev.otpost.parsing.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.otpost.message.Otp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of {@code src/test/resources/otp}: a mail a row, {@code expected | subject | text |
 * how long it is good}, where the text has {@code \n} for line ends.
 */
class OtpReaderTest {

  private static final String NONE = "none";

  record Row(String expected, String subject, String text, String validFor) {
    @Override
    public String toString() {
      return subject + ": " + text;
    }
  }

  static List<Row> codes() throws IOException {
    return rows("codes");
  }

  static List<Row> others() throws IOException {
    return rows("others");
  }

  static List<Row> links() throws IOException {
    return rows("links");
  }

  static List<Row> validities() throws IOException {
    return rows("validity");
  }

  /** Every mail with a code once more, the code in the other shapes in which it may be written. */
  static Stream<Row> codesInOtherShapes() throws IOException {
    return codes().stream()
        .filter(row -> row.expected().equals("482913") && row.text().contains("482913"))
        .flatMap(
            row ->
                Stream.of(
                    as(row, "730 164", "730164"),
                    as(row, "730-164", "730164"),
                    as(row, "7301", "7301"),
                    as(row, "73016428", "73016428"),
                    as(row, "A7K9Q2", "A7K9Q2")));
  }

  /** What is no code as six digits is none in another shape either. */
  static Stream<Row> othersInOtherShapes() throws IOException {
    return others().stream()
        .filter(row -> row.expected().equals(NONE) && row.text().contains("482913"))
        .flatMap(
            row ->
                Stream.of(
                    as(row, "73016428", NONE), as(row, "7301", NONE), as(row, "A7K9Q2", NONE)));
  }

  private static Row as(Row row, String written, String expected) {
    return new Row(
        expected,
        row.subject().replace("482913", written),
        row.text().replace("482913", written),
        "?");
  }

  private static List<Row> rows(String name) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/otp", name + ".txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\|", -1))
        .map(
            cells ->
                new Row(
                    cells[0].strip(),
                    cells[1].strip(),
                    cells[2].strip().replace("\\n", "\n"),
                    cells[3].strip()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource({"codes", "codesInOtherShapes"})
  void findsTheCode(Row row) {
    check(row);
  }

  @ParameterizedTest
  @MethodSource({"others", "othersInOtherShapes"})
  void takesNothingElseForACode(Row row) {
    check(row);
  }

  @ParameterizedTest
  @MethodSource("links")
  void findsTheLinkThatSignsInAndNoOther(Row row) {
    check(row);
  }

  @ParameterizedTest
  @MethodSource("validities")
  void readsHowLongItIsGood(Row row) {
    check(row);
  }

  private static void check(Row row) {
    var reading = new OtpReader("", row.subject()).read(row.text());
    assertEquals(row.expected(), found(reading.otp()), reading.otp().evidence());
    if (!row.validFor().equals("?")) {
      assertEquals(row.validFor(), reading.validFor().map(Duration::toString).orElse("-"));
    }
  }

  private static String found(Otp otp) {
    return switch (otp) {
      case Otp.Code code -> code.value();
      case Otp.MagicLink link -> link.url();
      case Otp.Ambiguous _ -> "ambiguous";
      case Otp.None _ -> NONE;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "12 ",
        "1234 ",
        "123456\n",
        "a",
        "A1",
        "code ",
        "code 1234 ",
        "verify code\n",
        "https://",
        "*",
        "-1",
        "1-",
        "验证码",
        "é",
        "...",
        "\n",
        "in 10 minutes ",
        "<https://a.example/verify/a1b2c3d4e5f6a7b8> ",
        "+1 ",
        "x ",
        "1\n"
      })
  void readsAMegabyteMadeToHarmInMilliseconds(String piece) {
    var text = piece.repeat(1_000_000 / piece.length());
    var reading =
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> new OtpReader("", piece).read(text));
    assertFalse(reading.otp().evidence().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,false"})
  void looksAtAsMuchTextAsCanBePosted(int beyond, boolean found) {
    var code = "Your verification code is 482913";
    var filling =
        "x ".repeat(Page.TEXT_CHARS).substring(0, Page.TEXT_CHARS - code.length() - 1 + beyond);
    var otp = new OtpReader("", "").read(filling + "\n" + code).otp();
    // One character beyond, and the code is cut to five digits.
    assertEquals(found, otp.equals(new Otp.Code("482913", otp.evidence())));
  }

  /** Of 300 numbers and more only those that are called codes, and no more than 100. */
  @ParameterizedTest
  @CsvSource({
    "299, 0, Your code is 482913, true",
    "299, 0, Enter 482913 to sign in, true",
    "300, 0, Enter 482913 to sign in, false",
    "300, 0, Your code is 482913, true",
    "300, 0, Your verification code is 482913, true",
    "300, 99, Your verification code is 482913, true",
    "300, 100, Your verification code is 482913, false",
  })
  void looksInALongListForWhatIsCalledACode(
      int numbers, int codes, String sentence, boolean found) {
    var list = "Meter 77120\n".repeat(numbers);
    var others = "One-time passwords are for ticket 9944\n".repeat(codes);
    var apart = "-".repeat(200);
    var text = String.join("\n", list, others, apart, sentence);
    assertEquals(found, new OtpReader("", "Sign in").read(text).otp() instanceof Otp.Code);
  }

  @ParameterizedTest
  @CsvSource({"168 hours,PT168H", "169 hours,-", "7 days,PT168H", "8 days,-", "0 minutes,-"})
  void believesInNothingThatIsGoodForMoreThanAWeek(String time, String validFor) {
    var reading =
        new OtpReader("", "").read("Your login code is 482913. It expires in " + time + ".");
    assertInstanceOf(Otp.Code.class, reading.otp());
    assertEquals(validFor, reading.validFor().map(Duration::toString).orElse("-"));
  }
}
