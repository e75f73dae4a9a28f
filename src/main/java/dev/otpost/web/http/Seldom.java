package dev.otpost.web.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Once a minute at most. For what is logged of strangers: anybody can make more of it happen than
 * the log holds. Safe for any number of threads.
 */
public final class Seldom {

  static final Duration PAUSE = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final AtomicLong next;

  public Seldom() {
    this(System::nanoTime);
  }

  Seldom(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /** Whether it is time again; who is told so has the turn. */
  public boolean isTime() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + PAUSE.toNanos());
  }
}
