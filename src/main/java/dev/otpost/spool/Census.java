package dev.otpost.spool;

import dev.otpost.message.Concern;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of what there is in a spool.
 *
 * @param entries how many there are in each state; of a state that is absent, none
 * @param oldestPending the earliest origin of those that are on their way to be posted; empty if
 *     none is
 * @param confirmations questions of Gmail's that wait for the operator, {@link Heap#MOST} at most
 * @param alerts how many stand of each kind; of a kind that is absent, none
 * @param folders that are or were watched
 */
public record Census(
    Map<State, Long> entries,
    Optional<Instant> oldestPending,
    long confirmations,
    Map<Concern.Kind, Long> alerts,
    List<Watched> folders) {

  public Census {
    entries = Map.copyOf(entries);
    alerts = Map.copyOf(alerts);
    folders = List.copyOf(folders);
  }
}
