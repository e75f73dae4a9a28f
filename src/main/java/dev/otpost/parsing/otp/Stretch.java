package dev.otpost.parsing.otp;

/**
 * A length of time that a mail names: "10 minutes", "half an hour".
 *
 * @param start of its number
 * @param end behind its unit
 * @param seconds above zero
 * @param plain whether nothing but the look of it says that it is one: a unit of one letter, or an
 *     article for a number
 */
record Stretch(int start, int end, long seconds, boolean plain) {

  /** Characters between it and a word; none if they overlap. */
  int away(Finding word) {
    return Math.max(0, Math.max(start - word.end(), word.start() - end));
  }

  /** Whether the word is part of it. */
  boolean holds(Finding word) {
    return word.start() >= start && word.end() <= end;
  }

  @Override
  public String toString() {
    return "Stretch[%d-%d]".formatted(start, end);
  }
}
