package dev.otpost.story;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting for what happens in other processes and tells nobody: asked again and again, up to a
 * limit.
 */
final class Until {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private Until() {}

  /** Returns as soon as it holds. */
  static void holds(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within %s: %s".formatted(limit, what));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
