package dev.otpost.parsing;

/**
 * What a character is on a screen: something to see, a gap, the end of a line, or nothing at all.
 */
enum Characters {
  VISIBLE,
  /** White space of any width within a line: it all looks like a space. */
  GAP,
  LINE_END,
  /**
   * Takes no room: zero-width spaces and joiners, soft hyphens, marks of direction, variation
   * selectors, the frame round a keycap digit, control characters.
   */
  NOTHING;

  /** Of one UTF-16 unit; halves of a pair are visible. */
  static Characters kind(char c) {
    if (c > ' ' && c < 0x7f) {
      return VISIBLE;
    }
    return switch (c) {
      case ' ', '\t', 0xA0, 0x1680, 0x202F, 0x205F, 0x3000 -> GAP;
      case '\n', 0x0B, '\f', '\r', 0x85, 0x2028, 0x2029 -> LINE_END;
      case 0xAD,
          0x20E3,
          0x34F,
          0x61C,
          0x115F,
          0x1160,
          0x17B4,
          0x17B5,
          0x180E,
          0x3164,
          0xFEFF,
          0xFFA0 ->
          NOTHING;
      default -> {
        if (c >= 0x2000 && c <= 0x200A) {
          yield GAP;
        }
        boolean zeroWidth =
            c < ' '
                || (c >= 0x7F && c < 0xA0)
                || (c >= 0x200B && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xFFF9 && c <= 0xFFFB);
        yield zeroWidth ? NOTHING : VISIBLE;
      }
    };
  }

  /** Behind the visible characters that begin at {@code from}; there if there are none. */
  static int endOfVisible(String text, int from) {
    int end = from;
    while (end < text.length() && kind(text.charAt(end)) == VISIBLE) {
      end++;
    }
    return end;
  }

  /**
   * The text in one line: gaps and line ends as single spaces, none at its ends, nothing invisible.
   */
  static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      switch (kind(text.charAt(i))) {
        case NOTHING -> {}
        case GAP, LINE_END -> gap = true;
        case VISIBLE -> {
          if (gap && !line.isEmpty()) {
            line.append(' ');
          }
          gap = false;
          int end = endOfVisible(text, i);
          line.append(text, i, end);
          i = end - 1;
        }
      }
    }
    return line.toString();
  }
}
