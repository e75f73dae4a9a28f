package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;

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

  /** Characters between two that stand in one breath. */
  private static final int BREATH = 12;

  /** One of them, what names it, and what was found for it. */
  record Rival(Spot spot, Naming naming, Evidence evidence) {
    /** One word names one number, the nearest; but a heading all that stand below it. */
    boolean isNamedInsteadOf(Rival other) {
      return isAgainst(other)
          && !(spot.alone() && other.spot().alone())
          && naming.word() >= 0
          && naming.word() == other.naming().word()
          && toWord() < other.toWord();
    }

    private int toWord() {
      return Math.abs(spot.candidate().start() - naming.word());
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

  /**
   * On this page.
   *
   * @param enough points of one that may be the code
   */
  Rivals(Page page, int enough) {
    this.page = page;
    this.enough = enough;
  }

  /** Adds to the evidence of those that stand against each other. */
  void compare(List<Rival> all) {
    for (int i = 1; i < all.size(); i++) {
      inOneBreath(all.get(i - 1), all.get(i));
    }
    var likely = new ArrayList<Rival>();
    for (var rival : all) {
      if (rival.evidence().points() >= enough) {
        likely.add(rival);
      }
    }
    for (var rival : likely) {
      if (likely.stream().anyMatch(other -> other.isNamedInsteadOf(rival))) {
        rival.evidence().take(FURTHER);
      }
    }
    int top = likely.stream().mapToInt(this::depth).min().orElse(0);
    boolean newOne = likely.stream().anyMatch(rival -> !isOld(rival));
    for (var rival : likely) {
      boolean outdone = (isOld(rival) && newOne) || depth(rival) > top;
      if (outdone && likely.stream().anyMatch(rival::isAgainst)) {
        rival.evidence().take(OUTDONE);
      }
    }
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

  private boolean isOld(Rival rival) {
    return page.says(rival.spot().sentence(), Meaning.OLD);
  }

  /** How often the line is quoted: ">> ". */
  private int depth(Rival rival) {
    var line = page.line(rival.spot().candidate().start());
    int depth = 0;
    for (int i = line.start(); i < line.end() && "> ".indexOf(page.text().charAt(i)) >= 0; i++) {
      depth += page.text().charAt(i) == '>' ? 1 : 0;
    }
    return depth;
  }
}
