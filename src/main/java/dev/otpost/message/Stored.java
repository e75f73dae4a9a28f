package dev.otpost.message;

import java.time.Instant;

/**
 * How a mail lay in the mailbox that it was read from.
 *
 * @param place where
 * @param since when the server took it in (INTERNALDATE, RFC 3501 2.3.3)
 * @param extent how much of it was read
 * @param renumbered whether the folder has another UIDVALIDITY since it was last looked at: it may
 *     have been made anew then, and {@code since} say when
 * @param errand whether something is to be done with it there as soon as it is durable here
 */
public record Stored(
    Place place, Instant since, Extent extent, boolean renumbered, boolean errand) {

  /** How much of a mail was read. */
  public enum Extent {
    /** All of it. */
    WHOLE,
    /** Its header and what text could be found in it, for it is too large. */
    TEXT,
    /** Its header at the most: the server did not hand out the rest. */
    HEADER
  }
}
