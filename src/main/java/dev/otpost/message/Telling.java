package dev.otpost.message;

import java.time.Instant;
import java.util.Optional;

/**
 * What was last told of a concern in one channel.
 *
 * @param channel by its name, without anything secret
 * @param concern as it stood then
 * @param since when the concern was first seen
 * @param at when it was last told of, its all-clear aside
 * @param clearedAt when it was over and that was told, or was not worth telling; empty as long as
 *     it stands
 * @param flapping whether it came back soon after it had been over
 */
public record Telling(
    String channel,
    Concern concern,
    Instant since,
    Instant at,
    Optional<Instant> clearedAt,
    boolean flapping) {

  /** Whether the operator still believes that it stands. */
  public boolean stands() {
    return clearedAt.isEmpty();
  }

  /** The same, and over. */
  public Telling cleared(Instant now) {
    return new Telling(channel, concern, since, at, Optional.of(now), flapping);
  }
}
