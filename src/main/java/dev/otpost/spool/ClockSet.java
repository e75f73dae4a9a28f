package dev.otpost.spool;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock was set. Mail that was in hand just then was noted by the clock before, and is put
 * right when it is committed.
 *
 * @param before what the clock showed then
 * @param by how much it was set ahead; negative if it was set back
 * @param nanoTime then, by {@link System#nanoTime}
 */
record ClockSet(Instant before, Duration by, long nanoTime) {

  /** No mail is in hand for longer. */
  private static final Duration IN_HAND = Duration.ofMinutes(1);

  /** The clock was never set. */
  static final ClockSet NEVER = new ClockSet(Instant.EPOCH, Duration.ZERO, 0);

  /**
   * By how much that is to be put right which came in at this time, and is committed at {@code
   * now}; zero if by nothing. Where the clock was set by less than twice the time that a mail may
   * be in hand nobody can tell by which clock that is, and it does little harm.
   */
  Duration late(Instant receivedAt, long now) {
    boolean told = by.abs().compareTo(IN_HAND.multipliedBy(2)) >= 0;
    boolean lately = now - nanoTime < IN_HAND.toNanos();
    boolean noted = Duration.between(receivedAt, before).abs().compareTo(IN_HAND) < 0;
    return told && lately && noted ? by : Duration.ZERO;
  }
}
