package dev.otpost.parsing;

import java.util.stream.IntStream;

/**
 * A text in passages that may be kept or left out: its lines, each with the blank ones below it,
 * and long ones in pieces. No number, word of Latin letters or link is cut in two.
 */
final class Passages {

  /** Characters of a line that is one passage. */
  private static final int LINE_CHARS = 400;

  /** Characters of a piece of a longer one, if there is a place to cut. */
  private static final int PIECE_CHARS = 200;

  /** Nothing that long is a code, nor a link that a person is meant to follow. */
  private static final int LONGEST = Limits.LINK_CHARS + LINE_CHARS;

  private final String text;
  private final int[] starts;

  private Passages(String text) {
    this.text = text;
    starts = IntStream.iterate(0, at -> at < text.length(), this::next).toArray();
  }

  static Passages of(String text) {
    return new Passages(text);
  }

  int count() {
    return starts.length;
  }

  /** Where each begins. */
  int[] starts() {
    return starts.clone();
  }

  /** Where this one begins; behind the last one the text has ended. */
  int start(int passage) {
    return passage < starts.length ? starts[passage] : text.length();
  }

  /** Where the passage behind the one at {@code at} begins. */
  private int next(int at) {
    int end = at;
    while (end < text.length() && end - at <= LINE_CHARS && text.charAt(end) != '\n') {
      end++;
    }
    if (end - at > LINE_CHARS) {
      end = pieceEnd(at);
    }
    while (end < text.length() && text.charAt(end) == '\n') {
      end++;
    }
    return end;
  }

  /** The last place to cut within a piece, or else the first one beyond. */
  private int pieceEnd(int at) {
    for (int end = at + PIECE_CHARS; end > at; end--) {
      if (mayCut(end)) {
        return end;
      }
    }
    int most = Math.min(text.length(), at + LONGEST);
    int end = at + PIECE_CHARS;
    while (end < most && !mayCut(end)) {
      end++;
    }
    boolean cutsPair = end < text.length() && Character.isLowSurrogate(text.charAt(end));
    return cutsPair ? end - 1 : end;
  }

  /** Behind the gap between two words, but not two groups of digits; without gaps anywhere. */
  private boolean mayCut(int at) {
    char before = text.charAt(at - 1);
    char behind = text.charAt(at);
    if (before == ' ') {
      return at < 2 || !Character.isDigit(text.charAt(at - 2)) || !Character.isDigit(behind);
    }
    boolean within = behind == ' ' || (isOfWord(before) && isOfWord(behind));
    return !within && !Character.isLowSurrogate(behind);
  }

  /** All but the signs of East Asia, which are written without gaps; wide Latin is Latin. */
  private static boolean isOfWord(char c) {
    return c > ' ' && (c < 0x2E80 || (c >= 0xFF01 && c <= 0xFF5E));
  }
}
