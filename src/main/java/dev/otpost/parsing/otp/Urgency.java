package dev.otpost.parsing.otp;

/**
 * Whether a number that is called a code is to be typed, or confirms something, within the hour: so
 * little time have one-time codes only. Some say so without naming a time. Where there is talk of
 * trade it must approve a payment within half an hour, or be typed within ten minutes: lockers,
 * couriers and discounts are more patient.
 */
final class Urgency {

  /** Seconds within which only one-time codes have to be typed. */
  static final long HOUR = 3_600;

  private static final long HALF_AN_HOUR = 1_800;

  private static final long TEN_MINUTES = 600;

  /** Characters to the word for a code where the sentence says what it is for. */
  private static final int IN_SENTENCE = 100;

  private Urgency() {}

  static boolean of(Page page, Spot spot, Naming naming) {
    return switch (spot.candidate().shape()) {
      case DIGITS, GROUPS -> naming.word() >= 0 && ofDigits(page, spot, naming);
      case YEAR, MIXED, NAME, LETTERS, PHRASE -> false;
    };
  }

  private static boolean ofDigits(Page page, Spot spot, Naming naming) {
    // A heading is as good as the sentence.
    var sentence = naming.gap() < Integer.MAX_VALUE ? spot.sentence() : page.line(naming.word());
    boolean certain = naming.strong() || saysWhatFor(page, sentence);
    int most = certain ? IN_SENTENCE : Naming.RIGHT_BESIDE;
    if (!spot.alone() && naming.gap() > most) {
      return false;
    }
    boolean confirms = certain || page.subjectSays(Meaning.LOGIN, Meaning.LINK);
    boolean told = page.says(sentence, Meaning.ENTER);
    if (naming.gap() <= Naming.RIGHT_BESIDE
        && saysWhatFor(page, sentence)
        && (isOneTime(page, naming) || (told && page.namesAmount()))) {
      // "The one-time code 60937142 lets you approve …", "To authorise the payment of 74,90 EUR
      // enter
      // the code 160 438": that says enough.
      return true;
    }
    if (page.says(sentence, Meaning.TRADE) || page.subjectSays(Meaning.TRADE)) {
      return (confirms && (told || page.namesAmount()) && page.isOverWithin(HALF_AN_HOUR))
          || (told && !page.subjectSays(Meaning.TRADE) && page.isOverWithin(TEN_MINUTES));
    }
    return (confirms || told) && page.isOverWithin(HOUR);
  }

  /** Whether the table itself calls it a one-time code. */
  private static boolean isOneTime(Page page, Naming naming) {
    return page.inSpan(naming.word(), naming.word() + 1)
        .anyMatch(word -> word.means(Meaning.STRONG) && !word.means(Meaning.CODE));
  }

  /** Whether it says what the number is for. */
  private static boolean saysWhatFor(Page page, Span sentence) {
    return page.says(sentence, Meaning.LOGIN) || page.says(sentence, Meaning.LINK);
  }
}
