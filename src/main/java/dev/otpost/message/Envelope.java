package dev.otpost.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was said about a mail by whoever handed it over, as opposed to what stands in it (RFC 5321
 * 2.3.1).
 *
 * @param source the way it came in
 * @param mailFrom the reverse-path without brackets; empty for the null reverse-path (bounces);
 *     {@link #UNKNOWN_PATH} if nobody says
 * @param rcptTo the recipients at this gateway, as given; never empty
 * @param peer the network address of the client; empty when there is none
 * @param receivedAt when the last byte of the mail had come
 * @param stored how it lay in the mailbox that it was read from; empty if it came another way
 */
public record Envelope(
    Source source,
    String mailFrom,
    List<Address> rcptTo,
    String peer,
    Instant receivedAt,
    Optional<Stored> stored) {

  /** A reverse-path that nobody knows; not the null one. */
  public static final String UNKNOWN_PATH = "unknown";

  public Envelope {
    rcptTo = List.copyOf(rcptTo);
    if (rcptTo.isEmpty()) {
      throw new IllegalArgumentException("an envelope has at least one recipient");
    }
  }

  /** Of a mail that lay in no mailbox. */
  public Envelope(
      Source source, String mailFrom, List<Address> rcptTo, String peer, Instant receivedAt) {
    this(source, mailFrom, rcptTo, peer, receivedAt, Optional.empty());
  }

  /** Masked: who forwards what to whom is nobody's business. */
  @Override
  public String toString() {
    return "Envelope[%s from %s to %d recipients, peer %s, %s]"
        .formatted(
            source,
            mailFrom.isEmpty() ? "<>" : Identifier.mask(mailFrom),
            rcptTo.size(),
            peer,
            receivedAt);
  }
}
