package dev.otpost.parsing.otp;

/**
 * Where the sentences of a text begin and end, as far as that can be told without knowing its
 * language: what names a number stands in its sentence, and what stands in the next one speaks of
 * something else. Immutable.
 *
 * <p>Mails wrap their lines, so that a line end ends a sentence only behind a short line; labels
 * and rows of tables are short. A full stop before a small letter is that of an abbreviation. No
 * sentence is followed further than {@link #SENTENCE_CHARS}, so that a text without full stops is
 * not read anew for each of its numbers.
 */
final class Sentences {

  /** Characters from a number to the words that say what it is. */
  private static final int SENTENCE_CHARS = 200;

  /** A line of this length may have been wrapped, so that its sentence goes on in the next. */
  private static final int WRAPPED_CHARS = 50;

  /** Letters of a word that may be cut short. */
  private static final int ABBREVIATION = 3;

  private final String text;

  Sentences(String text) {
    this.text = text;
  }

  /** The sentence round a number, as far as it is near. */
  Span round(int start, int end) {
    int from = start;
    while (from > 0 && start - from < SENTENCE_CHARS && !endsAt(from - 1)) {
      from--;
    }
    int to = end;
    while (to < text.length() && to - end < SENTENCE_CHARS && !endsAt(to)) {
      to++;
    }
    return new Span(from, to);
  }

  /** Whether two words cannot be one name: a sentence, paragraph or number stands between them. */
  boolean part(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean paragraph = c == '\n' && i > 0 && text.charAt(i - 1) == '\n';
      if (paragraph
          || c == '!'
          || c == '?'
          || Character.isDigit(c)
          || (c == '.' && isFullStop(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the line end at {@code i} was put there to wrap a sentence that goes on below. */
  boolean isWrap(int i) {
    int length = lineLength(i);
    return length >= WRAPPED_CHARS
        && (Character.isLetterOrDigit(text.charAt(i - 1)) || text.charAt(i - 1) == ',');
  }

  private boolean endsAt(int i) {
    char c = text.charAt(i);
    return switch (c) {
      case '\u3002', '\uFF01', '\uFF1F', '\u0964', '\u061F', '\u06D4' -> true;
      case '!', '?' -> i + 1 == text.length() || text.charAt(i + 1) <= ' ';
      case '.' -> isFullStop(i);
      case '\n' -> i == 0 || text.charAt(i - 1) == '\n' || lineLength(i) < WRAPPED_CHARS;
      default -> false;
    };
  }

  /** Not that of an abbreviation, behind which the sentence goes on in small letters. */
  private boolean isFullStop(int i) {
    if (i > 1 && Character.isUpperCase(text.charAt(i - 1)) && text.charAt(i - 2) == ' ') {
      // An initial.
      return false;
    }
    if (isAbbreviation(i)) {
      return false;
    }
    return i + 1 >= text.length()
        || (text.charAt(i + 1) <= ' '
            && (i + 2 >= text.length() || !Character.isLowerCase(text.charAt(i + 2))));
  }

  /** "Nr. 1834", "tel. 0800": a short word, and a number behind it. */
  private boolean isAbbreviation(int stop) {
    int start = stop;
    while (start > 0
        && stop - start <= ABBREVIATION
        && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return start < stop
        && stop - start <= ABBREVIATION
        && stop + 2 < text.length()
        && text.charAt(stop + 1) == ' '
        && Character.isDigit(text.charAt(stop + 2));
  }

  /** Of the line that ends at {@code end}; not counted beyond what matters. */
  private int lineLength(int end) {
    int start = end;
    while (start > 0 && end - start < WRAPPED_CHARS && text.charAt(start - 1) != '\n') {
      start--;
    }
    return end - start;
  }
}
