package dev.otpost.delivery;

import dev.otpost.message.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When to try again after a failure.
 *
 * @param random numbers from 0 to below 1, for the jitter
 */
record Backoff(DoubleSupplier random) {

  /** After the first failure, the second, …; the last one stands for all that follow. */
  private static final Duration[] PAUSES = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(4),
    Duration.ofSeconds(8),
    Duration.ofSeconds(15)
  };

  /**
   * A pause is made up to this part longer, so that many that failed together do not come back
   * together.
   */
  private static final double JITTER = 0.2;

  /**
   * How long before the end of life the last try is made: time enough for an answer, and to be of
   * use.
   */
  private static final Duration LAST_TRY = Duration.ofSeconds(5);

  /**
   * Never later than the last try before the end of life, as long as that is still to come.
   *
   * @param failures so far, at least 1
   * @param asked the pause that Skyvern asked for
   */
  Instant next(int failures, Optional<Duration> asked, Life life, Instant now) {
    var pause =
        asked.orElseGet(
            () -> {
              var plain = PAUSES[Math.min(failures, PAUSES.length) - 1];
              return plain.plusMillis((long) (plain.toMillis() * JITTER * random.getAsDouble()));
            });
    var due = now.plus(pause);
    var last = lastTry(life);
    return due.isAfter(last) && last.isAfter(now) ? last : due;
  }

  /** When the last try is made of what Skyvern does not want any sooner. */
  static Instant lastTry(Life life) {
    return life.end().minus(LAST_TRY);
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
