package dev.otpost.alerts;

import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Topic;
import java.util.List;
import java.util.Set;

/**
 * What one look showed.
 *
 * @param concerns all that stand
 * @param unsure of which it cannot be said yet whether they stand: for a while after the start they
 *     are not taken to be over, unless they have been seen to stand since
 */
public record Sight(List<Concern> concerns, Set<Topic> unsure) {

  public Sight {
    concerns = List.copyOf(concerns);
    unsure = Set.copyOf(unsure);
  }

  /** One that is sure of all. */
  static Sight of(Concern... concerns) {
    return new Sight(List.of(concerns), Set.of());
  }
}
