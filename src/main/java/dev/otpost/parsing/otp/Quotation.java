package dev.otpost.parsing.otp;

/**
 * What somebody says or may say, as newsletters and test reports quote it: <i>a caller who asks for
 * "the verification code 123456"</i>. The word for a code and the number stand within the same
 * quotation marks, which are not those of a field of JSON ({@code "text":"Your code is 482913"}). A
 * code that is quoted alone is meant.
 */
final class Quotation {

  private static final String MARKS = "\"\u201C\u201D\u201E\u00AB\u00BB\u300C\u300D\u300E\u300F";

  /** Characters on either side in which marks are sought. */
  private static final int REACH = 400;

  /** Characters to the verb that tells to type what is quoted. */
  private static final int BESIDE = 20;

  /** What stands in front of the quotation marks of a field, or of a message. */
  private static final String FIELD = ":,{";

  private Quotation() {}

  static boolean encloses(Page page, Spot spot) {
    // Several sentences may be quoted together.
    int from = Math.max(spot.line().start(), spot.candidate().start() - REACH);
    int to = Math.min(spot.line().end(), spot.candidate().end() + REACH);
    int open = spot.candidate().start() - 1;
    while (open >= from && !isMark(page, open)) {
      open--;
    }
    int close = spot.candidate().end();
    while (close < to && !isMark(page, close)) {
      close++;
    }
    return open >= from
        && close < to
        && isOpen(page, from, spot.candidate().start())
        && page.inSpan(open, close).anyMatch(Finding::namesCode)
        && !isPassedOn(page, spot, open, close);
  }

  /** A message that a relay quotes, or what one is to type. */
  private static boolean isPassedOn(Page page, Spot spot, int open, int close) {
    var line = spot.line();
    if (page.says(line, Meaning.EXAMPLE)) {
      return false;
    }
    var sentence = page.sentence(open, close);
    boolean whole = open == line.start() && close >= line.end() - 1;
    boolean told =
        page.inSpan(open - BESIDE, open).anyMatch(word -> word.means(Meaning.ENTER))
            || page.inSpan(close, close + BESIDE).anyMatch(word -> word.means(Meaning.ENTER));
    return whole
        || told
        || FIELD.indexOf(before(page, open)) >= 0
        || page.stretches().stream()
            .mapToInt(Stretch::start)
            .anyMatch(it -> sentence.contains(it) && (it < open || it > close));
  }

  /** Whether a quotation has begun in this stretch and not ended. */
  private static boolean isOpen(Page page, int from, int to) {
    int marks = 0;
    for (int i = from; i < to; i++) {
      marks += isMark(page, i) ? 1 : 0;
    }
    return marks % 2 == 1;
  }

  private static boolean isMark(Page page, int place) {
    return MARKS.indexOf(page.text().charAt(place)) >= 0;
  }

  /** The last character in front that is no white space. */
  private static char before(Page page, int place) {
    int i = place - 1;
    while (i > 0 && page.typed(i) <= ' ') {
      i--;
    }
    return page.typed(i);
  }
}
