package dev.otpost.parsing;

/**
 * Writes decimal digits of any script, and those of full width, as ASCII: {@code ٤٨٢٩١٣} and {@code
 * ４８２９１３} become {@code 482913}; a hyphen of full width between them becomes one of ASCII.
 *
 * <p>Only where they are text: from {@code http://} or {@code https://} to the end of the link
 * nothing is changed. Linear in the length of the text.
 */
final class Digits {

  private static final char WIDE_HYPHEN = '\uFF0D';

  private Digits() {}

  /** The text with ASCII digits only, links aside; the same one where it had no others. */
  static String ascii(String text) {
    int first = firstOther(text);
    if (first == text.length()) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int behindLink = isLink(text, i) ? endOfLink(text, i) : i;
      plain.append(text, i, behindLink);
      i = behindLink;
      if (i < text.length()) {
        int c = text.codePointAt(i);
        if (c == WIDE_HYPHEN && isBetweenDigits(text, i)) {
          plain.append('-');
        } else if (isOther(c)) {
          plain.append((char) ('0' + Character.digit(c, 10)));
        } else {
          plain.appendCodePoint(c);
        }
        i += Character.charCount(c);
      }
    }
    return plain.toString();
  }

  private static int firstOther(String text) {
    int i = 0;
    while (i < text.length()
        && !isOther(text.codePointAt(i))
        && (text.charAt(i) != WIDE_HYPHEN || !isBetweenDigits(text, i))) {
      i++;
    }
    return i;
  }

  private static boolean isBetweenDigits(String text, int i) {
    return i > 0
        && Character.isDigit(text.charAt(i - 1))
        && i + 1 < text.length()
        && Character.isDigit(text.charAt(i + 1));
  }

  private static boolean isOther(int c) {
    return c > 0x7f && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  private static boolean isLink(String text, int at) {
    char c = text.charAt(at);
    return (c == 'h' || c == 'H')
        && (text.regionMatches(true, at, "https://", 0, 8)
            || text.regionMatches(true, at, "http://", 0, 7));
  }

  /** Wide punctuation ends a link as a space does: nothing else stands between them in Chinese. */
  private static int endOfLink(String text, int start) {
    int i = start;
    while (i < text.length() && !endsLink(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean endsLink(char c) {
    return c <= ' '
        || "<>\"（），：；！？".indexOf(c) >= 0
        || (c >= 0x3000 && c <= 0x303F)
        || Characters.kind(c) != Characters.VISIBLE;
  }
}
