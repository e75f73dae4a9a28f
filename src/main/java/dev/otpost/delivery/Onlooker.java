package dev.otpost.delivery;

import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.spool.Hops;
import java.time.Duration;
import java.time.Instant;

/** Is told what comes of deliveries. Called by many threads; must return at once and not throw. */
public interface Onlooker {

  /** Does not care. */
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public void attempted(Attempt attempt) {}

        @Override
        public void ended(State state) {}
      };

  /** An attempt was made, and what it came to is on the disk. */
  void attempted(Attempt attempt);

  /** A delivery has ended in this state without an attempt: too late, or superseded. */
  void ended(State state);

  /**
   * One that was made.
   *
   * @param route by which
   * @param hops how far the delivery had come when it began
   * @param begun when it began
   * @param took to the answer, or the end of patience; by no clock that can be set
   */
  record Attempt(String route, Outcome outcome, Hops hops, Instant begun, Duration took) {

    /** Whether it was the first one of its delivery. */
    public boolean isFirst() {
      return hops.posted().filter(begun::equals).isPresent();
    }

    /** Of the mail at its end, since it was received. */
    public Duration age() {
      return hops.after(begun).plus(took);
    }
  }
}
