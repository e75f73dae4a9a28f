package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | a\\r\\nb\\rc\\nd | a\\nb\\nc\\nd",
        "text/plain | a  b \\n\\n\\n\\n\\tc | a b\\n\\nc",
        "text/plain | a \\nb | a\\nb",
        "text/plain; format=flowed | a \\nb\\nc | a b\\nc",
        "text/plain; format=flowed | 48 \\n2913 | 48 2913",
        "text/plain; format=flowed; delsp=yes | 48 \\n2913 | 482913",
        "text/plain; format=Flowed | >> a \\n>> b\\n> c \\nd | >> a b\\n> c\\nd",
        "text/plain; format=flowed | ' >a \\n From b' | >a From b",
        "text/plain; format=flowed | a\\n-- \\nb | a\\n--\\nb",
        "text/plain; format=flowed | a \\n-- \\nb | a\\n--\\nb",
      })
  void readsAsItLooks(String type, String body, String text) {
    var lines = body.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    assertEquals(text.replace("\\n", "\n"), PlainText.of(lines, MediaType.parse(type)));
  }
}
