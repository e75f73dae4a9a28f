package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Letter;
import java.util.Optional;

/**
 * A person's mailbox, in which a mail lay: its address, tags of it included, is whose a code may
 * be, unlike an address of the gateway.
 *
 * @param mailbox its address; below {@code .invalid} (RFC 2606) if it is not known
 */
record Home(Address mailbox) {

  boolean is(Address address) {
    return Mailboxes.same(mailbox, address);
  }

  /** Where the author names this mailbox, in his spelling, whoever else stands beside it. */
  Optional<Whose> named(Letter letter, String what) {
    return letter.to().stream()
        .filter(this::is)
        .findFirst()
        .map(address -> new Whose(address, "To of %s names this mailbox".formatted(what)))
        .or(
            () ->
                letter.cc().stream()
                    .filter(this::is)
                    .findFirst()
                    .map(
                        address ->
                            new Whose(address, "Cc of %s names this mailbox".formatted(what))));
  }

  /** Where nothing says more than that it lay here: under the name that its server noted. */
  Whose itself(Letter letter, String what) {
    return Trace.inHeader(letter, address -> !is(address))
        .map(
            trace ->
                new Whose(
                    trace.mailbox(), "%s of %s names this mailbox".formatted(trace.where(), what)))
        .orElseGet(
            () ->
                new Whose(
                    mailbox,
                    mailbox.domain().endsWith(".invalid")
                        ? "UNSURE: nothing in the mail says whom it was written to, and this"
                            + " mailbox has no address"
                        : "it lay in this mailbox, and nothing in it says more"));
  }
}
