package dev.otpost.parsing.otp;

import java.util.List;

/**
 * Finds the number of a unit of time: in front of it, in digits or as a word, or behind it. Not
 * thread-safe; made for one text.
 */
final class Counts {

  /** Digits of a number; four only where they are whole minutes, "3600 seconds". */
  private static final int DIGITS = 3;

  private static final String CLOCK = "時时點点시";
  private static final String MONTH = "月월年년/";

  private final String folded;
  private final List<Finding> words;

  Counts(String folded, List<Finding> words) {
    this.folded = folded;
    this.words = words;
  }

  /** Of the unit that is the {@code i}th word; {@link Counted#NONE} if it has none. */
  Counted of(int i) {
    var unit = words.get(i);
    int start = unit.start();
    int end = start;
    while (end > 0
        && start - end < Stretches.UNIT_GAP
        && isBetween(end - 1)
        && !(unit.means(Meaning.DAY) && folded.charAt(end - 1) == '\n')) {
      end--;
    }
    if (end > 0 && Glyphs.isDigit(folded.charAt(end - 1))) {
      return digitsBefore(end, i);
    }
    var word = i > 0 ? words.get(i - 1) : unit;
    if (i > 0
        && !unit.means(Meaning.SPAN)
        && word.means(Meaning.NUM)
        && !isWithinHangul(word.start())
        && word.end() >= end
        && word.end() <= start) {
      boolean rest =
          i > 1
              && words.get(i - 2).means(Meaning.NUM)
              && adjoins(words.get(i - 2), word)
              && words.get(i - 2).number() >= 20;
      return rest
          ? Counted.NONE
          : new Counted(word.number(), word.start(), unit.end(), word.number() == 1);
    }
    int behindWord = beforeWord(end);
    if (behindWord == 0 && i > 0 && goesWithTime(word) && word.end() == end) {
      behindWord = beforeSpaces(word.start());
    }
    if (behindWord > 0) {
      return digitsBefore(behindWord, i);
    }
    return behind(i);
  }

  /** "10 prochaines minutes" */
  private static boolean goesWithTime(Finding word) {
    return word.means(Meaning.WITHIN) || word.means(Meaning.VALID);
  }

  /** Behind the digits in front, white space left out; 0 if there are none. */
  private int beforeSpaces(int end) {
    int i = end;
    while (i > 0 && folded.charAt(i - 1) == ' ') {
      i--;
    }
    return i < end && i > 0 && Glyphs.isDigit(folded.charAt(i - 1)) ? i : 0;
  }

  /** The number words of Korean are one syllable long, and others end or begin with it. */
  private boolean isWithinHangul(int place) {
    return place > 0 && isHangul(folded.charAt(place)) && isHangul(folded.charAt(place - 1));
  }

  private static boolean isHangul(char c) {
    return c >= 0xAC00 && c < 0xD7A4;
  }

  private boolean adjoins(Finding number, Finding next) {
    return next.start() - number.end() <= 1 && number.end() <= next.start();
  }

  /** Neither letter nor digit, nor the end of a sentence or line. */
  private boolean isBetween(int i) {
    char c = folded.charAt(i);
    boolean stop = c == '.' && folded.charAt(i + 1) == ' ';
    return !Character.isLetterOrDigit(c) && !Character.isHighSurrogate(c) && !stop && c != ':';
  }

  /** "10 de minute", "10 (dziesięć) minut": a short word or a bracket in between; or 0. */
  private int beforeWord(int end) {
    int i = end - 1;
    while (i >= 0 && end - i < 16 && Character.isLetter(folded.charAt(i))) {
      i--;
    }
    boolean bracket = i > 0 && folded.charAt(i) == '(';
    boolean link =
        folded.charAt(end) == ' ' && end - i - 1 <= 2 && i >= 0 && folded.charAt(i) == ' ';
    while (i >= 0 && (folded.charAt(i) == ' ' || folded.charAt(i) == '(')) {
      i--;
    }
    return (bracket || link) && i >= 0 && Glyphs.isDigit(folded.charAt(i)) ? i + 1 : 0;
  }

  /** The number that ends here. */
  private Counted digitsBefore(int end, int i) {
    var unit = words.get(i);
    int start = startOfDigits(end);
    int before = start;
    while (before > 0 && folded.charAt(before - 1) == ' ') {
      before--;
    }
    char left = before == 0 ? ' ' : folded.charAt(before - 1);
    boolean glued = before == start && start > 0;
    boolean digit = glued && before > 1 && Glyphs.isDigit(folded.charAt(before - 2));
    boolean part = digit && ".,/:".indexOf(left) >= 0;
    boolean letter = glued && left >= 'a' && left < 'x';
    boolean clock = unit.means(Meaning.MIN) && CLOCK.indexOf(left) >= 0;
    boolean date = unit.means(Meaning.DAY) && MONTH.indexOf(left) >= 0;
    boolean time = unit.means(Meaning.HOUR) && isFollowedByMinutes(i);
    long number = number(start, end, unit);
    if (part || letter || clock || date || (time && number > Stretches.HOURS_WITH_MINUTES)) {
      return Counted.NONE;
    }
    if (left == '-' || left == '~' || left == '\u301C') {
      int other = before - 1;
      while (other > 0 && folded.charAt(other - 1) == ' ') {
        other--;
      }
      int otherStart = startOfDigits(other);
      if (otherStart > 1
          && "-/.".indexOf(folded.charAt(otherStart - 1)) >= 0
          && Glyphs.isDigit(folded.charAt(otherStart - 2))) {
        return Counted.NONE;
      }
      long lower = other - otherStart <= DIGITS ? number(otherStart, other, unit) : 0;
      if (lower > 0 && lower < number) {
        return new Counted(lower, otherStart, unit.end(), false);
      }
    }
    return new Counted(number, start, unit.end(), false);
  }

  /** "18h45", "9 h 42": two digits and no word for minutes. */
  private boolean isFollowedByMinutes(int i) {
    int end = words.get(i).end();
    int minutes = end < folded.length() && folded.charAt(end) == ' ' ? end + 1 : end;
    int behind = minutes;
    while (behind < folded.length() && Glyphs.isDigit(folded.charAt(behind))) {
      behind++;
    }
    boolean apart = minutes > end;
    return apart ? behind - minutes == 2 && !unitFollows(i) : behind > minutes;
  }

  /** "dakika 10", "minti 5"; hours in this order are a time of day if they can be. */
  private Counted behind(int i) {
    var unit = words.get(i);
    int start = unit.end();
    while (start < folded.length() && Glyphs.spaced(folded.charAt(start))) {
      start++;
    }
    int end = start;
    if (i + 1 < words.size() && start < folded.length() && folded.charAt(start) == ' ') {
      var next = words.get(i + 1);
      if (next.means(Meaning.NUM) && next.start() == start + 1 && !unitFollows(i + 1)) {
        return new Counted(next.number(), unit.start(), next.end(), next.number() == 1);
      }
    }
    while (start < folded.length() && start - end < 12 && isLead(start)) {
      start++;
    }
    int digits = start;
    while (digits < folded.length() && Glyphs.isDigit(folded.charAt(digits))) {
      digits++;
    }
    boolean goesOn =
        digits + 1 < folded.length()
            && ".,:/-h".indexOf(folded.charAt(digits)) >= 0
            && Glyphs.isDigit(folded.charAt(digits + 1));
    long number = start == end ? 0 : number(start, digits, unit);
    boolean time = unit.means(Meaning.HOUR) && number < 24 && !isLedByWord(i);
    boolean day = unit.means(Meaning.DAY) || time;
    return goesOn || day || number == 0 || unitFollows(i)
        ? Counted.NONE
        : new Counted(number, unit.start(), digits, false);
  }

  /** "kwa saa 1": for one hour; a time of day would stand by itself. */
  private boolean isLedByWord(int i) {
    return i > 0
        && words.get(i - 1).means(Meaning.WITHIN)
        && words.get(i).start() - words.get(i - 1).end() == 1;
  }

  /** Before digits that stand behind their unit: a space, brackets, a prefix with its hyphen. */
  private boolean isLead(int i) {
    char c = folded.charAt(i);
    return c == ' ' || c == '(' || c == ')' || c == '-' || hyphenated(i);
  }

  private boolean hyphenated(int i) {
    int end = i;
    while (end < folded.length() && end - i < 6 && Character.isLetter(folded.charAt(end))) {
      end++;
    }
    return end > i && end < folded.length() && folded.charAt(end) == '-';
  }

  private boolean unitFollows(int i) {
    return i + 1 < words.size()
        && Stretches.seconds(words.get(i + 1), 1) > 0
        && words.get(i + 1).start() - words.get(i).end() <= 2 * Stretches.UNIT_GAP;
  }

  private int startOfDigits(int end) {
    int start = end;
    while (start > 0 && end - start <= DIGITS + 1 && Glyphs.isDigit(folded.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private long number(int start, int end, Finding unit) {
    if (end == start || end - start > DIGITS + 1) {
      return 0;
    }
    long number = Long.parseLong(folded, start, end, 10);
    boolean small = unit.means(Meaning.SEC) || unit.means(Meaning.MIN);
    return end - start <= DIGITS || (small && number % 60 == 0) ? number : 0;
  }
}
