package dev.otpost.parsing.otp;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What numbers that may each be the code say of each other, when each has been weighed by itself:
 * of an old code and a new one the mail says which is which, a mail that is quoted below an answer
 * is older than the answer, and of two in one breath ("603917 or 248550") neither is more likely.
 */
final class Rivals {

  /** What says that another one is meant. */
  private static final int OUTDONE = 60;

  /** What it takes off that the word for a code stands nearer to another one. */
  private static final int FURTHER = 30;

  /** What it takes off that another one is called a one-time code and this one but a code. */
  private static final int WEAKER = 15;

  /** Characters of a row in front of its number. */
  private static final int ROW_CHARS = 30;

  /** Characters by which a number counts as further away if the word for it comes later. */
  private static final int IN_FRONT = 30;

  /** Characters between two that stand in one breath. */
  private static final int BREATH = 12;

  /** One of them, what names it, and what was found for it. */
  record Rival(Spot spot, Naming naming, Evidence evidence) {
    /** One word names one number, the nearest; but a heading all that stand below it. */
    boolean isNamedInsteadOf(Rival other) {
      return isAgainst(other)
          && !other.spot().alone()
          && naming.word() >= 0
          && naming.word() == other.naming().word()
          && toWord() < other.toWord();
    }

    /** A number in front of the word is further away: "account 55812 login PIN: 4829". */
    private int toWord() {
      int behind = spot.candidate().start() - naming.word();
      return behind >= 0 ? behind : IN_FRONT + naming.word() - spot.candidate().end();
    }

    boolean isAgainst(Rival other) {
      return !spot.candidate().value().equals(other.spot().candidate().value());
    }

    boolean isLike(Rival other) {
      return spot.candidate().shape() == other.spot().candidate().shape()
          && spot.candidate().value().length() == other.spot().candidate().value().length();
    }

    @Override
    public String toString() {
      return "Rival[%s, %s]".formatted(spot, evidence);
    }
  }

  private final Page page;
  private final int enough;
  private final Attributions attributions;

  /**
   * On this page.
   *
   * @param enough points of one that may be the code
   */
  Rivals(Page page, int enough) {
    this.page = page;
    this.enough = enough;
    attributions = new Attributions(page);
  }

  /** Adds to the evidence of those that stand against each other. */
  void compare(List<Rival> all) {
    for (int i = 1; i < all.size(); i++) {
      inOneBreath(all.get(i - 1), all.get(i));
      inTwoRows(all.get(i - 1), all.get(i));
    }
    var aged = all.stream().map(this::aged).toList();
    var likely = aged.stream().filter(one -> one.rival().evidence().points() >= enough).toList();
    byName(likely.stream().map(Aged::rival).toList());
    byRow(likely.stream().map(Aged::rival).toList(), rows(all));
    for (var one : likely) {
      if (likely.stream().anyMatch(other -> isNewer(other, one))
          || aged.stream().anyMatch(other -> isAnswer(other, one))) {
        one.rival().evidence().take(OUTDONE);
      }
    }
  }

  /**
   * One of them, and what tells old from new, found out once.
   *
   * @param old whether its sentence speaks of an old code, or of an example
   * @param depth how often it is quoted
   */
  private record Aged(Rival rival, boolean old, int depth) {

    @Override
    public String toString() {
      return "Aged[%s, %d]".formatted(old, depth);
    }
  }

  private Aged aged(Rival rival) {
    var sentence = rival.spot().sentence();
    return new Aged(
        rival,
        page.says(sentence, Meaning.OLD) || page.says(sentence, Meaning.EXAMPLE),
        attributions.depth(rival.spot().candidate().start()));
  }

  private void byName(List<Rival> likely) {
    for (var rival : likely) {
      if (likely.stream().anyMatch(other -> other.isNamedInsteadOf(rival))) {
        rival.evidence().take(FURTHER);
      }
    }
    // "Your code: 482913 … Questions? Dial 3699": what is called a code is meant.
    if (likely.stream().anyMatch(rival -> !rival.naming().isByVerb(page))) {
      likely.stream()
          .filter(rival -> rival.naming().isByVerb(page))
          .forEach(rival -> rival.evidence().take(FURTHER));
    }
    boolean strong = likely.stream().anyMatch(rival -> rival.naming().strong());
    for (var rival : likely) {
      if (strong && !rival.naming().strong()) {
        rival.evidence().take(WEAKER);
      }
    }
  }

  /** "Operación: 0099182" in a row of its own: what the subject calls a code as well is none. */
  private static void byRow(List<Rival> likely, Set<String> rows) {
    for (var rival : likely) {
      if (rows.contains(rival.spot().candidate().value())
          && likely.stream().anyMatch(other -> !rows.contains(other.spot().candidate().value()))) {
        rival.evidence().take(OUTDONE);
      }
    }
  }

  /** The values that stand in a row of their own, under a name that is none for a code. */
  private Set<String> rows(List<Rival> all) {
    return all.stream()
        .map(Rival::spot)
        .filter(this::isRow)
        .map(spot -> spot.candidate().value())
        .collect(Collectors.toSet());
  }

  private boolean isRow(Spot spot) {
    var name = new Span(spot.line().start(), spot.candidate().start());
    return spot.isBehindColon(page)
        && spot.candidate().end() == spot.line().end()
        && name.length() <= ROW_CHARS
        && page.in(name)
            .noneMatch(
                word -> word.namesCode() || word.means(Meaning.ENTER) || word.means(Meaning.LOGIN));
  }

  private static boolean isNewer(Aged other, Aged one) {
    return one.old() && !other.old() && other.rival().isAgainst(one.rival());
  }

  /** Whatever is called a code in an answer: what is quoted below it is older. */
  private boolean isAnswer(Aged other, Aged one) {
    if (other.depth() >= one.depth() || !other.rival().isAgainst(one.rival())) {
      return false;
    }
    boolean likely = other.rival().evidence().points() >= enough;
    return other.rival().naming().strong()
        || (likely && (!one.rival().naming().strong() || other.depth() == 0));
  }

  /** What is said in front of the first is said of both. */
  private void inOneBreath(Rival first, Rival second) {
    int from = first.spot().candidate().end();
    int to = second.spot().candidate().start();
    if (to - from <= BREATH
        && first.isAgainst(second)
        && first.isLike(second)
        && page.text().substring(from, to).indexOf('\n') < 0) {
      int ahead = first.evidence().points() - second.evidence().points();
      second.evidence().add(Math.max(0, ahead));
    }
  }

  /** "OTP code to sign in: 552081", and below it "OTP code to change your number: 903417". */
  private void inTwoRows(Rival first, Rival second) {
    var upper = first.spot().line();
    var lower = second.spot().line();
    if (first.isAgainst(second)
        && first.isLike(second)
        && page.lineAbove(lower).equals(upper)
        && !first.spot().inSubject()
        && (first.naming().strong()
            || second.naming().strong()
            || (isNamedInFull(first) && isNamedInFull(second)))
        && startsWithCode(upper)
        && sameStart(upper, lower)) {
      int ahead = first.evidence().points() - second.evidence().points();
      second.evidence().add(Math.max(0, ahead));
      first.evidence().add(Math.max(0, -ahead));
    }
  }

  /** "Code for Chrome: 402918": more than the word stands in front of it on its line. */
  private boolean isNamedInFull(Rival rival) {
    return rival.spot().isBehindColon(page) && rival.naming().gap() > BREATH;
  }

  private boolean startsWithCode(Span line) {
    return page.in(line)
        .findFirst()
        .filter(word -> word.namesCode() && word.start() == line.start())
        .isPresent();
  }

  /** Whether the lower line begins with the word with which the upper one does. */
  private boolean sameStart(Span upper, Span lower) {
    var word = page.in(upper).findFirst().orElseThrow();
    int length = word.end() - word.start();
    return page.folded().regionMatches(word.start(), page.folded(), lower.start(), length);
  }
}
