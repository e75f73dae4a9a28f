package dev.otpost.parsing;

import java.util.function.Supplier;

/**
 * Holds reading to its pace: 100 ms for each 100 KB that was begun. What takes longer is done again
 * before it counts, for the machine may have been busy, or the code not compiled yet.
 */
final class Pace {

  private static final long NANOS = 100_000_000;
  private static final int BYTES = 100_000;
  private static final int TRIES = 20;

  private Pace() {}

  static <T> T held(int bytes, Supplier<T> work) {
    return held(1, bytes, work);
  }

  /** At {@code times} the time. */
  static <T> T held(int times, int bytes, Supplier<T> work) {
    long allowed = times * NANOS * (bytes / BYTES + 1);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long begin = System.nanoTime();
      var result = work.get();
      best = Math.min(best, System.nanoTime() - begin);
      if (best <= allowed) {
        return result;
      }
    }
    throw new AssertionError("%d ms for %d bytes".formatted(best / 1_000_000, bytes));
  }
}
