package dev.otpost.spool;

import dev.otpost.message.Dkim;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Life;
import dev.otpost.message.Place;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of one mail for one recipient, without its content.
 *
 * @param id by which the operator calls it
 * @param state where it stands
 * @param kind what the mail turned out to be
 * @param source the way it came in
 * @param route by which it goes, or would go
 * @param identifier whose code it is, or who asks to forward; empty if that is not known
 * @param because why it is for this identifier, or why it is held
 * @param evidence by what its code or link was recognised, in words that tell nothing of it; empty
 *     if that was not noted, or it was neither
 * @param note what the last attempt came to, or what ended it; may be empty
 * @param recipient at this gateway
 * @param site domain of the author's address; may be empty
 * @param mailFrom reverse-path; may be empty
 * @param dkim what the mail's signature came to
 * @param peer network address that handed it over; may be empty
 * @param place where it lay in a watched mailbox; empty if it came another way
 * @param receivedAt when it had come
 * @param durableAt when it was on the disk; empty if that is not known, as before the first attempt
 * @param life from when to when it is worth posting
 * @param endedAt when it left {@code pending} or came to be held; empty while pending
 * @param forced whether the operator wants it posted whatever was posted meanwhile
 * @param attempts how often it was tried
 * @param size of the mail in bytes
 * @param erased whether mail and text are gone
 */
public record Entry(
    long id,
    State state,
    Kind kind,
    Source source,
    String route,
    Optional<Identifier> identifier,
    String because,
    String evidence,
    String note,
    String recipient,
    String site,
    String mailFrom,
    Dkim dkim,
    String peer,
    Optional<Place> place,
    Instant receivedAt,
    Optional<Instant> durableAt,
    Life life,
    Optional<Instant> endedAt,
    boolean forced,
    int attempts,
    long size,
    boolean erased) {

  @Override
  public String toString() {
    return "Entry[" + id + ", " + state.word() + "]";
  }
}
