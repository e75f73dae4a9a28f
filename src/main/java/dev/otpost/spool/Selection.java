package dev.otpost.spool;

import dev.otpost.message.Identifier;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are meant; what is empty leaves out none.
 *
 * @param state they are in
 * @param identifier they are for
 * @param site domain of their author's address
 * @param since when they have come, this instant included
 */
public record Selection(
    Optional<State> state,
    Optional<Identifier> identifier,
    Optional<String> site,
    Optional<Instant> since) {

  public static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Those in this state. */
  public static Selection in(State state) {
    return new Selection(Optional.of(state), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
