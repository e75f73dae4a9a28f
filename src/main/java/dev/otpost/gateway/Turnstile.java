package dev.otpost.gateway;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets only so many mails be read at once that neither processors nor memory run out, and keeps a
 * place for small ones, which is what codes come in: however many large ones wait, one place is
 * never theirs, where there is more than one. Safe for any number of threads.
 *
 * <p>It stands round the parser rather than in a listener, so that all ways by which mail comes in
 * share it; and not round the whole of {@link Gateway#receive}, for waiting for the disk takes no
 * processor, and the spool is quick because many wait for it together.
 */
final class Turnstile {

  /** A mail above this size, in bytes, is large. */
  static final int LARGE = 64 * 1024;

  /**
   * What reading a small mail takes of the heap at the most: HTML whose tags are all there is to
   * it.
   */
  private static final long HEAP_EACH = 16 * 1024 * 1024;

  /**
   * Reading keeps hold of the carrier of its virtual thread; with as many mails as carriers (the
   * launcher sets eight) no session would hear its client until one is read.
   */
  private static final int MOST_PLACES = 4;

  private final Semaphore places;
  private final Semaphore placesForLarge;

  /**
   * @param places how many mails are read at once
   */
  Turnstile(int places) {
    this.places = new Semaphore(places, true);
    this.placesForLarge = new Semaphore(Math.max(1, places - 1), true);
  }

  /** As many places as there are processors, as far as the heap bears them. */
  static Turnstile ofThisMachine() {
    var machine = Runtime.getRuntime();
    return new Turnstile(
        Math.clamp(
            machine.maxMemory() / HEAP_EACH,
            1,
            Math.min(MOST_PLACES, machine.availableProcessors())));
  }

  /** Waits for a place, reads, and leaves. */
  <T> T pass(int size, Supplier<T> reading) {
    return size > LARGE
        ? within(placesForLarge, () -> within(places, reading))
        : within(places, reading);
  }

  private static <T> T within(Semaphore room, Supplier<T> reading) {
    room.acquireUninterruptibly();
    try {
      return reading.get();
    } finally {
      room.release();
    }
  }
}
