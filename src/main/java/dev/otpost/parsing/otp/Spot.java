package dev.otpost.parsing.otp;

/**
 * Where a candidate stands: codes are put where the eye finds them, on a line of their own, behind
 * a colon, in the subject.
 *
 * @param line the one in which it begins
 * @param sentence round it, as far as it is near
 * @param inSubject then it is never {@code opens} or {@code alone}, for no line is round it
 * @param opens nothing is said in front of it on its line, which does not go on with the one above
 * @param alone nor behind it
 */
record Spot(
    Candidate candidate,
    Span line,
    Span sentence,
    boolean inSubject,
    boolean opens,
    boolean alone) {

  /** Characters beside a number in which a few marks may stand: "** 482913 **". */
  private static final int MARKS = 10;

  static Spot of(Page page, Candidate candidate) {
    var line = page.line(candidate.start());
    int end = page.line(candidate.end() - 1).end();
    boolean inSubject = page.inSubject(candidate.start());
    // The last word of a wrapped sentence has its full stop behind it; a code is put there bare.
    boolean tail = candidate.end() < end && page.isWrapped(line);
    boolean opens = !inSubject && isSilent(page, line.start(), candidate.start()) && !tail;
    return new Spot(
        candidate,
        line,
        page.sentence(candidate.start(), candidate.end()),
        inSubject,
        opens,
        opens && isSilent(page, candidate.end(), end));
  }

  /** Whether there is neither a letter nor a digit; a few marks are allowed. */
  private static boolean isSilent(Page page, int start, int end) {
    return end - start <= MARKS
        && page.text().substring(start, end).chars().noneMatch(Character::isLetterOrDigit);
  }

  /** Whether it is what something in front of it on its line comes to: "PIN: 4829". */
  boolean isBehindColon(Page page) {
    int before = candidate.start() - 1;
    while (before >= line.start() && page.typed(before) == ' ') {
      before--;
    }
    return !inSubject && before >= line.start() && page.typed(before) == ':';
  }

  /** Characters between it and a word. */
  int gap(Finding word) {
    return word.end() <= candidate.start()
        ? candidate.start() - word.end()
        : word.start() - candidate.end();
  }

  @Override
  public String toString() {
    return "Spot[%s]".formatted(candidate);
  }
}
