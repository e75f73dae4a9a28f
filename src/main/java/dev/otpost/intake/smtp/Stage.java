package dev.otpost.intake.smtp;

import dev.otpost.message.Address;
import java.util.ArrayList;
import java.util.List;

/** How far a conversation has come (RFC 5321 4.1.4). */
sealed interface Stage {

  /** The client has not said EHLO or HELO yet. */
  record Unknown() implements Stage {}

  /**
   * It has, and no mail is begun.
   *
   * @param extended whether by EHLO, so that commands may have parameters
   */
  record Greeted(boolean extended) implements Stage {}

  /**
   * MAIL was accepted.
   *
   * @param from the reverse-path without brackets; empty for the null one
   * @param utf8 whether the mail may have addresses outside of ASCII (RFC 6531)
   * @param to the recipients accepted so far, none twice; empty until the first RCPT
   * @param extended as in {@link Greeted}
   */
  record Mail(String from, boolean utf8, List<Address> to, boolean extended) implements Stage {

    public Mail {
      to = List.copyOf(to);
    }

    /** The same mail with this recipient as well. */
    Mail with(Address recipient) {
      var more = new ArrayList<>(to);
      more.add(recipient);
      return new Mail(from, utf8, more, extended);
    }

    /** Addresses masked. */
    @Override
    public String toString() {
      return "Mail[from %s, to %s]".formatted(from.isEmpty() ? "<>" : "…", to);
    }
  }
}
