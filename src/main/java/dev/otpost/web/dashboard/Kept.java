package dev.otpost.web.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What may cost time to be found out, kept for a while in proportion to that: pages that are open
 * while much comes in take no more than a small part of a processor. Where it is found out quickly
 * it is found out each time. Safe for any number of threads.
 */
final class Kept<T> {

  /** What takes no longer than this is not kept. */
  static final Duration QUICK = Duration.ofMillis(30);

  /** It is kept so many times as long as it took. */
  static final int TIMES = 20;

  private final Source<T> source;
  private Optional<T> last = Optional.empty();

  /** By {@link System#nanoTime()}. */
  private long until;

  Kept(Source<T> source) {
    this.source = source;
  }

  /** Where it is found out. */
  interface Source<T> {
    T read() throws IOException;
  }

  synchronized T get() throws IOException {
    long began = System.nanoTime();
    if (last.isPresent() && began - until < 0) {
      return last.get();
    }
    var fresh = source.read();
    long ended = System.nanoTime();
    long took = ended - began;
    last = took > QUICK.toNanos() ? Optional.of(fresh) : Optional.empty();
    until = ended + took * TIMES;
    return fresh;
  }
}
