package dev.otpost.delivery;

import dev.otpost.message.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a destination stands.
 *
 * @param since when it came to this state
 * @param because what it answered, or what went wrong; empty as long as it answers
 */
record Standing(Reach.State state, Instant since, String because) {

  static Standing answers(Instant since) {
    return new Standing(Reach.State.ANSWERS, since, "");
  }

  /** The same if it is in this state already, with the newer reason; else from now on in it. */
  Standing in(Reach.State other, String why, Instant now) {
    return new Standing(other, state == other ? since : now, why);
  }

  /** The clock was set. */
  Standing shift(Duration by) {
    return new Standing(state, since.plus(by), because);
  }

  Reach of(String routes, Optional<Instant> answeredAt) {
    return new Reach(routes, state, since, because, answeredAt);
  }
}
