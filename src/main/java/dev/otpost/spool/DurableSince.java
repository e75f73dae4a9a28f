package dev.otpost.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when entries are on the disk that were not tried yet. It becomes a part of their record
 * with the first attempt: a sync of its own for it would cost more than it is worth, and so would
 * much memory, hence {@link #MOST}. Safe for any number of threads.
 */
final class DurableSince {

  /** Of those that come while so many wait for their first attempt, it is not remembered. */
  static final int MOST = 100_000;

  private final Map<Long, Instant> since = new ConcurrentHashMap<>();

  void remember(long entry, Instant at) {
    if (since.size() < MOST) {
      since.put(entry, at);
    }
  }

  Optional<Instant> of(long entry) {
    return Optional.ofNullable(since.get(entry));
  }

  void forget(long entry) {
    since.remove(entry);
  }

  /** The clock by which it was told is set ahead by so much. */
  void shift(Duration by) {
    since.replaceAll((_, at) -> at.plus(by));
  }

  /** Those that are remembered at this moment. */
  Set<Long> entries() {
    return new HashSet<>(since.keySet());
  }

  void forgetAll(Collection<Long> entries) {
    since.keySet().removeAll(entries);
  }
}
