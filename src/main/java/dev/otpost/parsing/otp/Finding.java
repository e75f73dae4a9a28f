package dev.otpost.parsing.otp;

import java.util.List;
import java.util.stream.Stream;

/**
 * A word of the table, found in a text.
 *
 * @param start of its first character
 * @param end behind its last one that the table names; the word itself may go on
 * @param meanings one bit each, {@link Meaning#bit}
 * @param number what it counts, if it means a number; 0 otherwise
 */
record Finding(int start, int end, int meanings, int number) {

  boolean means(Meaning meaning) {
    return (meanings & meaning.bit()) != 0;
  }

  /** Whether it names a code, of whatever sort. */
  boolean namesCode() {
    return means(Meaning.STRONG) || means(Meaning.CODE);
  }

  @Override
  public String toString() {
    return "Finding[%d-%d]".formatted(start, end);
  }

  /** Those of {@code sorted} that begin in a stretch; all are in their order. */
  static Stream<Finding> between(List<Finding> sorted, int start, int end) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).start() < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted.subList(low, sorted.size()).stream().takeWhile(word -> word.start() < end);
  }
}
