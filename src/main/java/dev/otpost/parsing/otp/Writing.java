package dev.otpost.parsing.otp;

import dev.otpost.parsing.otp.Candidate.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells from how something is written whether it may be a code: by its length, its letters and
 * digits, and its hyphens, whatever stands round it.
 *
 * <p>Of {@code G-123456}, and of any other letter in front of six digits, the digits are the code:
 * the letter tells the sender, and the field takes digits. Between digits hyphens and spaces are
 * for the eye; between letters nobody knows, so they stay.
 */
final class Writing {

  static final int LONGEST_DIGITS = 8;

  private static final int SHORTEST = 4;
  private static final int LONGEST_MIXED = 10;

  /** "QF3K-88TD-2MWX": the longest that people type, in so many groups of one length. */
  private static final int LONGEST_GROUPED = 12;

  private static final int LONG_GROUPS = 3;

  /** Words of a code that is made of words. */
  private static final int PHRASE_WORDS = 3;

  private static final int PHRASE_WORDS_MOST = 5;

  /** Groups of different lengths, letters among them. */
  private static final int MOST_GROUPS = 4;

  /** With a hyphen behind each character. */
  private static final int LONGEST_WRITTEN = 2 * LONGEST_MIXED;

  private Writing() {}

  /**
   * Of digits with nothing between them but what is there for the eye.
   *
   * @param at where it stands
   * @param typed as it is typed there
   */
  static Optional<Candidate> digits(Span at, String typed) {
    long digits = digitsIn(typed);
    if (digits < SHORTEST || digits > LONGEST_DIGITS) {
      return Optional.empty();
    }
    var value = typed.replace(" ", "").replace("\n", "").replace("-", "");
    var groups = typed.split("[ \\n-]", -1);
    if (groups.length == 2 && groups[1].length() == 4 && isYear(groups[0])) {
      // "2026-7781" is what files are numbered by.
      return Optional.empty();
    }
    var shape =
        isYear(value) || isDay(value) ? Shape.YEAR : isEven(groups) ? Shape.DIGITS : Shape.GROUPS;
    return Optional.of(new Candidate(at.start(), at.end(), value, shape));
  }

  private static boolean isYear(String value) {
    return value.length() == 4 && value.compareTo("1900") >= 0 && value.compareTo("2050") < 0;
  }

  /** "20261122" */
  private static boolean isDay(String value) {
    return value.length() == 8
        && (value.startsWith("19") || value.startsWith("20"))
        && value.substring(4, 6).compareTo("12") <= 0
        && value.substring(6).compareTo("31") <= 0;
  }

  /**
   * Of a cluster that is not digits alone: joined by something, or with letters in it.
   *
   * @param at where it stands
   * @param typed as it is typed there
   */
  static Optional<Candidate> mixed(Span at, String typed) {
    if (typed.startsWith("0x")) {
      return Optional.empty();
    }
    if (isPhrase(typed)) {
      return Optional.of(new Candidate(at.start(), at.end(), typed, Shape.PHRASE));
    }
    if (typed.length() > LONGEST_WRITTEN) {
      return Optional.empty();
    }
    if (isDotted(typed)) {
      var value = typed.replace(".", "");
      return Optional.of(new Candidate(at.start(), at.end(), value, Shape.GROUPS));
    }
    if (!typed.chars().allMatch(Writing::isPlain) || isMasked(typed)) {
      return Optional.empty();
    }
    var bare = typed.replace("-", "");
    var groups = typed.split("-", -1);
    int longest = groups.length == LONG_GROUPS && isEven(groups) ? LONGEST_GROUPED : LONGEST_MIXED;
    if (bare.length() < SHORTEST || bare.length() > longest) {
      return Optional.empty();
    }
    if (isDigits(bare)) {
      return isForTheEye(groups) || isUneven(groups) ? digits(at, typed) : Optional.empty();
    }
    if (groups.length == 2 && isSender(groups[0]) && isDigits(groups[1])) {
      return senderTakenOff(at, groups[1], Shape.DIGITS);
    }
    if (groups.length == 2 && mayBeSender(groups)) {
      return senderTakenOff(at, groups[1], Shape.NAME);
    }
    return (groups.length == 1 ? inOnePiece(typed) : inGroups(typed, groups))
        .map(shape -> new Candidate(at.start(), at.end(), typed, shape));
  }

  /** "tulip-harbor-veg-moss" */
  private static boolean isPhrase(String typed) {
    var words = typed.split("-", PHRASE_WORDS_MOST + 1);
    return words.length >= PHRASE_WORDS
        && words.length <= PHRASE_WORDS_MOST
        && Arrays.stream(words)
            .allMatch(
                word ->
                    word.length() >= 3
                        && word.length() <= LONGEST_MIXED
                        && word.chars().allMatch(c -> c >= 'a' && c <= 'z'));
  }

  /** "ABXXXXXX4K", "XX4471": what is left to see of the number of a card or a person. */
  private static boolean isMasked(String typed) {
    var small = typed.toLowerCase(Locale.ROOT);
    return small.contains("xxx") || (small.startsWith("xx") && isDigits(small.substring(2)));
  }

  /** "718.342", as amounts are written in half of Europe. */
  private static boolean isDotted(String typed) {
    return typed.length() == 7 && typed.charAt(3) == '.' && digitsIn(typed) == 6;
  }

  private static boolean isPlain(int c) {
    return c == '-' || Glyphs.isAlnum((char) c);
  }

  /**
   * "482-913", "93-41-77", "4-8-2-9-1-3"; other hyphens between digits are those of dates and phone
   * numbers.
   */
  private static boolean isForTheEye(String[] groups) {
    boolean halves = groups.length == 2 && groups[0].length() >= 3;
    boolean pairs = groups.length == 3 && groups[0].length() == 2 && !mayBeDate(groups);
    return isEven(groups) && (halves || pairs || groups[0].length() == 1);
  }

  /** "4471-80": six digits in groups of four and two. */
  private static boolean isUneven(String[] groups) {
    return groups.length == 2 && groups[0].length() == 4 && groups[1].length() == 2;
  }

  /** In whatever order: a day, a month, and a year of these. */
  private static boolean mayBeDate(String[] pairs) {
    long months = Arrays.stream(pairs).filter(pair -> pair.compareTo("12") <= 0).count();
    long days = Arrays.stream(pairs).filter(pair -> pair.compareTo("31") <= 0).count();
    boolean year = isYearOfThese(pairs[0]) || isYearOfThese(pairs[2]);
    return months >= 1 && days >= 2 && year;
  }

  private static boolean isYearOfThese(String pair) {
    return pair.compareTo("20") >= 0 && pair.compareTo("35") <= 0;
  }

  private static boolean isEven(String[] groups) {
    return Arrays.stream(groups).mapToInt(String::length).distinct().count() == 1;
  }

  /** Google and Facebook put their letters in front of the digits that are typed. */
  private static boolean isSender(String group) {
    return group.equals("G") || group.equals("FB");
  }

  /** Others may do as Google does: one letter, and as many digits as only codes and orders have. */
  private static boolean mayBeSender(String[] groups) {
    return groups[0].length() == 1
        && isUpper(groups[0])
        && isDigits(groups[1])
        && groups[1].length() == 6;
  }

  private static Optional<Candidate> senderTakenOff(Span at, String digits, Shape shape) {
    return digits.length() >= SHORTEST && digits.length() <= LONGEST_DIGITS
        ? Optional.of(new Candidate(at.start(), at.end(), digits, shape))
        : Optional.empty();
  }

  /**
   * Groups of one length, "ABCD-EFGH", "A7K-9Q2", "qW8-rT2-mK5". Capitals in others, "KVIST-417",
   * are those of order numbers as well; other hyphens are those of words.
   */
  private static Optional<Shape> inGroups(String value, String[] groups) {
    boolean even = isEven(groups) && groups[0].length() >= 3;
    if (hasDigit(value)) {
      boolean mixed = even && (isUpper(value) || Arrays.stream(groups).allMatch(Writing::hasDigit));
      if (mixed) {
        return Optional.of(Shape.MIXED);
      }
      boolean capitals = isUpper(value) && groups.length <= MOST_GROUPS;
      // "pX7-nQ4w": nothing but a code mixes small letters, capitals and digits in each group.
      boolean allMixed = Arrays.stream(groups).allMatch(Writing::isMixed);
      return capitals || allMixed ? Optional.of(Shape.NAME) : Optional.empty();
    }
    return even && isUpper(value) ? Optional.of(Shape.LETTERS) : Optional.empty();
  }

  private static Optional<Shape> inOnePiece(String value) {
    if (!hasDigit(value)) {
      boolean code = isUpper(value) && value.length() >= 6 && value.length() <= 8;
      return code ? Optional.of(Shape.LETTERS) : Optional.empty();
    }
    if (isWithUnit(value)) {
      return Optional.empty();
    }
    return Optional.of(isName(value) ? Shape.NAME : Shape.MIXED);
  }

  /** "4th", "1080p", "24h", "3rd": a number with its unit. */
  private static boolean isWithUnit(String value) {
    return lettersBefore(value) == 0
        && !isUpper(value)
        && value.length() - digitsIn(value) <= 2
        && !Glyphs.isDigit(value.charAt(value.length() - 1));
  }

  private static boolean isName(String value) {
    int letters = lettersBefore(value);
    return letters >= 3 && isDigits(value.substring(letters)) && digitsIn(value) <= 4;
  }

  private static int lettersBefore(String value) {
    int letters = 0;
    while (letters < value.length() && !Glyphs.isDigit(value.charAt(letters))) {
      letters++;
    }
    return letters;
  }

  private static boolean isMixed(String value) {
    return hasDigit(value) && !isUpper(value) && value.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static boolean isUpper(String value) {
    return value.chars().noneMatch(c -> c >= 'a' && c <= 'z');
  }

  private static boolean isDigits(String value) {
    return value.chars().allMatch(c -> Glyphs.isDigit((char) c));
  }

  private static boolean hasDigit(String value) {
    return digitsIn(value) > 0;
  }

  private static long digitsIn(String value) {
    return value.chars().filter(c -> Glyphs.isDigit((char) c)).count();
  }
}
