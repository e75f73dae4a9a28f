package dev.otpost.message;

import java.time.Instant;
import java.util.List;

/**
 * What was said about a mail by whoever handed it over, as opposed to what stands in it (RFC 5321
 * 2.3.1).
 *
 * @param source the way it came in
 * @param mailFrom the reverse-path without brackets; empty for the null reverse-path (bounces)
 * @param rcptTo the recipients at this gateway, as given; never empty
 * @param peer the network address of the client; empty when there is none
 * @param receivedAt when the last byte of the mail had come
 */
public record Envelope(
    Source source, String mailFrom, List<Address> rcptTo, String peer, Instant receivedAt) {

  public Envelope {
    rcptTo = List.copyOf(rcptTo);
    if (rcptTo.isEmpty()) {
      throw new IllegalArgumentException("an envelope has at least one recipient");
    }
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
