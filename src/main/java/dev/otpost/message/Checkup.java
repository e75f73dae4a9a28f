package dev.otpost.message;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of sending a mail of our own through everything.
 *
 * @param steps in their order; after one that failed the others were not tried, but for the last
 *     one, which clears up
 */
public record Checkup(List<Step> steps) {

  public Checkup {
    steps = List.copyOf(steps);
  }

  /** Whether it came all the way. */
  public boolean passed() {
    return !steps.isEmpty() && steps.stream().noneMatch(it -> it.verdict() == Verdict.FAILED);
  }

  /** How one step went. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** Another step failed before it, or the configuration has no use for it. */
    SKIPPED;

    /** The one word for it in the command line and the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One step of its way.
   *
   * @param name in a word: {@code listener}, {@code spool}, {@code skyvern}
   * @param title in a few words, for people
   * @param took how long; empty if it was not tried
   * @param because what was found, in words without anything secret
   * @param asks what to do about it; empty if it passed
   */
  public record Step(
      String name,
      String title,
      Verdict verdict,
      Optional<Duration> took,
      String because,
      String asks) {}
}
