package dev.otpost.parsing.otp;

/**
 * Something of the shape of a code.
 *
 * @param start where it begins on the page
 * @param end behind its last character there
 * @param value as it is typed: digits without what was put between them for the eye
 */
record Candidate(int start, int end, String value, Shape shape) {

  enum Shape {
    /** Four to eight digits. */
    DIGITS,
    /** Four digits that may be a year. */
    YEAR,
    /** Up to eight digits in groups as phone numbers and amounts have them: "519 640 27". */
    GROUPS,
    /** Letters and digits. */
    MIXED,
    /** A name with a number behind it: {@code SAVE20}. */
    NAME,
    /** Capital letters only. */
    LETTERS,
    /** Small words joined by hyphens. */
    PHRASE;

    boolean hasDigits() {
      return switch (this) {
        case DIGITS, YEAR, GROUPS, MIXED, NAME -> true;
        case LETTERS, PHRASE -> false;
      };
    }
  }

  @Override
  public String toString() {
    return "Candidate[%d-%d, %s]".formatted(start, end, shape);
  }
}
