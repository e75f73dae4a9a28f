package dev.otpost.parsing.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code src/test/resources/otp/lasting.txt}: {@code how long | what the mail says}. */
class ValidityTest {

  record Row(String expected, String says) {
    @Override
    public String toString() {
      return says;
    }
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/otp/lasting.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\|", 2))
        .map(cells -> new Row(cells[0].strip(), cells[1].strip().replace("\\n", "\n")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void readsHowLongTheCodeBesideItIsGood(Row row) {
    assertEquals(row.expected(), nearest("482913\n\n" + row.says()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void readsItInFrontOfTheCodeToo(Row row) {
    assertEquals(row.expected(), nearest(row.says() + "\n\n482913"));
  }

  @ParameterizedTest
  @CsvSource({
    "7 days, PT168H",
    "8 days, -",
    "0 minutes, -",
    "9999 minutes, -",
    "999 seconds, PT16M39S"
  })
  void takesNothingBeyondItsBounds(String time, String expected) {
    assertEquals(expected, nearest("482913\n\nThis code is valid for " + time + "."));
  }

  @ParameterizedTest
  @CsvSource({"'> ', PT10M", "'', PT5M"})
  void leavesOutWhatAnEarlierMailSaid(String quote, String expected) {
    var text = "482913\n\n" + quote + "It expires in 5 minutes.\n\nIt expires in 10 minutes";
    assertEquals(expected, nearest(text));
  }

  private static String nearest(String text) {
    var page = Page.of("", "", text);
    return Validity.nearest(page, page.text().indexOf("482913"))
        .map(Duration::toString)
        .orElse("-");
  }
}
