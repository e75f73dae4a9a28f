package dev.otpost.message;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a code is worth posting.
 *
 * @param origin when the mail came in; lanes are kept in this order
 * @param end the first instant at which it is too late
 */
public record Life(Instant origin, Instant end) {

  public static Life of(Instant origin, Duration lifetime) {
    return new Life(origin, origin.plus(lifetime));
  }

  /** The same, ended after {@code length} if that is sooner. */
  public Life atMost(Duration length) {
    var sooner = origin.plus(length);
    return sooner.isBefore(end) ? new Life(origin, sooner) : this;
  }

  /** The same by a clock that is set ahead by so much; set back if it is negative. */
  public Life shift(Duration by) {
    return new Life(origin.plus(by), end.plus(by));
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(end);
  }
}
