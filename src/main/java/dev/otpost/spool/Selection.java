package dev.otpost.spool;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are meant; what is empty leaves out none.
 *
 * @param state they are in
 * @param kind what their mail turned out to be
 * @param source the way their mail came in
 * @param identifier they are for
 * @param site domain of their author's address
 * @param since when they have come, this instant included
 * @param until when they have come, this instant not included
 * @param text that stands in identifier, recipient, site or reasons, in small or large letters of
 *     ASCII; never looked for in a mail, a code or a link
 */
public record Selection(
    Optional<State> state,
    Optional<Kind> kind,
    Optional<Source> source,
    Optional<Identifier> identifier,
    Optional<String> site,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> text) {

  public static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Of every kind and source, up to now. */
  public Selection(
      Optional<State> state,
      Optional<Identifier> identifier,
      Optional<String> site,
      Optional<Instant> since) {
    this(
        state,
        Optional.empty(),
        Optional.empty(),
        identifier,
        site,
        since,
        Optional.empty(),
        Optional.empty());
  }

  /** Those in this state. */
  public static Selection in(State state) {
    return new Selection(Optional.of(state), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
