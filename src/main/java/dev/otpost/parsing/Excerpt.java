package dev.otpost.parsing;

/**
 * The part of a text that matters, when it is too long to be posted whole: its beginning, the lines
 * round what may be a code or a link, and its end. What is left out is marked.
 */
final class Excerpt {

  /** Stands where something was left out. */
  static final String CUT = "[cut]";

  /** Characters of a line that is kept whole; of longer ones the part round the number is. */
  private static final int LINE_CHARS = 400;

  private Excerpt() {}

  /**
   * The text itself if it has at most {@code limit} characters, else an excerpt of at most so many.
   *
   * @param limit at least 1,000
   */
  static String of(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int head = limit / 2;
    int tail = limit / 8;
    int from = lineStart(text, head);
    int to = lineEnd(text, text.length() - tail);
    var out = new StringBuilder(limit);
    out.append(text, 0, from).append('\n').append(CUT);
    // Room for the tail and two marks.
    int room = limit - (text.length() - to) - 2 * (CUT.length() + 2);
    int at = from;
    int kept = from;
    while (at < to) {
      int end = text.indexOf('\n', at);
      end = end < 0 || end > to ? to : end;
      int number = number(text, at, end);
      if (number >= 0) {
        int begin = Math.max(Math.max(at, number - LINE_CHARS / 2), kept);
        int stop = Math.min(end, begin + LINE_CHARS);
        begin = Math.max(kept, previousLines(text, begin, at, kept));
        if (out.length() + 1 + stop - begin > room) {
          break;
        }
        out.append('\n').append(text, wholeFrom(text, begin), wholeTo(text, stop));
        kept = stop;
      }
      at = end + 1;
    }
    out.append('\n').append(CUT).append('\n');
    return out.append(text, wholeFrom(text, to), text.length()).toString().strip();
  }

  /** The line before often says what the number is: kept with it, if it is short. */
  private static int previousLines(String text, int begin, int lineStart, int kept) {
    if (begin > lineStart) {
      return begin;
    }
    int start = begin;
    for (int i = 0; i < 2 && start > kept; i++) {
      int before = text.lastIndexOf('\n', Math.max(0, start - 2)) + 1;
      if (begin - before > LINE_CHARS) {
        return start;
      }
      start = before;
    }
    return start;
  }

  /** Where something stands that may be a code: 4 to 8 digits, or a link; negative if nowhere. */
  private static int number(String text, int from, int to) {
    int digits = 0;
    for (int i = from; i <= to; i++) {
      boolean digit = i < to && Character.isDigit(text.charAt(i));
      if (!digit) {
        if (digits >= 4 && digits <= 8) {
          return i - digits;
        }
        digits = 0;
        if (i < to && text.startsWith("://", i)) {
          return i;
        }
      } else {
        digits++;
      }
    }
    return -1;
  }

  private static int lineStart(String text, int near) {
    int line = text.lastIndexOf('\n', near);
    return line > near - LINE_CHARS ? line : wholeTo(text, near);
  }

  private static int lineEnd(String text, int near) {
    int line = text.indexOf('\n', near);
    return line >= 0 && line < near + LINE_CHARS ? line + 1 : wholeFrom(text, near);
  }

  /** Not between the halves of a pair. */
  private static int wholeFrom(String text, int at) {
    boolean between = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return between ? at + 1 : at;
  }

  private static int wholeTo(String text, int at) {
    boolean between = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return between ? at - 1 : at;
  }
}
