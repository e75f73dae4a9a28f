package dev.otpost.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The original mail inside a mail that a person forwarded: what its header, or the block that the
 * mail program wrote in its place, says. The innermost one counts when a mail was forwarded several
 * times.
 *
 * @param how in the body's text or as an attached mail
 * @param from who wrote the original; empty if the block does not say
 * @param to whom the original was written to; empty if the block does not say
 * @param date when the original was written; empty if it is not said or not understood
 * @param letter the attached mail itself, which may hold a forwarded one in its turn; empty if the
 *     original is a block in the text
 */
public record Forwarded(
    How how,
    Optional<Address> from,
    List<Address> to,
    Optional<Instant> date,
    Optional<Letter> letter) {

  /** The two ways in which a mail program forwards. */
  public enum How {
    /** A block in the text: "---------- Forwarded message ---------". */
    INLINE,
    /** A {@code message/rfc822} part (RFC 2046 5.2.1) or a file {@code .eml}. */
    ATTACHED
  }

  public Forwarded {
    to = List.copyOf(to);
  }

  /** Without a mail of its own. */
  public Forwarded(How how, Optional<Address> from, List<Address> to, Optional<Instant> date) {
    this(how, from, to, date, Optional.empty());
  }
}
