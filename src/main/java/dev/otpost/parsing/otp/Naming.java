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

  /** "Hirdetéskód", "Kod urzędu": a code of something that is no word for signing in. */
  private static final int OF_SOMETHING = 20;

  /** Letters of what it is a code of; shorter words only join. */
  private static final int NOUN_CHARS = 4;

  /** Characters by which a strong word may be further away and still be the nearest. */
  private static final int STRONGER = 15;

  static Naming of(Page page, Spot spot) {
    var inSentence = nearest(page, spot).map(word -> inSentence(page, spot, word)).orElse(NONE);
    var beside = beside(page, spot).map(word -> beside(word, inSentence.gap())).orElse(NONE);
    var named = beside.points() > inSentence.points() ? beside : inSentence;
    var meant = named.isUrgent(page, spot) ? named.urgent() : named;
    return Instruction.of(page, spot).map(meant::andTold).orElse(meant);
  }

  /** "Enter this code: 482913" calls it a code and says what to do with it. */
  private Naming andTold(Naming told) {
    return points == 0
        ? told
        : new Naming(Math.max(points, told.points()) + AND_TOLD, strong, gap, word, because);
  }

  /** A mere "code" is meant as a one-time code. */
  private Naming urgent() {
    return new Naming(Math.max(points, strongPoints(gap)), true, gap, word, because);
  }

  /**
   * Whether the "code" right beside it, or in the heading above, is to be typed, or confirms
   * something, within the hour; where the sentence is about a purchase, but not the mail, within
   * half an hour. Lockers and discounts are more patient.
   */
  private boolean isUrgent(Page page, Spot spot) {
    boolean digits =
        spot.candidate().shape() == Candidate.Shape.DIGITS
            || spot.candidate().shape() == Candidate.Shape.GROUPS;
    if (points == 0 || strong || !digits) {
      return false;
    }
    var says = gap <= RIGHT_BESIDE ? spot.sentence() : page.line(word);
    return (gap <= RIGHT_BESIDE || spot.alone())
        && (page.says(says, Meaning.ENTER)
            || page.says(says, Meaning.LOGIN)
            || page.says(says, Meaning.LINK))
        && (page.says(says, Meaning.TRADE)
            ? !page.subjectSays(Meaning.TRADE) && page.isOverWithin(URGENT / 2)
            : page.isOverWithin(URGENT));
  }

  private static Naming inSentence(Page page, Spot spot, Finding word) {
    int gap = spot.gap(word);
    boolean glued = WordTree.goesOn(page.folded(), word.start());
    boolean strong = word.means(Meaning.STRONG);
    boolean other = glued || (isOfSomething(page, word, spot) && !page.isSoonOver());
    return new Naming(
        strong ? strongPoints(gap) : codePoints(gap) - (other ? OF_SOMETHING : 0),
        strong,
        gap,
        word.start(),
        "%s %d characters away".formatted(name(strong), gap));
  }

  /** "Kod urzędu: 1471", but not "Kod Allegro: 1471": a name has a capital. */
  private static boolean isOfSomething(Page page, Finding word, Spot spot) {
    if (!spot.isBehindColon(page)
        || word.start() > spot.candidate().start()
        || !page.text().substring(spot.sentence().start(), word.start()).isBlank()) {
      return false;
    }
    int start = page.endOfWord(word);
    for (int i = start; i < spot.candidate().start(); i++) {
      boolean begins =
          Character.isLowerCase(page.typed(i)) && !Character.isLetter(page.typed(i - 1));
      if (begins && isUnknown(page, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnknown(Page page, int start) {
    int end = start;
    while (Character.isLetter(page.typed(end))) {
      end++;
    }
    return end - start >= NOUN_CHARS && page.inSpan(start, end).findAny().isEmpty();
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
