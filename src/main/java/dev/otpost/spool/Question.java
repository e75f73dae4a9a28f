package dev.otpost.spool;

import dev.otpost.message.Identifier;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run of Skyvern asks for.
 *
 * @param routes whose entries it may have; at least one
 * @param identifier whose code it waits for
 * @param site whose mail it wants, that of subdomains too; empty if everybody's
 * @param run its id, or that of its task; empty if it does not say
 * @param task its id; empty if it does not say
 * @param grace how long before its first question an entry may have come to be for it
 */
public record Question(
    SortedSet<String> routes,
    Identifier identifier,
    Optional<String> site,
    String run,
    String task,
    Duration grace) {

  public Question {
    if (routes.isEmpty()) {
      throw new IllegalArgumentException("a question is asked of some route");
    }
    routes = new TreeSet<>(routes);
  }
}
