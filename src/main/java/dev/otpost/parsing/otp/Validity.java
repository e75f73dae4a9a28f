package dev.otpost.parsing.otp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a code is good, where the mail says so: a number, a unit of time, and in the same
 * sentence a word for ending or lasting. Of several statements the one nearest to the code counts.
 */
final class Validity {

  /** What is good for longer is no code; the statement is about something else. */
  static final Duration LONGEST = Duration.ofDays(7);

  /** Characters between a number and its unit: "(10) minutes", "10 de minute". */
  private static final int UNIT_GAP = 5;

  private Validity() {}

  /** The statement nearest to {@code place}; empty if there is none. */
  static Optional<Duration> nearest(Page page, int place) {
    var findings = page.findings();
    Optional<Duration> nearest = Optional.empty();
    int distance = Integer.MAX_VALUE;
    for (int i = 0; i < findings.size(); i++) {
      var unit = findings.get(i);
      long seconds = seconds(unit);
      int away = Math.abs(unit.start() - place);
      if (seconds == 0 || away >= distance || !ends(page, unit)) {
        continue;
      }
      long number = number(page, findings, i);
      var duration = Duration.ofSeconds(number * seconds);
      if (number > 0 && duration.compareTo(LONGEST) <= 0) {
        nearest = Optional.of(duration);
        distance = away;
      }
    }
    return nearest;
  }

  private static long seconds(Finding unit) {
    if (unit.means(Meaning.MIN)) {
      return 60;
    }
    if (unit.means(Meaning.HOUR)) {
      return 3_600;
    }
    if (unit.means(Meaning.DAY)) {
      return 86_400;
    }
    return unit.means(Meaning.SEC) ? 1 : 0;
  }

  private static boolean ends(Page page, Finding unit) {
    return page.in(page.sentence(unit.start(), unit.end()))
        .anyMatch(word -> word.means(Meaning.VALID));
  }

  /** What is counted in this unit; 0 if that is not said. */
  private static long number(Page page, List<Finding> findings, int unit) {
    var folded = page.folded();
    int start = findings.get(unit).start();
    int i = start - 1;
    while (i >= 0 && start - i <= UNIT_GAP && !Character.isLetterOrDigit(folded.charAt(i))) {
      if (folded.charAt(i) == '.' && i + 1 < start && folded.charAt(i + 1) == ' ') {
        return 0;
      }
      i--;
    }
    long digits = digitsBefore(folded, i + 1);
    if (digits > 0) {
      return digits;
    }
    if (unit > 0) {
      var word = findings.get(unit - 1);
      int gap = start - word.end();
      if (word.means(Meaning.NUM) && gap <= UNIT_GAP) {
        // "10 (ten) minutes" says the same twice; "twenty-four" is one word of the table.
        return word.number();
      }
      if (word.means(Meaning.NUM) && unit > 1 && gap <= 20) {
        return 0;
      }
    }
    long behindWord = digitsBeforeWord(folded, i + 1);
    if (behindWord > 0) {
      return behindWord;
    }
    boolean another =
        unit + 1 < findings.size()
            && seconds(findings.get(unit + 1)) > 0
            && findings.get(unit + 1).start() - findings.get(unit).end() <= 2 * UNIT_GAP;
    return another ? 0 : digitsBehind(folded, page.endOfWord(findings.get(unit)));
  }

  /** "10 de minute", "10 (dziesięć) minut": a short word or a bracket in between. */
  private static long digitsBeforeWord(String folded, int end) {
    int i = end - 1;
    while (i >= 0 && end - i < 16 && Character.isLetter(folded.charAt(i))) {
      i--;
    }
    boolean bracket = i > 0 && folded.charAt(i) == '(';
    boolean link = end - i - 1 <= 2;
    while (i >= 0 && (folded.charAt(i) == ' ' || folded.charAt(i) == '(')) {
      i--;
    }
    return bracket || link ? digitsBefore(folded, i + 1) : 0;
  }

  /** Where the unit stands in front of its number: "dakika 10". */
  private static long digitsBehind(String folded, int start) {
    int i = start < folded.length() && folded.charAt(start) == ' ' ? start + 1 : start;
    int end = i;
    while (end < folded.length() && Glyphs.isDigit(folded.charAt(end))) {
      end++;
    }
    return i > start ? digitsBefore(folded, end) : 0;
  }

  /** The number that ends here, of one to three digits; 0 if there is none. */
  private static long digitsBefore(String folded, int end) {
    int i = end;
    while (i > 0 && end - i < 4 && Glyphs.isDigit(folded.charAt(i - 1))) {
      i--;
    }
    boolean fits = i < end && end - i <= 3;
    boolean part =
        i > 0
            && ":.,/-".indexOf(folded.charAt(i - 1)) >= 0
            && i > 1
            && Glyphs.isDigit(folded.charAt(i - 2));
    return fits && !part ? Long.parseLong(folded, i, end, 10) : 0;
  }
}
