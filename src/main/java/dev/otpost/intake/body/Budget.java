package dev.otpost.intake.body;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes that may be in use at once, and no more. Safe for any number of threads. */
public final class Budget {

  private final long bytes;
  private final AtomicLong left;

  Budget(long bytes) {
    this.bytes = bytes;
    this.left = new AtomicLong(bytes);
  }

  /** Takes so many bytes out of it; false, and nothing is taken, if there are not so many left. */
  boolean reserve(long wanted) {
    return reserve(wanted, 0);
  }

  /** The same, but as if there were {@code spared} bytes less in it. */
  boolean reserve(long wanted, long spared) {
    long before = left.get();
    while (wanted <= before - spared) {
      long witness = left.compareAndExchange(before, before - wanted);
      if (witness == before) {
        return true;
      }
      before = witness;
    }
    return false;
  }

  /**
   * Gives back what was reserved.
   *
   * @throws IllegalStateException if that is more than was; nothing is given back then
   */
  void release(long reserved) {
    left.updateAndGet(
        now -> {
          if (now + reserved > bytes) {
            throw new IllegalStateException("more is given back than was reserved");
          }
          return now + reserved;
        });
  }

  /** How much there is in all. */
  long bytes() {
    return bytes;
  }

  /** How much is left just now. */
  long left() {
    return left.get();
  }

  /** How much is reserved just now. */
  public long reserved() {
    return bytes - left.get();
  }
}
