package dev.otpost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attempts under way at one destination, and whether there may be another.
 *
 * <p>An attempt that gets no answer holds its slot until the call times out, so a Skyvern that
 * takes connections and says nothing would hold them all. Once nothing has been answered for a
 * second one attempt a second may be made beyond the slots, to see whether it is back. As soon as
 * such a one is answered, those that began before it hold no slot any more. How many there may be
 * in all is bounded nevertheless: twice the slots, and those beyond.
 */
final class Slots {

  /** So long nothing must have been answered or begun before an attempt is made beyond. */
  static final Duration QUIET = Duration.ofSeconds(1);

  /**
   * One attempt.
   *
   * @param number counted from 1 in the order in which they began
   * @param at when it began
   * @param beyond whether it was made to see whether Skyvern is back
   */
  record Attempt(long number, Instant at, boolean beyond) {}

  private final int parallel;
  private final int mostBeyond;
  private final Map<Long, Attempt> holding = new HashMap<>();
  private final Map<Long, Attempt> beyond = new HashMap<>();

  /** Overtaken by one that was answered: they hold no slot. */
  private final Map<Long, Attempt> overtaken = new HashMap<>();

  private Instant quietSince = Instant.MIN;
  private long last;

  Slots(int parallel, int mostBeyond) {
    this.parallel = parallel;
    this.mostBeyond = mostBeyond;
  }

  /** The number of the last one that began; 0 before the first. */
  long last() {
    return last;
  }

  boolean isFree() {
    return holding.size() + beyond.size() < parallel && !isFull();
  }

  boolean isFreeBeyond() {
    return beyond.size() < mostBeyond && !isFull();
  }

  /** From when on one may be made beyond, as things are. */
  Instant beyondFrom() {
    return quietSince.equals(Instant.MIN) ? quietSince : quietSince.plus(QUIET);
  }

  /** Whether one that was made to see whether Skyvern is back, later than {@code number}, hangs. */
  boolean isProbing(long number) {
    return beyond.values().stream().anyMatch(it -> it.number() > number);
  }

  void begin(long id, boolean isBeyond, Instant now) {
    (isBeyond ? beyond : holding).put(id, new Attempt(++last, now, isBeyond));
    quietSince = now;
  }

  Attempt end(long id) {
    return Optional.ofNullable(holding.remove(id))
        .or(() -> Optional.ofNullable(beyond.remove(id)))
        .or(() -> Optional.ofNullable(overtaken.remove(id)))
        .orElseThrow(() -> new IllegalStateException("entry " + id + " is not under way"));
  }

  /** This one was answered. */
  void answered(Attempt attempt, Instant now) {
    quietSince = now;
    if (attempt.beyond()) {
      var before = attempt.at().minus(QUIET);
      overtake(holding, before);
      overtake(beyond, before);
    }
  }

  /** The clock was set. */
  void shift(Duration by) {
    quietSince = quietSince.equals(Instant.MIN) ? quietSince : quietSince.plus(by);
    for (var some : List.of(holding, beyond, overtaken)) {
      some.replaceAll((_, it) -> new Attempt(it.number(), it.at().plus(by), it.beyond()));
    }
  }

  private void overtake(Map<Long, Attempt> some, Instant before) {
    some.forEach(
        (id, attempt) -> {
          if (!attempt.at().isAfter(before)) {
            overtaken.put(id, attempt);
          }
        });
    some.keySet().removeAll(overtaken.keySet());
  }

  private boolean isFull() {
    return holding.size() + beyond.size() + overtaken.size() >= 2 * parallel + mostBeyond;
  }
}
