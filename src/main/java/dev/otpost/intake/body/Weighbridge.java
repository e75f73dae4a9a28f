package dev.otpost.intake.body;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets mails pass as long as those that are passing do not weigh more together than it bears; first
 * come, first served. Safe for any number of threads.
 */
final class Weighbridge {

  /** Weights are rounded up to this, so that they fit into the number of a semaphore's permits. */
  private static final long UNIT = 1024;

  private final int bears;
  private final Semaphore left;
  private final Duration patience;

  /**
   * @param bears bytes
   */
  Weighbridge(long bears, Duration patience) {
    this.bears = Math.clamp(bears / UNIT, 1, Integer.MAX_VALUE);
    this.left = new Semaphore(this.bears, true);
    this.patience = patience;
  }

  /**
   * Waits for its turn; empty if that did not come in time. What is heavier than all it bears
   * passes when nothing else does.
   */
  Optional<Permit> weigh(long bytes) throws InterruptedException {
    int weight = Math.clamp(Math.ceilDiv(bytes, UNIT), 1, bears);
    return left.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(new Permit(() -> left.release(weight)))
        : Optional.empty();
  }
}
