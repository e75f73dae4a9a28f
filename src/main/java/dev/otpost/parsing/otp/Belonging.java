package dev.otpost.parsing.otp;

/**
 * What a code is a code of, where that is no signing in: "Kod urzędu" is that of an office,
 * "Hirdetéskód" that of an advertisement, "ödəniş kodu" that of a payment. Languages put it before
 * the word or behind it, and nobody can know all nouns; a name has a capital ("Kod Allegro").
 */
final class Belonging {

  /** Letters of what it is a code of; shorter words only join. */
  private static final int NOUN_CHARS = 4;

  private static final String BULLETS = " -*\u2022";

  private static final String CLAUSE = ",;:.(|\u00B7\u2022\n";

  private Belonging() {}

  /** Whether the code that {@code word} means is one of something else. */
  static boolean isElsewhere(Page page, Finding word, Spot spot) {
    return WordTree.goesOn(page.folded(), word.start())
        || (!spot.inSubject() && isHyphened(page, word))
        || isOfTrade(page, word)
        || (word.end() <= spot.candidate().start() && isOfNoun(page, word, spot));
  }

  /** The same of what names it. */
  static boolean isElsewhere(Page page, Naming naming, Spot spot) {
    return naming.word() >= 0
        && page.inSpan(naming.word(), naming.word() + 1)
            .anyMatch(word -> isElsewhere(page, word, spot));
  }

  /** "Dier-Code"; in a subject it is mostly the name of the site that stands in front. */
  private static boolean isHyphened(Page page, Finding word) {
    return page.typed(word.start() - 1) == '-'
        && Character.isLowerCase(page.typed(word.start() - 2));
  }

  private static boolean isOfTrade(Page page, Finding word) {
    return page.inSpan(word.start() - NOUN_CHARS * 4, word.start())
        .anyMatch(
            before ->
                before.means(Meaning.TRADE)
                    && !before.means(Meaning.LOGIN)
                    && word.start() - page.endOfWord(before) <= 1);
  }

  /** "Kod urzędu: 1471", "· Code guichet 01005": it opens the clause, and a noun follows. */
  private static boolean isOfNoun(Page page, Finding word, Spot spot) {
    if (!opensClause(page, word, spot)) {
      return false;
    }
    for (int i = page.endOfWord(word); i < spot.candidate().start(); i++) {
      boolean begins = isSmall(page.typed(i)) && !Character.isLetter(page.typed(i - 1));
      if (begins && isUnknown(page, i)) {
        return true;
      }
    }
    return false;
  }

  /** Also of a script that has no capitals, but spaces between its words. */
  private static boolean isSmall(char c) {
    return Character.isLowerCase(c)
        || (Glyphs.spaced(c) && !Character.isUpperCase(c))
        || isArabic(c);
  }

  private static boolean isArabic(char c) {
    return c >= 0x0590 && c < 0x0780 && Character.isLetter(c);
  }

  private static boolean opensClause(Page page, Finding word, Spot spot) {
    int before = word.start() - 1;
    while (before >= spot.sentence().start() && BULLETS.indexOf(page.typed(before)) >= 0) {
      before--;
    }
    return before < spot.sentence().start() || CLAUSE.indexOf(page.typed(before)) >= 0;
  }

  private static boolean isUnknown(Page page, int start) {
    int end = start;
    while (Character.isLetter(page.typed(end))) {
      end++;
    }
    return end - start >= NOUN_CHARS && page.inSpan(start, end).findAny().isEmpty();
  }
}
