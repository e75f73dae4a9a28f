package dev.otpost.parsing.otp;

/**
 * Amounts of money, by the sign or name of a currency beside a number: "45,00 EUR", "R$ 1.389,90".
 */
final class Amounts {

  static final String CURRENCY = "$€£¥₹₽₩₺₫฿₪₴₦";

  /** No name of a currency in the table is longer. */
  private static final int NAME_CHARS = 8;

  private Amounts() {}

  /** Whether the page names any. */
  static boolean on(Page page) {
    for (int i = 0; i < page.text().length(); i++) {
      boolean ends = Glyphs.isDigit(page.typed(i)) && !Glyphs.isDigit(page.typed(i + 1));
      boolean begins = Glyphs.isDigit(page.typed(i)) && !Glyphs.isDigit(page.typed(i - 1));
      if ((ends && isMoney(page, i + 1, 1)) || (begins && isMoney(page, i - 1, -1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMoney(Page page, int beside, int step) {
    int from = page.typed(beside) == ' ' ? beside + step : beside;
    if (CURRENCY.indexOf(page.typed(from)) >= 0) {
      return true;
    }
    int to = from;
    while (Math.abs(to - from) < NAME_CHARS && Character.isLetter(page.typed(to))) {
      to += step;
    }
    int start = Math.min(from, to + 1);
    int end = Math.max(from + 1, to);
    return to != from
        && Lexicon.WORDS.has(
            WordList.UNIT, page.folded().substring(step > 0 ? from : start, step > 0 ? to : end));
  }
}
