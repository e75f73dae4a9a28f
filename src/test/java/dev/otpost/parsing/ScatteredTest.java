package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScatteredTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 8 2 9 1 3 | 482913",
        "4 8 2 9 | 4829",
        "4 8 2 9 1 3 5 7 | 48291357",
        "1 2 3 4 5 6 | 123456",
        "Your code: 4 8 2 9 1 3. It works once. | Your code: 482913. It works once.",
        "Use 4 8 2 9 1 3, then go on | Use 482913, then go on",
        "4 8 2 - 9 1 3 | 482-913",
        "4 8 2 – 9 1 3 | 482-913",
        "K 7 P 2 Q 9 | K7P2Q9",
        "k 7 p 2 q 9 | k7p2q9",
        "code K 7 P 2 Q 9 here | code K7P2Q9 here",
        "F J Q X K L | FJQXKL",
        "代码 4 8 2 9 1 3。 | 代码 482913。",
        "Hi\\n4\\n8\\n2\\n9\\n1\\n3\\nok | Hi\\n482913\\nok",
        "Hi\\n\\n4\\n\\n8\\n\\n2\\n\\n9\\n\\nok | Hi\\n\\n4829\\n\\nok",
        "4 8 2 9 1 3\\n4 8 2 9 1 3 | 482913\\n482913",
        "4 8 2 9 1 3\\nis your code | 482913\\nis your code",
      })
  void joinsWhatStandsApartForTheEye(String text, String joined) {
    assertEquals(joined.replace("\\n", "\n"), Scattered.joined(text.replace("\\n", "\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4 8 2",
        "1 2 3 4 5 6 7 8 9",
        "0 1 2 3 4 5 6 7 8 9 10",
        "12 1 2 3 4",
        "1 2 3 4 10",
        "482 913",
        "we saw a b c d there",
        "P W D L F A\n3 2 1 0 7 2\n3 1 1 1 4 4",
        "Arsenal 3 2 1 0\nBern 3 1 1 1",
        "1\n2\n3",
        "1\n2\n3\n4\n5\n6\n7\n8\n9",
        "a\nb\nc\nd",
        "Plan A B 2 or so",
        "",
      })
  void leavesTablesAndWordsAsTheyAre(String text) {
    assertEquals(text, Scattered.joined(text));
  }
}
