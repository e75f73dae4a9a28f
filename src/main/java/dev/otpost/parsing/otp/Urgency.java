package dev.otpost.parsing.otp;

/**
 * Whether a number that is called a code is to be typed, or confirms something, within the hour: so
 * little time have one-time codes only, whatever the mail is about. Where there is talk of a
 * purchase it must be half an hour, and if the subject is about it, there must be something to
 * confirm: lockers and discounts are more patient.
 */
final class Urgency {

  /** Seconds within which only one-time codes have to be typed. */
  static final long HOUR = 3_600;

  private static final long HALF_AN_HOUR = 1_800;

  /** Characters to a mere "code" that leave room for nothing else: "code: ". */
  private static final int RIGHT_BESIDE = 8;

  /** The same, where the sentence says what it confirms. */
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
    boolean confirms =
        naming.strong() || page.says(sentence, Meaning.LOGIN) || page.says(sentence, Meaning.LINK);
    int most = confirms ? IN_SENTENCE : RIGHT_BESIDE;
    boolean meant =
        confirms
            || page.says(sentence, Meaning.ENTER)
            || page.subjectSays(Meaning.LOGIN, Meaning.LINK);
    if (!meant || (!spot.alone() && naming.gap() > most)) {
      return false;
    }
    if (page.subjectSays(Meaning.TRADE)) {
      return (confirms || page.subjectSays(Meaning.LOGIN, Meaning.LINK))
          && page.isOverWithin(HALF_AN_HOUR);
    }
    return page.isOverWithin(page.says(sentence, Meaning.TRADE) ? HALF_AN_HOUR : HOUR);
  }
}
