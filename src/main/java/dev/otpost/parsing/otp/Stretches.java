package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lengths of time in a text: a unit, and its number in front of it, or behind it in the
 * languages that say "minutes ten". Times of day and dates are none: "18 h", "18時45分", "11月2日". Of
 * "5-10 minutes" the shorter is taken. Not thread-safe; made for one text.
 */
final class Stretches {

  /** Characters between a number and its unit: "(10) minutes", "10 de minute". */
  static final int UNIT_GAP = 5;

  /**
   * Up to here an hour that is followed by minutes is a length of time, beyond it a time of day.
   */
  static final int HOURS_WITH_MINUTES = 3;

  private final String folded;
  private final List<Finding> words;
  private final Counts counts;

  Stretches(String folded, List<Finding> words) {
    this.folded = folded;
    this.words = words;
    counts = new Counts(folded, words);
  }

  /** All of them, in their order. */
  List<Stretch> read() {
    var stretches = new ArrayList<Stretch>();
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      var counted = seconds(word, 1) > 0 ? counts.of(i) : Counted.NONE;
      long seconds = seconds(word, counted.number());
      if (seconds > 0) {
        int start = Math.min(counted.start(), word.start());
        boolean plain = word.end() - word.start() == 1 && word.start() < folded.length();
        var stretch =
            new Stretch(
                start,
                Math.max(word.end(), counted.end()),
                seconds,
                (plain && folded.charAt(word.start()) < 0x2E80) || counted.article());
        add(stretches, stretch, word);
      } else if (word.means(Meaning.SPAN) && counted.number() == 0) {
        stretches.add(new Stretch(word.start(), word.end(), word.number() * 60L, false));
      }
    }
    return stretches;
  }

  /** Minutes behind an hour belong to it: "1 hour 30 minutes", but not "18 h 45 min". */
  private void add(List<Stretch> stretches, Stretch stretch, Finding unit) {
    boolean follows =
        !stretches.isEmpty()
            && unit.means(Meaning.MIN)
            && stretches.getLast().seconds() % 3_600 == 0
            && stretches.getLast().end() <= stretch.start()
            && joined(stretches.getLast().end(), stretch.start());
    if (!follows) {
      stretches.add(stretch);
      return;
    }
    var hours = stretches.removeLast();
    if (hours.seconds() <= HOURS_WITH_MINUTES * 3_600L && stretch.seconds() % 900 == 0) {
      stretches.add(
          new Stretch(hours.start(), stretch.end(), hours.seconds() + stretch.seconds(), false));
    }
  }

  private boolean joined(int from, int to) {
    if (to - from > UNIT_GAP) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = folded.charAt(i);
      if (c != ' ' && !Character.isLetter(c)) {
        return false;
      }
    }
    return true;
  }

  /** Of one unit or several; 0 if it is none, or if so many are a time of day. */
  static long seconds(Finding unit, long number) {
    if (unit.means(Meaning.MIN)) {
      return 60 * number;
    }
    if (unit.means(Meaning.HOUR)) {
      // "saat" is an hour in Turkish and a second in Malay.
      if (unit.means(Meaning.SEC) && number % 30 == 0) {
        return number;
      }
      return number > 12 && number < 24 ? 0 : 3_600 * number;
    }
    if (unit.means(Meaning.DAY)) {
      return 86_400 * number;
    }
    if (unit.means(Meaning.SEC)) {
      return number;
    }
    // "24 tunnin ajan", though "tunnin ajan" alone is one hour.
    boolean one = unit.number() == 1 || unit.number() == 60 || unit.number() == 1_440;
    return unit.means(Meaning.SPAN) && one ? 60L * unit.number() * number : 0;
  }
}
