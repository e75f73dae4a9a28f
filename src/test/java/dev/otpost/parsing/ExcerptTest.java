package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Letter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

  private static final String CHATTER = "Words that nobody asked for.\n";

  @Test
  void keepsWhatFits() {
    var text = "a".repeat(1_000);
    assertSame(text, Excerpt.of(text, 1_000));
    assertTrue(Excerpt.of(text + "a", 1_000).length() <= 1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000, 2_500, 4_000, 5_000})
  void keepsTheCodeWhereverItStands(int lines) {
    var text =
        "Hello\n"
            + CHATTER.repeat(lines)
            + "Your code is\n\n482913\n"
            + CHATTER.repeat(5_000 - lines)
            + "Bye";
    var excerpt = Excerpt.of(text, 60_000);
    assertTrue(excerpt.contains("Your code is\n\n482913"), "the code is lost");
    assertTrue(excerpt.startsWith("Hello\n") && excerpt.endsWith("\nBye"), "the ends are lost");
    assertTrue(excerpt.length() <= 60_000);
    assertTrue(excerpt.contains("\n[cut]\n"));
  }

  @Test
  void keepsTheCodeOfOneEndlessLine() {
    var text = "word ".repeat(30_000) + "your code is 482913 " + "word ".repeat(30_000);
    var excerpt = Excerpt.of(text, 60_000);
    assertTrue(excerpt.contains("your code is 482913 "));
    assertTrue(excerpt.length() <= 60_000);
  }

  @Test
  void cutsNoCharacterInHalf() {
    var encoder = StandardCharsets.UTF_8.newEncoder();
    for (int i = 0; i < 4; i++) {
      assertTrue(encoder.canEncode(Excerpt.of("a".repeat(i) + "😀".repeat(3_000), 1_001)));
      assertTrue(encoder.canEncode(Excerpt.of("😀 4711 ".repeat(3_000) + "a".repeat(i), 1_001)));
    }
  }

  @Test
  void holdsTheContentOfALetterWithinItsLimit() {
    var mail =
        "Subject: " + "s".repeat(500) + "\n\n" + CHATTER.repeat(4_000) + "code 4711\n" + CHATTER;
    var letter = new MessageParser().parse(mail.getBytes(StandardCharsets.UTF_8));
    assertTrue(letter.content().length() <= Letter.MAX_CONTENT);
    assertTrue(letter.content().contains("code 4711"));
    assertFalse(letter.content().endsWith("[cut]"), "the tail was cut off once more");
    assertEquals(letter.content(), letter.content().strip());
  }
}
