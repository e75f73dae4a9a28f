package dev.otpost.parsing.otp;

import java.util.Set;

/**
 * What the way in which something is written says of its being a code. Six digits are what most
 * codes are; years, names and words are codes only where hardly anything else can be meant.
 */
final class ShapeEvidence {

  /** What writers of newsletters make up; where something is asked for it may be meant. */
  private static final Set<String> EXAMPLES =
      Set.of(
          "0000",
          "1111",
          "1234",
          "12345",
          "000000",
          "111111",
          "123456",
          "654321",
          "1234567",
          "12345678");

  private final Page page;
  private final Spot spot;
  private final Naming naming;

  private ShapeEvidence(Page page, Spot spot, Naming naming) {
    this.page = page;
    this.spot = spot;
    this.naming = naming;
  }

  /** Adds it to the rest. */
  static void weigh(Page page, Spot spot, Naming naming, Evidence evidence) {
    new ShapeEvidence(page, spot, naming).weigh(evidence);
  }

  private void weigh(Evidence evidence) {
    switch (spot.candidate().shape()) {
      case DIGITS -> digits(evidence);
      case YEAR -> evidence.take((isSure() || isRightBeside()) && page.asks() ? 0 : 60);
      case GROUPS -> evidence.take(isSure() && (naming.strong() || spot.alone()) ? 0 : 80);
      case MIXED -> evidence.take(value().chars().anyMatch(c -> c >= 'a' && c <= 'z') ? 10 : 0);
      case NAME -> evidence.take(isMeantByName() ? 10 : 100);
      case LETTERS -> evidence.take(isRightBeside() || isBelowHeading() ? 15 : 80);
      case PHRASE -> evidence.take(naming.strong() && spot.alone() ? 30 : 100);
    }
  }

  private void digits(Evidence evidence) {
    var value = value();
    boolean made = !page.asks() || naming.isByVerb(page) || value.chars().distinct().count() == 1;
    if (made && EXAMPLES.contains(value)) {
      evidence.take(40);
    } else if (value.length() == 6) {
      evidence.add(5);
    } else if (value.length() == 4 && spot.candidate().end() - spot.candidate().start() == 7) {
      // Four single digits are as likely the row of a table.
      evidence.take(45);
    }
  }

  /**
   * A name such as an order or a coupon has: where one is asked for it, or nothing else is meant.
   */
  private boolean isMeantByName() {
    boolean named = naming.strong() && value().indexOf('-') > 0 && naming.gap() <= Naming.NEAR;
    boolean asked =
        page.says(spot.sentence(), Meaning.ENTER)
            || (spot.alone() && page.says(Meaning.ENTER))
            || page.isSoonOver()
            || (naming.strong()
                && (page.subjectSays(Meaning.STRONG, Meaning.CODE, Meaning.LOGIN)
                    || !Belonging.isElsewhere(page, naming, spot)));
    return asked && (isSure() || named);
  }

  private boolean isBelowHeading() {
    return spot.alone() && naming.points() > 0 && (isMeant() || value().indexOf('-') > 0);
  }

  private boolean isSure() {
    return isMeant() && (spot.alone() || naming.gap() <= Label.GAP);
  }

  private boolean isMeant() {
    return naming.strong() || page.subjectSays(Meaning.STRONG, Meaning.LOGIN);
  }

  private boolean isRightBeside() {
    return naming.gap() <= Naming.RIGHT_BESIDE;
  }

  private String value() {
    return spot.candidate().value();
  }
}
