package dev.otpost.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long each part of its way took an entry.
 *
 * @param received when it had come
 * @param durable when it was on the disk; empty if that is not known: it was not tried yet, came by
 *     {@code otpost ingest}, or otpost died in between
 * @param posted when the first attempt began; empty if there was none
 * @param answered when the last attempt that ended did; empty if none has
 */
public record Hops(
    Instant received,
    Optional<Instant> durable,
    Optional<Instant> posted,
    Optional<Instant> answered) {

  public static Hops of(Entry entry, List<Attempt> attempts) {
    return new Hops(
        entry.receivedAt(),
        entry.durableAt(),
        attempts.stream().map(Attempt::startedAt).min(Comparator.naturalOrder()),
        attempts.stream().flatMap(it -> it.endedAt().stream()).max(Comparator.naturalOrder()));
  }

  /** How long after it had come. */
  public Duration after(Instant hop) {
    return Duration.between(received, hop);
  }
}
