package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassagesTest {

  @Test
  void areLinesEachWithTheBlankOnesBelowIt() {
    assertEquals(List.of("a\n", "b\n\n", "c"), passages("a\nb\n\nc"));
    assertEquals(List.of("\n\n", "a\n"), passages("\n\na\n"));
    assertEquals(List.of(), passages(""));
  }

  @Test
  void areTheWholeLineUpToALimitAndPiecesBeyond() {
    var words = "word ".repeat(80);
    assertEquals(List.of(words + "\n", "x"), passages(words + "\nx"));
    assertEquals(
        List.of("word ".repeat(40), "word ".repeat(40) + "w\n", "x"), passages(words + "w\nx"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Behind the last gap within 200 characters, if it does not part the groups of a number.
        "195 | ' word'      | 196",
        "195 | ' 4829 1357' | 196",
        "190 | ' 4829 1357' | 191",
        "190 | ' code 4829' | 196",
        // Where there are no gaps, between two signs, but not in a number.
        "0   | 验证码          | 200",
        "199 | 验证码          | 200",
        "192 | 验证码是482913请勿 | 196",
      })
  void areCutBetweenWords(int before, String around, int length) {
    var line = "x".repeat(before) + around.repeat(300);
    assertEquals(length, passages(line).getFirst().length());
  }

  @Test
  void leaveALinkWholeUpToALimit() {
    var link = "https://x.example/" + "a".repeat(Limits.LINK_CHARS);
    assertEquals(List.of(link + " ", "x"), passages(link + " x"));
    assertEquals(2, passages("a".repeat(Limits.LINK_CHARS + 401)).size());
    assertEquals(1, passages("a".repeat(Limits.LINK_CHARS + 400)).size());
  }

  private static List<String> passages(String text) {
    var passages = Passages.of(text);
    var all = new ArrayList<String>();
    for (int i = 0; i < passages.count(); i++) {
      all.add(text.substring(passages.start(i), passages.start(i + 1)));
    }
    return all;
  }
}
