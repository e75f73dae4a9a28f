package dev.otpost.parsing.otp;

/**
 * What stands right beside a number and makes it part of something else: a sign of currency or a
 * unit an amount, a plus a phone number, stars a masked card, a slash a path. Such a number is no
 * code, whatever is said round it, so that it is not even weighed. Looks at most some characters
 * away from the number and at the spaces in between.
 */
final class Neighbours {

  private static final String CURRENCY = Amounts.CURRENCY;
  private static final String BAD_BEFORE = CURRENCY + "#+@/\\=•.…©№§×%&_^~";
  private static final String BAD_AFTER = CURRENCY + "#%+@/\\=°_^~円元원";

  /** No unit is longer. */
  private static final int UNIT_CHARS = 8;

  private final Page page;

  Neighbours(Page page) {
    this.page = page;
  }

  /** Whether they make it something else than a code. */
  boolean claim(Span number) {
    char before = page.typed(number.start() - 1);
    char after = page.typed(number.end());
    if (BAD_BEFORE.indexOf(before) >= 0 || BAD_AFTER.indexOf(after) >= 0) {
      // An address, an amount, a path, a phone number.
      return true;
    }
    if (Glyphs.spaced(before) || Glyphs.spaced(after)) {
      // The middle of a word in letters other than ASCII.
      return true;
    }
    if (before == '*' && after != '*') {
      // "*1234" is what is left of a masked number; "*482913*" is bold.
      return true;
    }
    if (after == '*' && page.typed(number.end() + 1) == '*' && !isBold(number)) {
      // "5037****29" begins with what is left of one.
      return true;
    }
    if (isHyphened(number)) {
      return true;
    }
    int left = lastBefore(number.start());
    char gapBefore = page.typed(left);
    if (isMask(left, number.start())) {
      return true;
    }
    if (before == '(' && isVersion(number.start() - 2)) {
      // "v6.21.0 (4471)"
      return true;
    }
    if (page.typed(number.end()) == ' ' && isStars(number.end() + 1)) {
      // "8600 **** **** 4412"
      return true;
    }
    if ("+#©".indexOf(gapBefore) >= 0 || CURRENCY.indexOf(gapBefore) >= 0) {
      // The same as without the space: "+ 49 …", "# 4821", "© 2026", "$ 1200".
      return true;
    }
    char gapAfter = after == ' ' ? page.typed(number.end() + 1) : after;
    if (gapAfter == '%' || CURRENCY.indexOf(gapAfter) >= 0) {
      return true;
    }
    return Lexicon.WORDS.has(WordList.UNIT, wordBefore(left))
        || Lexicon.WORDS.has(WordList.UNIT, wordAfter(number.end()));
  }

  private boolean isVersion(int last) {
    int i = page.typed(last) == ' ' ? last - 1 : last;
    int dots = 0;
    while (Glyphs.isDigit(page.typed(i)) || page.typed(i) == '.') {
      dots += page.typed(i) == '.' ? 1 : 0;
      i--;
    }
    return dots >= 1;
  }

  private boolean isStars(int place) {
    char c = page.typed(place);
    return (c == '*' || c == '•' || c == 'x' || c == 'X') && page.typed(place + 1) == c;
  }

  /** "**482913**" */
  private boolean isBold(Span number) {
    return page.typed(number.start() - 1) == '*' && page.typed(number.start() - 2) == '*';
  }

  /** Tied to a word by a hyphen that joins no cluster: a long one, or one behind other letters. */
  private boolean isHyphened(Span number) {
    int start = number.start();
    int end = number.end();
    return (page.typed(start - 1) == '-' && Glyphs.spaced(page.typed(start - 2)))
        || (page.typed(end) == '-' && Glyphs.spaced(page.typed(end + 1)));
  }

  /** The last place in front that is no space; -1 at the start of the page. */
  private int lastBefore(int start) {
    int left = start - 1;
    while (left >= 0 && page.typed(left) == ' ') {
      left--;
    }
    return left;
  }

  /** The hidden part of a card or phone number: "•••• 1234", "** 1234", "xx1234". */
  private boolean isMask(int left, int start) {
    char last = page.typed(left);
    return last == '•'
        || last == '…'
        || (left > 0 && last == '*' && page.typed(left - 1) == '*' && left < start - 1)
        || (left > 1 && last == 'x' && page.typed(left - 1) == 'x');
  }

  private String wordBefore(int last) {
    int start = last;
    while (start >= 0 && last - start < UNIT_CHARS && page.typed(start) > ' ') {
      start--;
    }
    return page.folded().substring(start + 1, last + 1);
  }

  private String wordAfter(int end) {
    int start = page.typed(end) == ' ' ? end + 1 : end;
    int last = start;
    while (last < page.text().length()
        && last - start < UNIT_CHARS
        && Character.isLetter(page.typed(last))) {
      last++;
    }
    return page.folded().substring(Math.min(start, last), last);
  }
}
