package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import dev.otpost.parsing.otp.Candidate.Shape;
import java.util.HashSet;
import java.util.List;

/**
 * Decides which number is the code. What speaks for one is added up, what speaks against it taken
 * off; {@link #ENOUGH} points make a code, and a second one within {@link #CLEAR} makes it a
 * question that is not ours to answer.
 *
 * <p>Without a word for a code in its sentence, in the lines round it or in the subject nothing is
 * one, but for what one is told to type in order to sign in, and for a number that stands alone in
 * a mail that speaks of signing in and of no purchase.
 */
final class CodeLadder {

  private static final int ENOUGH = 50;
  private static final int CLEAR = 20;

  /** Characters of a mail that says little more than its code. */
  private static final int SHORT_MAIL = 300;

  /** Characters in front of a number in which "such as" may stand. */
  private static final int WITH_EXAMPLE = 24;

  /** Digits of the number under which a meeting is joined. */
  private static final int MEETING_DIGITS = 9;

  /** Spaces between "old" and "code". */
  private static final int NEXT_TO = 2;

  private final Page page;
  private final List<Spot> spots;

  private CodeLadder(Page page) {
    this.page = page;
    spots = Candidates.on(page).stream().map(candidate -> Spot.of(page, candidate)).toList();
  }

  static Ranking.Verdict decide(Page page) {
    return new CodeLadder(page).decide();
  }

  private Ranking.Verdict decide() {
    var ranking = new Ranking(ENOUGH, CLEAR);
    var inSubject = new HashSet<String>();
    var seen = new HashSet<String>();
    var rivals = spots.stream().map(this::rival).toList();
    new Rivals(page, ENOUGH).compare(rivals);
    for (var rival : rivals) {
      var candidate = rival.spot().candidate();
      boolean again = !seen.add(candidate.value());
      if (rival.spot().inSubject()) {
        inSubject.add(candidate.value());
      } else if (inSubject.contains(candidate.value()) && rival.evidence().points() > 0) {
        rival.evidence().add(25, "in the subject and in the text");
      } else if (again && rival.evidence().points() > 0) {
        // For those who see no pictures.
        rival.evidence().add(5);
      }
      ranking.add(candidate.value(), candidate.start(), rival.evidence());
    }
    return ranking.verdict(Otp.Code::new, "numbers that may each be the code");
  }

  private Rivals.Rival rival(Spot spot) {
    var naming = Naming.of(page, spot);
    return new Rivals.Rival(spot, naming, weigh(spot, naming));
  }

  private Evidence weigh(Spot spot, Naming naming) {
    var evidence = new Evidence();
    if (naming.points() > 0) {
      evidence.add(naming.points(), naming.because());
    } else if (isWhatTheTextSpeaksOf(spot)) {
      evidence.add(45, "the only number, and the text speaks of a code");
    } else if (speaksForItself(spot)) {
      evidence.add(30, "the only number on a line of its own in a mail about signing in");
    } else if (isAllThatIsGiven(spot)) {
      evidence.add(40, "the only number that is given in a mail about signing in, soon over");
    } else if (!mayBeNamedBySubject(spot)) {
      return evidence;
    }
    weighPlace(spot, evidence);
    ShapeEvidence.weigh(page, spot, naming, evidence);
    weighMail(spot, naming, evidence);
    if (Label.names(page, spot, naming)) {
      evidence.take(80);
    }
    return evidence;
  }

  /** "482913 - Example" as the subject, and below it: "Enter the code to sign in". */
  private boolean isWhatTheTextSpeaksOf(Spot spot) {
    return spot.inSubject()
        && !page.subjectSays(Meaning.TRADE)
        && spot.candidate().shape() == Shape.DIGITS
        && page.says(Meaning.STRONG)
        && spots.stream().allMatch(other -> isSame(spot, other));
  }

  /** A number on a line of its own, in a mail that can hardly have sent it for anything else. */
  private boolean speaksForItself(Spot spot) {
    return spot.alone()
        && page.isAboutSigningIn()
        && (page.links().isEmpty() || page.speaksOfCodes())
        && !page.says(Meaning.TRADE)
        && spots.stream().filter(Spot::alone).allMatch(other -> isSame(spot, other))
        && switch (spot.candidate().shape()) {
          case DIGITS -> true;
          case MIXED -> page.subjectSays(Meaning.STRONG, Meaning.CODE);
          case YEAR, GROUPS, NAME, LETTERS, PHRASE -> false;
        };
  }

  /**
   * "■パスワード ：38490216", "Here are your secret digits: 198344": behind a colon or by itself, called
   * by a name that is in no table, in a mail whose subject and haste leave nothing else.
   */
  private boolean isAllThatIsGiven(Spot spot) {
    return isGiven(spot)
        && page.subjectIsAboutSigningIn()
        && page.isSoonOver()
        && (page.links().isEmpty() || page.speaksOfCodes())
        && spots.stream().filter(this::isGiven).allMatch(other -> isSame(spot, other));
  }

  private boolean isGiven(Spot spot) {
    return switch (spot.candidate().shape()) {
      case DIGITS, MIXED -> spot.alone() || spot.isBehindColon(page);
      case YEAR, GROUPS, NAME, LETTERS, PHRASE -> false;
    };
  }

  /** Where nothing near calls it a code, the subject may have. */
  private boolean mayBeNamedBySubject(Spot spot) {
    return spot.alone()
        || spot.inSubject()
        || (page.subjectSays(Meaning.STRONG) && page.says(spot.sentence(), Meaning.LOGIN));
  }

  private static boolean isSame(Spot spot, Spot other) {
    return other.candidate().value().equals(spot.candidate().value());
  }

  private void weighPlace(Spot spot, Evidence evidence) {
    if (spot.inSubject()) {
      evidence.add(5, "in the subject");
      return;
    }
    if (spot.alone()) {
      evidence.add(15, "alone on its line");
    }
    if (page.subjectSays(Meaning.STRONG)) {
      evidence.add(20, "code word in the subject");
    } else if (page.subjectSays(Meaning.CODE)) {
      evidence.add(10);
    }
  }

  /** What the mail is about; a strong word near the number stands against most of it. */
  private void weighMail(Spot spot, Naming naming, Evidence evidence) {
    if (page.isAboutSigningIn()) {
      evidence.add(10);
    }
    boolean said =
        naming.strong()
            || naming.gap() <= Naming.RIGHT_BESIDE / 2
            || spot.alone()
            || page.says(spot.sentence(), Meaning.ENTER);
    if (!said && !page.subjectIsAboutSigningIn() && page.text().length() > SHORT_MAIL) {
      // Customers, meters and SIM cards have codes too.
      evidence.take(15);
    }
    if (page.says(spot.sentence(), Meaning.LOGIN)) {
      evidence.add(5);
    }
    evidence.take(Trade.weighsAgainst(page, spot, naming));
    if (Quotation.encloses(page, spot)) {
      evidence.take(60);
    }
    if (isExample(spot) || isCalledOld(spot, naming)) {
      evidence.take(60);
    }
    if (isBelowMeeting(spot)) {
      evidence.take(40);
    }
    boolean told =
        naming.gap() <= Naming.RIGHT_BESIDE
            && page.says(spot.sentence(), Meaning.ENTER)
            && page.says(spot.sentence(), Meaning.LINK);
    if (!naming.strong() && !told && page.says(Meaning.ALERT) && !page.subjectIsAboutSigningIn()) {
      evidence.take(20);
    }
  }

  /** "A code such as 123456": in the same breath. */
  private boolean isExample(Spot spot) {
    int number = spot.candidate().start();
    return page.inSpan(number - WITH_EXAMPLE, number)
        .filter(word -> word.means(Meaning.EXAMPLE))
        .anyMatch(
            word ->
                page.text()
                    .substring(word.end(), number)
                    .chars()
                    .noneMatch(c -> ".!?\n。".indexOf(c) >= 0));
  }

  /** "The old code (4829) is good no more": in brackets behind its name. */
  private boolean isCalledOld(Spot spot, Naming naming) {
    return page.typed(spot.candidate().start() - 1) == '('
        && page.typed(spot.candidate().end()) == ')'
        && page.inSpan(naming.word() - WITH_EXAMPLE, naming.word())
            .anyMatch(
                word ->
                    word.means(Meaning.OLD)
                        && word.end() <= naming.word()
                        && naming.word() - word.end() <= NEXT_TO);
  }

  /**
   * "Meeting ID: 883 4417 2065", and below it "Passcode: 471902". An amount in the row above is not
   * that long.
   */
  private boolean isBelowMeeting(Spot spot) {
    var above = page.lineAbove(spot.line());
    return !spot.inSubject()
        && spot.isBehindColon(page)
        && page.says(above, Meaning.TRADE)
        && page.text().indexOf(':', above.start(), above.end()) >= 0
        && digitsIn(above) >= MEETING_DIGITS;
  }

  private long digitsIn(Span span) {
    return page.folded()
        .substring(span.start(), span.end())
        .chars()
        .filter(c -> Glyphs.isDigit((char) c))
        .count();
  }
}
