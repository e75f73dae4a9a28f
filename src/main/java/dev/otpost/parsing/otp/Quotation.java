package dev.otpost.parsing.otp;

/**
 * What somebody says or may say, as newsletters and test reports quote it: <i>a caller who asks for
 * "the verification code 123456"</i>. The word for a code and the number stand within the same
 * quotation marks, which are not those of a field of JSON ({@code "text":"Your code is 482913"}). A
 * code that is quoted alone is meant.
 */
final class Quotation {

  private static final String MARKS = "\"\u201C\u201D\u201E\u00AB\u00BB\u300C\u300D\u300E\u300F";

  /** What stands in front of the quotation marks of a field. */
  private static final String FIELD = ":,{";

  private Quotation() {}

  static boolean encloses(Page page, Spot spot) {
    // Several sentences may be quoted together.
    int from = Math.min(spot.line().start(), spot.sentence().start());
    int to = Math.max(spot.line().end(), spot.sentence().end());
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
        && !isField(page, open)
        && page.inSpan(open, close).anyMatch(Finding::namesCode);
  }

  private static boolean isField(Page page, int open) {
    return page.text().charAt(open) == '"' && FIELD.indexOf(before(page, open)) >= 0;
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

  /** The last character in front that is no space. */
  private static char before(Page page, int place) {
    int i = place - 1;
    while (page.typed(i) == ' ') {
      i--;
    }
    return page.typed(i);
  }
}
