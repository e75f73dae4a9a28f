package dev.otpost.parsing.otp;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The lines of a text. Immutable. */
final class Lines {

  /** Marks of a quotation that are counted; nobody answers so often. */
  private static final int DEEPEST = 100;

  private final String text;

  /** Where they begin. */
  private final int[] starts;

  Lines(String text) {
    this.text = text;
    starts = startsIn(text);
  }

  private static int[] startsIn(String text) {
    var starts = IntStream.builder().add(0);
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      starts.add(end + 1);
    }
    return starts.build().toArray();
  }

  /** The line in which {@code place} stands, without its line end. */
  Span at(int place) {
    int found = Arrays.binarySearch(starts, place);
    int line = found >= 0 ? found : -found - 2;
    int end = line + 1 < starts.length ? starts[line + 1] - 1 : text.length();
    return new Span(starts[line], end);
  }

  /** The nearest line above that is not blank; an empty span if there is none. */
  Span above(Span line) {
    int end = line.start() - 1;
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return end <= 0 ? new Span(0, 0) : at(end - 1);
  }

  /** The nearest line below that is not blank; an empty span if there is none. */
  Span below(Span line) {
    int start = line.end();
    while (start < text.length() && text.charAt(start) == '\n') {
      start++;
    }
    return start >= text.length() ? new Span(text.length(), text.length()) : at(start);
  }

  /** How often the line at {@code place} is quoted: twice in ">> ". */
  int quoteDepth(int place) {
    int depth = 0;
    for (int i = at(place).start(); i < text.length() && depth < DEEPEST; i++) {
      char c = text.charAt(i);
      if (c == '>') {
        depth++;
      } else if (c != ' ') {
        break;
      }
    }
    return depth;
  }
}
