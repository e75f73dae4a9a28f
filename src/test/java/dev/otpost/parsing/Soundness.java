package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import java.net.URLDecoder;
import java.text.Normalizer;

/** What is true of every letter, whatever it was read from. */
final class Soundness {

  private Soundness() {}

  static void check(Letter letter) {
    assertTrue(letter.text().length() <= Limits.TEXT_CHARS + 10, letter::toString);
    assertTrue(letter.to().size() <= Limits.ADDRESSES && letter.cc().size() <= Limits.ADDRESSES);
    assertTrue(letter.headers().fields().size() <= Limits.HEADER_FIELDS);
    assertTrue(letter.content().length() <= Letter.MAX_CONTENT);
    checkLines(letter.text());
    assertTrue(UTF_8.newEncoder().canEncode(letter.text()), "half a character");
    assertTrue(UTF_8.newEncoder().canEncode(letter.subject()), "half a character");
    checkFound(letter.otp(), letter.content());
  }

  static void checkLines(String text) {
    assertEquals(text, text.strip(), "white space at its ends");
    assertFalse(text.contains("\n\n\n") || text.contains("\r"), "lines");
  }

  /** Records compare by what they hold; only their texts say nothing of it. */
  static void checkSame(Letter one, Letter other) {
    assertEquals(one, other, "read twice, and not the same");
  }

  /** A code stands in what is posted, but for what was put in for the eye; so does a link. */
  static void checkFound(Otp otp, String content) {
    switch (otp) {
      case Otp.Code code -> {
        boolean there = typed(content).contains(typed(code.value()));
        assertTrue(there, () -> "the code is not in what is posted: " + code);
      }
      case Otp.MagicLink link -> {
        boolean there = content.contains(link.url()) || unwrapped(content).contains(link.url());
        assertTrue(there, () -> "the link is not in what is posted: " + link);
      }
      case Otp.Ambiguous _, Otp.None _ -> {}
    }
  }

  /** As it is typed: digits of every script as ASCII, wide letters too; nothing between them. */
  private static String typed(String text) {
    var typed = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .chars()
        .filter(c -> Character.isLetterOrDigit(c))
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(c -> typed.append((char) c));
    return typed.toString();
  }

  /** With the links of mail filters undone, as often as these may be wrapped. */
  private static String unwrapped(String content) {
    var all = new StringBuilder(content);
    var text = content;
    for (int i = 0; i < 4; i++) {
      // A stray percent sign stands for itself.
      text =
          URLDecoder.decode(
              text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B"), UTF_8);
      all.append('\n').append(text);
    }
    return all.toString();
  }
}
