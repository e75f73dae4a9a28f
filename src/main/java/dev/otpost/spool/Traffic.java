package dev.otpost.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much came in, and how soon Skyvern had it, posted or fetched by a run.
 *
 * @param from where the first step begins
 * @param step how long each is
 */
public record Traffic(Instant from, Duration step, List<Step> steps) {

  public Traffic {
    steps = List.copyOf(steps);
  }

  /**
   * What came in one step.
   *
   * @param arrivals messages of every kind
   * @param answered how many of them Skyvern has, posted or fetched by a run
   * @param median from receipt to Skyvern's answer, or until a run fetched it; empty if it has none
   * @param slowest likewise
   */
  public record Step(
      int arrivals, int answered, Optional<Duration> median, Optional<Duration> slowest) {}
}
