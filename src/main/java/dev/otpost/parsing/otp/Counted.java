package dev.otpost.parsing.otp;

/**
 * The number of a unit, and where it stands.
 *
 * @param number 0 if there is none
 * @param article whether it is but "a" or "one"
 */
record Counted(long number, int start, int end, boolean article) {

  static final Counted NONE = new Counted(0, Integer.MAX_VALUE, 0, false);

  @Override
  public String toString() {
    return "Counted[%d-%d]".formatted(start, end);
  }
}
