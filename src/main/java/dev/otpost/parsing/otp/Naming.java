package dev.otpost.parsing.otp;

import java.util.Comparator;
import java.util.Optional;

/**
 * How a number is called a code: by the word for it that is nearest in its sentence, or by one in
 * the lines above or below, where a number that stands by itself has its heading.
 *
 * @param points what that is worth; 0 if nothing calls it a code
 * @param strong whether the word means a one-time code and nothing else
 * @param urgent whether it is to be typed at once, see {@link Urgency}
 * @param gap characters to the nearest word in the sentence; {@link Integer#MAX_VALUE} without one
 * @param word where the word that names it begins; -1 if there is none
 * @param because in words
 */
record Naming(int points, boolean strong, boolean urgent, int gap, int word, String because) {

  static final Naming NONE =
      new Naming(0, false, false, Integer.MAX_VALUE, -1, "nothing calls it a code");

  /** Lines above a number that stands alone in which the word for it may stand. */
  private static final int LINES_ABOVE = 3;

  /** Characters to a strong word that can hardly mean anything else. */
  static final int NEAR = 40;

  /** Characters to the word that leave room for nothing else: "code: ". */
  static final int RIGHT_BESIDE = 8;

  /** What it adds that one is told to type it. */
  private static final int AND_TOLD = 5;

  /** What is lost by a number that a sentence mentions before it speaks of codes. */
  private static final int IN_PASSING = 60;

  /** What a code of something that is no signing in loses, see {@link Belonging}. */
  private static final int OF_SOMETHING = 20;

  private static final String CLAUSE_ENDS = ",;";

  /** Characters by which a strong word may be further away and still be the nearest. */
  private static final int STRONGER = 15;

  static Naming of(Page page, Spot spot) {
    var inSentence = nearest(page, spot).map(word -> inSentence(page, spot, word)).orElse(NONE);
    var beside = beside(page, spot).map(word -> beside(word, inSentence.gap())).orElse(NONE);
    var named = beside.points() > inSentence.points() ? beside : inSentence;
    var meant = Instruction.of(page, spot).map(named::andTold).orElse(named);
    return Urgency.of(page, spot, meant) ? meant.hurried() : meant;
  }

  /** "Enter this code: 482913" calls it a code and says what to do with it. */
  private Naming andTold(Naming told) {
    return points == 0
        ? told
        : new Naming(
            Math.max(points, told.points()) + AND_TOLD, strong, urgent, gap, word, because);
  }

  /** Whether nothing calls it a code, but one is told to type it. */
  boolean isByVerb(Page page) {
    return word >= 0 && page.inSpan(word, word + 1).noneMatch(Finding::namesCode);
  }

  /** Then a mere "code" is meant as a one-time code. */
  private Naming hurried() {
    var why = strong ? because : because + ", to be typed at once";
    return new Naming(Math.max(points, strongPoints(gap)), true, true, gap, word, why);
  }

  private static Naming inSentence(Page page, Spot spot, Finding word) {
    int gap = spot.gap(word);
    boolean strong = word.means(Meaning.STRONG);
    boolean other = !strong && Belonging.isElsewhere(page, word, spot) && !page.isSoonOver();
    return new Naming(
        (strong ? strongPoints(gap) : codePoints(gap) - (other ? OF_SOMETHING : 0))
            - (isInPassing(page, spot, word) ? IN_PASSING : 0),
        strong,
        false,
        gap,
        word.start(),
        "%s %d characters away".formatted(name(strong), gap));
  }

  /** "18420 attempts to get at a code": in front of the word, in the midst of a sentence. */
  private static boolean isInPassing(Page page, Spot spot, Finding word) {
    int before = spot.candidate().start() - 1;
    while (before > spot.sentence().start() && page.typed(before) == ' ') {
      before--;
    }
    return word.start() > spot.candidate().start()
        && spot.gap(word) > Label.GAP
        && before - spot.sentence().start() > Label.GAP
        && !spot.inSubject()
        && Character.isLetter(page.typed(before))
        && !page.says(spot.sentence(), Meaning.ENTER);
  }

  private static Naming beside(Finding word, int gap) {
    boolean strong = word.means(Meaning.STRONG);
    return new Naming(
        strong ? 50 : 40, strong, false, gap, word.start(), name(strong) + " in a line beside it");
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
        .filter(
            word ->
                word.end() <= candidate.start()
                    || (word.start() >= candidate.end() && isSameClause(page, spot, word)))
        .min(
            Comparator.comparingInt(
                word -> spot.gap(word) - (word.means(Meaning.STRONG) ? STRONGER : 0)));
  }

  /** "482913 is your code", but not "office 0049, code of the bank 2048". */
  private static boolean isSameClause(Page page, Spot spot, Finding behind) {
    for (int i = spot.candidate().end(); i < behind.start(); i++) {
      if (CLAUSE_ENDS.indexOf(page.typed(i)) >= 0) {
        return false;
      }
    }
    return true;
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
