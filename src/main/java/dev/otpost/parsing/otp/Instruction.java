package dev.otpost.parsing.otp;

import dev.otpost.parsing.otp.Candidate.Shape;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * "Use 482913 to sign in", "Type this into the app:" and below it the number: what one is told to
 * type is the code, though nothing calls it so. Only where the mail is about signing in, for one is
 * told to use many a thing.
 */
final class Instruction {

  /** What it is worth that one is told to type it. */
  private static final int POINTS = 45;

  /** The same, where it is said what for. */
  private static final int WITH_PURPOSE = 5;

  /** Characters between the verb and the number: "Geben Sie im Browser 482913 ein". */
  private static final int GAP = 40;

  /** The same, where the number may be a year: "Enter 2024 to sign in". */
  private static final int GAP_TO_YEAR = 8;

  private Instruction() {}

  /** How the number is named by it; empty if it is not. */
  static Optional<Naming> of(Page page, Spot spot) {
    return gap(spot.candidate().shape()).flatMap(gap -> of(page, spot, gap));
  }

  private static Optional<Integer> gap(Shape shape) {
    return switch (shape) {
      case DIGITS, MIXED -> Optional.of(GAP);
      case YEAR -> Optional.of(GAP_TO_YEAR);
      case GROUPS, NAME, LETTERS, PHRASE -> Optional.empty();
    };
  }

  private static Optional<Naming> of(Page page, Spot spot, int most) {
    var sentence = spot.sentence();
    boolean purpose = page.says(sentence, Meaning.LOGIN) || page.says(sentence, Meaning.LINK);
    var verb =
        page.in(sentence)
            .filter(word -> tells(page, word))
            .filter(word -> spot.gap(word) >= 0 && spot.gap(word) <= most)
            .min(Comparator.comparingInt(spot::gap));
    if (verb.isPresent() && (purpose || isForSigningIn(page, sentence))) {
      int points = POINTS + (purpose ? WITH_PURPOSE : 0);
      return Optional.of(named(points, spot.gap(verb.get()), verb.get()));
    }
    if (!spot.alone() || !(page.isAboutSigningIn() || page.isSoonOver())) {
      return Optional.empty();
    }
    return Stream.concat(page.in(page.lineAbove(spot.line())), page.in(page.lineBelow(spot.line())))
        .filter(word -> tells(page, word))
        .findFirst()
        .map(word -> named(POINTS, Integer.MAX_VALUE, word));
  }

  /** A verb, and not that in a name: "Tast-selv-nummer". */
  private static boolean tells(Page page, Finding word) {
    return word.means(Meaning.ENTER) && page.typed(word.end()) != '-';
  }

  /** Whether the mail says what for, if the sentence does not. */
  private static boolean isForSigningIn(Page page, Span sentence) {
    boolean trade =
        page.isSoonOver() ? page.says(sentence, Meaning.TRADE) : page.says(Meaning.TRADE);
    return page.subjectIsAboutSigningIn()
        || (!trade && (page.isAboutSigningIn() || page.isOverWithin(Urgency.HOUR)));
  }

  private static Naming named(int points, int gap, Finding verb) {
    return new Naming(points, false, false, gap, verb.start(), "one is told to type it");
  }
}
