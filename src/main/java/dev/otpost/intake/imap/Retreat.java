package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Times;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: longer each time, much longer where somebody has to act,
 * and never the same for all, so that a server that comes back is not met by everybody at once. For
 * one thread at a time.
 */
final class Retreat {

  private final Times times;
  private final RandomGenerator chance;
  private int failures;

  Retreat(Times times, RandomGenerator chance) {
    this.times = times;
    this.chance = chance;
  }

  /** All is well: the next trouble is the first again. */
  void reset() {
    failures = 0;
  }

  /** After one more trouble of this kind. */
  Duration after(Trouble trouble) {
    var longest =
        switch (trouble) {
          case Trouble.Lost _, Trouble.Stalled _ -> doubled(times.retry(), times.retryAtMost());
          case Trouble.Missing _ -> times.retryAtMost();
          case Trouble.Refused _ -> doubled(times.refused(), times.refusedAtMost());
        };
    failures++;
    long half = longest.toNanos() / 2;
    return Duration.ofNanos(half + chance.nextLong(half + 1));
  }

  private Duration doubled(Duration first, Duration most) {
    // Beyond 30 doublings of a millisecond every limit is passed; more would overflow.
    var grown = first.multipliedBy(1L << Math.min(failures, 30));
    return grown.compareTo(most) < 0 ? grown : most;
  }
}
