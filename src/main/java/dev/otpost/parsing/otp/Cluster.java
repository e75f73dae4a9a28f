package dev.otpost.parsing.otp;

/**
 * Letters and digits that stand on a page in one piece, with what joins them without a space. What
 * may be a code is a whole cluster or several: a part of one never is, so that no number is cut out
 * of a date, an address or a longer number.
 */
record Cluster(Page page, int start, int end) {

  /** Joins whatever it stands between to something that is no code. */
  private static final String GLUE = "@_=&\\~";

  /** The one that begins at {@code start}, where a letter or digit stands. */
  static Cluster at(Page page, int start) {
    int i = start;
    while (i < page.text().length()) {
      char c = page.typed(i);
      if (Glyphs.isAlnum(c) || GLUE.indexOf(c) >= 0) {
        i++;
      } else if (i > start && joins(page.text().charAt(i), page.typed(i - 1), page.typed(i + 1))) {
        i += 2;
      } else {
        return new Cluster(page, start, i);
      }
    }
    return new Cluster(page, start, i);
  }

  private static boolean joins(char joiner, char before, char after) {
    return switch (joiner) {
      case '-', '\u2010', '\u2011', '\u2212', '\uFF0D' ->
          Glyphs.isAlnum(before) && Glyphs.isAlnum(after);
      case '.' -> (Glyphs.isDigit(before) || isCapital(before)) && Glyphs.isDigit(after);
      case ',', ':', '/' -> Glyphs.isDigit(before) && Glyphs.isDigit(after);
      default -> false;
    };
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  int length() {
    return end - start;
  }

  boolean isDigits() {
    for (int i = start; i < end; i++) {
      if (!Glyphs.isDigit(page.typed(i))) {
        return false;
      }
    }
    return true;
  }

  /** Most of a mail: no digit in it, and not in capitals. */
  boolean isWord() {
    boolean small = false;
    for (int i = start; i < end; i++) {
      char c = page.typed(i);
      if (Glyphs.isDigit(c)) {
        return false;
      }
      small |= c >= 'a' && c <= 'z';
    }
    return small;
  }

  boolean hasHyphen() {
    return page.folded().indexOf('-', start, end) >= 0;
  }

  Span span() {
    return new Span(start, end);
  }

  @Override
  public String toString() {
    return "Cluster[%d-%d]".formatted(start, end);
  }
}
