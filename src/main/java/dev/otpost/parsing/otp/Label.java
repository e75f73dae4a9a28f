package dev.otpost.parsing.otp;

/**
 * Whether a word right beside a number says that it is another sort of number: an order, a phone
 * number, the end of a card. A label is nearer than the word for a code, or it names something
 * else: in "your code for order 4821: 482913" each number has its own.
 */
final class Label {

  /** Characters between a label and the number it names. */
  static final int GAP = 12;

  /** Characters in which the label itself begins. */
  private static final int REACH = 40;

  /** Words that may stand between a label and its number. */
  private static final int WORDS_BETWEEN = 1;

  /** A line above with more is a sentence, and labels nothing. */
  private static final int LINE_CHARS = 40;

  /** Marks and spaces between a label and the number behind it. */
  private static final int NEXT_GAP = 4;

  /** "Code number", "code no." */
  private static final int WITHIN_NAME = 4;

  private Label() {}

  /** Whether the number is labelled; what is further away than the word for a code is no label. */
  static boolean names(Page page, Spot spot, Naming naming) {
    // A verb that tells to type it is no name that could be nearer.
    int gap = naming.isByVerb(page) ? Integer.MAX_VALUE : naming.gap();
    return before(page, spot, gap) || after(page, spot, naming.gap()) || above(page, spot);
  }

  private static boolean before(Page page, Spot spot, int codeGap) {
    int number = spot.candidate().start();
    int line = page.isWrapped(spot.line()) ? 0 : spot.line().start();
    int from = Math.max(line, spot.sentence().start());
    return page.inSpan(Math.max(from, number - REACH), number)
        .filter(Label::isLabel)
        .filter(label -> number - page.endOfWord(label) <= GAP)
        .filter(label -> hasNoDigit(page, label.end(), number))
        .filter(label -> wordsBetween(page, page.endOfWord(label), number) <= WORDS_BETWEEN)
        .anyMatch(
            label ->
                number - label.end() < codeGap
                    && !isToBeTyped(page, label)
                    && !(label.means(Meaning.NUMBER) && belongsToCode(page, label)));
  }

  private static boolean after(Page page, Spot spot, int codeGap) {
    int number = spot.candidate().end();
    if (page.typed(number) == ':' && namesTheNext(page, number + 1)) {
      // "The TAN for tour 4471: 882034"
      return true;
    }
    int to = Math.min(spot.line().end(), spot.sentence().end());
    return page.inSpan(number, Math.min(to, number + GAP))
        .anyMatch(
            label ->
                isLabel(label)
                    && label.start() - number < codeGap
                    && !isWhereToType(page, spot, label)
                    && !namesTheNext(page, page.endOfWord(label)));
  }

  /** "Enter 482913 on the page that is open" */
  private static boolean isWhereToType(Page page, Spot spot, Finding label) {
    return !label.means(Meaning.TRADE)
        && wordsBetween(page, spot.candidate().end(), label.start()) > 0
        && page.inSpan(spot.sentence().start(), spot.candidate().start())
            .anyMatch(word -> word.means(Meaning.ENTER));
  }

  /** "482913 (ref: 4711)", "482913, order 4711": a colon or number follows, which it belongs to. */
  private static boolean namesTheNext(Page page, int end) {
    int next = end;
    while (next - end < NEXT_GAP && " .#№°".indexOf(page.typed(next)) >= 0) {
      next++;
    }
    return page.typed(next) == ':' || Glyphs.isDigit(page.typed(next));
  }

  private static boolean above(Page page, Spot spot) {
    if (!spot.alone()) {
      return false;
    }
    var above = page.lineAbove(spot.line());
    return !page.inSubject(above.start())
        && above.length() <= LINE_CHARS
        // "Device: Chrome 141": a row with a number of its own heads no other.
        && hasNoDigit(page, above.start(), above.end())
        && (page.says(above, Meaning.LABEL) || page.says(above, Meaning.TRADE))
        && page.in(above).noneMatch(word -> word.namesCode() || word.means(Meaning.ENTER));
  }

  private static boolean isLabel(Finding word) {
    return (word.means(Meaning.LABEL) || word.means(Meaning.NUMBER) || word.means(Meaning.TRADE))
        && !word.namesCode();
  }

  /** "Order number is 4821", but not "… to sign in to the tax service is 0417". */
  private static int wordsBetween(Page page, int from, int to) {
    int words = 0;
    for (int i = from; i < to; i++) {
      boolean begins = i == from || !Character.isLetter(page.typed(i - 1));
      words += begins && Character.isLetter(page.typed(i)) ? 1 : 0;
    }
    return words;
  }

  /** Otherwise it labels the number in between. A label may reach into its number: "ID88213441". */
  private static boolean hasNoDigit(Page page, int from, int to) {
    return from >= to
        || page.folded().substring(from, to).chars().noneMatch(c -> Glyphs.isDigit((char) c));
  }

  /**
   * "Type the number 482913": a number of no sort. And "enter the confirmation number" in a mail
   * about signing in, where it is not that of a booking.
   */
  private static boolean isToBeTyped(Page page, Finding label) {
    boolean open =
        label.means(Meaning.NUMBER)
            || (label.means(Meaning.TRADE) && page.subjectIsAboutSigningIn());
    return open
        && page.inSpan(Math.max(0, label.start() - REACH), label.start())
            .anyMatch(word -> word.means(Meaning.ENTER));
  }

  private static boolean belongsToCode(Page page, Finding label) {
    return page.inSpan(Math.max(0, label.start() - REACH), label.start())
        .filter(Finding::namesCode)
        .anyMatch(word -> label.start() - page.endOfWord(word) <= WITHIN_NAME);
  }
}
