package dev.otpost.parsing.otp;

import java.util.Comparator;
import java.util.Optional;

/**
 * How a number is called a code: by the word for it that is nearest in its sentence, or by one in
 * the lines above or below, where a number that stands by itself has its heading.
 *
 * @param points what that is worth; 0 if nothing calls it a code
 * @param strong whether the word means a one-time code and nothing else
 * @param gap characters to the nearest word in the sentence; {@link Integer#MAX_VALUE} without one
 * @param word where the word that names it begins; -1 if there is none
 * @param because in words
 */
record Naming(int points, boolean strong, int gap, int word, String because) {

  static final Naming NONE = new Naming(0, false, Integer.MAX_VALUE, -1, "nothing calls it a code");

  /** Lines above a number that stands alone in which the word for it may stand. */
  private static final int LINES_ABOVE = 3;

  /** Characters to a strong word that can hardly mean anything else. */
  static final int NEAR = 40;

  /** What it adds that one is told to type it. */
  private static final int AND_TOLD = 5;

  /** Seconds within which only one-time codes have to be typed. */
  static final long URGENT = 3_600;

  /** Characters between the word and the number that leave room for nothing else: "code: ". */
  private static final int RIGHT_BESIDE = 8;

  /** "Hirdetéskód": a code of something that is no word for signing in. */
  private static final int OF_SOMETHING = 15;

  /** Characters by which a strong word may be further away and still be the nearest. */
  private static final int STRONGER = 15;

  static Naming of(Page page, Spot spot) {
    var inSentence = nearest(page, spot).map(word -> inSentence(page, spot, word)).orElse(NONE);
    var beside = beside(page, spot).map(word -> beside(word, inSentence.gap())).orElse(NONE);
    var named = beside.points() > inSentence.points() ? beside : inSentence;
    var meant = isUrgent(page, spot) ? named.urgent() : named;
    return Instruction.of(page, spot).map(meant::andTold).orElse(meant);
  }

  /** "Enter this code: 482913" calls it a code and says what to do with it. */
  private Naming andTold(Naming told) {
    return points == 0
        ? told
        : new Naming(Math.max(points, told.points()) + AND_TOLD, strong, gap, word, because);
  }

  /** A mere "code" right beside it is meant as a one-time code if it is to be typed at once. */
  private Naming urgent() {
    return points > 0 && gap <= RIGHT_BESIDE
        ? new Naming(Math.max(points, strongPoints(gap)), true, gap, word, because)
        : this;
  }

  /**
   * To be typed within the hour, and its sentence is about no purchase: lockers are more patient.
   */
  private static boolean isUrgent(Page page, Spot spot) {
    return spot.candidate().shape() == Candidate.Shape.DIGITS
        && page.says(spot.sentence(), Meaning.ENTER)
        && !page.says(spot.sentence(), Meaning.TRADE)
        && page.isOverWithin(URGENT);
  }

  private static Naming inSentence(Page page, Spot spot, Finding word) {
    int gap = spot.gap(word);
    boolean glued = WordTree.goesOn(page.folded(), word.start());
    boolean strong = word.means(Meaning.STRONG);
    return new Naming(
        strong ? strongPoints(gap) : codePoints(gap) - (glued ? OF_SOMETHING : 0),
        strong,
        gap,
        word.start(),
        "%s %d characters away".formatted(name(strong), gap));
  }

  private static Naming beside(Finding word, int gap) {
    boolean strong = word.means(Meaning.STRONG);
    return new Naming(
        strong ? 50 : 40, strong, gap, word.start(), name(strong) + " in a line beside it");
  }

  private static String name(boolean strong) {
    return strong ? "code word" : "\"code\"";
  }

  private static int strongPoints(int gap) {
    return gap <= NEAR ? 60 : gap <= 100 ? 50 : 35;
  }

  private static int codePoints(int gap) {
    return gap <= 35 ? 50 : gap <= 50 ? 40 : gap <= 100 ? 30 : 15;
  }

  /** The word for a code that is nearest in the sentence; a strong one counts as nearer. */
  private static Optional<Finding> nearest(Page page, Spot spot) {
    var candidate = spot.candidate();
    return page.in(spot.sentence())
        .filter(Finding::namesCode)
        .filter(word -> word.end() <= candidate.start() || word.start() >= candidate.end())
        .min(
            Comparator.comparingInt(
                word -> spot.gap(word) - (word.means(Meaning.STRONG) ? STRONGER : 0)));
  }

  /**
   * The word in the lines round it. A strong one ends the search; a weak one above counts unless a
   * strong one stands below.
   */
  private static Optional<Finding> beside(Page page, Spot spot) {
    if (!spot.opens()) {
      // Something is said in front of it on its line, and would have named it. Or it is in the
      // subject, which has no lines.
      return Optional.empty();
    }
    var above = spot.alone() ? above(page, spot.line()) : heading(page, spot.line());
    if (!spot.alone() || above.filter(word -> word.means(Meaning.STRONG)).isPresent()) {
      return above;
    }
    var below = word(page, page.lineBelow(spot.line()));
    return above.isPresent() && below.filter(word -> word.means(Meaning.STRONG)).isEmpty()
        ? above
        : below;
  }

  /** Where something follows the number on its line, only the line above, and only with a colon. */
  private static Optional<Finding> heading(Page page, Span line) {
    var above = page.lineAbove(line);
    if (page.inSubject(above.start()) || above.length() == 0) {
      return Optional.empty();
    }
    return page.folded().charAt(above.end() - 1) == ':' ? word(page, above) : Optional.empty();
  }

  private static Optional<Finding> above(Page page, Span line) {
    Optional<Finding> weak = Optional.empty();
    var above = line;
    for (int i = 0; i < LINES_ABOVE; i++) {
      above = page.lineAbove(above);
      if (page.inSubject(above.start()) || above.length() == 0) {
        return weak;
      }
      var word = word(page, above);
      if (word.filter(found -> found.means(Meaning.STRONG)).isPresent()) {
        return word;
      }
      weak = weak.or(() -> word);
    }
    return weak;
  }

  private static Optional<Finding> word(Page page, Span span) {
    return page.in(span)
        .filter(Finding::namesCode)
        .max(Comparator.comparing(word -> word.means(Meaning.STRONG)));
  }
}
