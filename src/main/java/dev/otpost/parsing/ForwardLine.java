package dev.otpost.parsing;

import dev.otpost.parsing.ForwardWords.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of a forward block, such as {@code *Von:* Acme <codes@acme.example>}: a label and what
 * it says.
 *
 * @param field what the label means; empty if its word is in no table
 */
record ForwardLine(Optional<Field> field, String value) {

  /** Longer than any label with its decoration. */
  private static final int LABEL_CHARS = 40;

  /** What is read of a line that holds several fields. */
  private static final int LONGEST_LINE = 2000;

  /** A label has at most so many words. */
  private static final int LABEL_WORDS = 4;

  /** A word or a few, and no digits: times and links have colons too. */
  private static final Pattern UNKNOWN_LABEL =
      Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}'’.\\-]*(?: [\\p{L}\\p{M}'’.\\-]+){0,3}");

  /**
   * The fields in a line, mostly one; none if it does not begin with what may be a label. Only the
   * first can be one whose word is not known.
   */
  static List<ForwardLine> of(String line) {
    int colon = ForwardWords.colon(line, LABEL_CHARS);
    if (colon <= 0) {
      return List.of();
    }
    if (line.lastIndexOf('<', colon) >= 0) {
      // The colon of a link.
      return List.of();
    }
    var word = undecorated(line.substring(0, colon));
    var value = withoutStars(line.substring(colon + 1));
    var field = ForwardWords.field(word);
    if (field.isPresent()) {
      return split(field.get(), value);
    }
    boolean mayBe =
        !value.isEmpty() && !value.startsWith("//") && UNKNOWN_LABEL.matcher(word).matches();
    return mayBe ? List.of(new ForwardLine(Optional.empty(), value)) : List.of();
  }

  /** The field in a line whose label has no colon: {@code From "Acme" <codes@acme.example>}. */
  static List<ForwardLine> withoutColon(String line) {
    var words = line.split("\\s+", LABEL_WORDS + 1);
    for (int n = Math.min(words.length - 1, LABEL_WORDS); n > 0; n--) {
      var field = ForwardWords.field(String.join(" ", List.of(words).subList(0, n)));
      if (field.isPresent()) {
        var value = String.join(" ", List.of(words).subList(n, words.length));
        return List.of(new ForwardLine(field, value));
      }
    }
    return List.of();
  }

  /** {@code From: a@b.c Sent: today To: x@y.z}: where the line ends got lost. */
  private static List<ForwardLine> split(Field first, String line) {
    var lines = new ArrayList<ForwardLine>();
    var field = first;
    int start = 0;
    int end = Math.min(line.length(), LONGEST_LINE);
    // A subject may hold anything.
    for (int i = 1; i < end && field != Field.SUBJECT; i++) {
      if (!ForwardWords.isColon(line.charAt(i))) {
        continue;
      }
      int word = i;
      for (int n = 0; n < LABEL_WORDS && word > start; n++) {
        word = beginningOfWord(line, word, start);
        if (word < 0) {
          break;
        }
        var next = ForwardWords.field(undecorated(line.substring(word, i)));
        if (next.isPresent()) {
          lines.add(new ForwardLine(Optional.of(field), withoutStars(line.substring(start, word))));
          field = next.get();
          start = i + 1;
          break;
        }
      }
    }
    lines.add(new ForwardLine(Optional.of(field), withoutStars(line.substring(start))));
    return lines;
  }

  /**
   * Where the word in front of {@code from} begins: behind a space or bracket, or, as Yahoo leaves
   * out the spaces, with a capital behind a digit; negative if it does not before {@code start}.
   */
  private static int beginningOfWord(String line, int from, int start) {
    for (int i = from - 2; i > Math.max(start, from - LABEL_CHARS); i--) {
      char before = line.charAt(i);
      boolean glued = Character.isDigit(before) && Character.isUpperCase(line.charAt(i + 1));
      if (before == ' ' || before == '>' || glued) {
        return i + 1;
      }
    }
    return -1;
  }

  /** {@code *From:* Acme}: the stars are what is left of bold letters. */
  private static String withoutStars(String value) {
    var text = value.strip();
    return text.startsWith("*") ? text.substring(1).strip() : text;
  }

  /** Without the dashes, stars and colons round the words. */
  static String undecorated(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isDecoration(line.charAt(start))) {
      start++;
    }
    while (end > start && isDecoration(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  /** Whether dashes stand before the words or a colon behind them, as with those of a marker. */
  static boolean isDecorated(String line) {
    return !line.isEmpty()
        && ("-–—_=*~".indexOf(line.charAt(0)) >= 0
            || ForwardWords.isColon(line.charAt(line.length() - 1)));
  }

  private static boolean isDecoration(char c) {
    return "-–—―─_=*~+ |#.•".indexOf(c) >= 0 || ForwardWords.isColon(c);
  }
}
