package dev.otpost.parsing.otp;

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
}
