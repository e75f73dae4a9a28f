package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Stored;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import dev.otpost.routing.RoutingSettings.Mailbox;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules for one mail, which depend on the way by which it came.
 *
 * @param stored how it lay in a mailbox; empty if it came to the gateway
 * @param mailbox what is configured for that mailbox; empty if nothing is
 * @param otherwise what becomes of a mail without code and link if no mailbox has a say in it
 */
record Rules(Optional<Stored> stored, Optional<Mailbox> mailbox, WithoutOtp otherwise) {

  static Rules of(RoutingSettings settings, Envelope envelope) {
    return new Rules(
        envelope.stored(),
        envelope.stored().flatMap(it -> Optional.ofNullable(settings.mailboxes().get(account(it)))),
        settings.posting().withoutOtp());
  }

  /** Whether it lay in a person's mailbox; mail is collected for the gateway in all others. */
  boolean personal() {
    return mailbox.filter(Mailbox::personal).isPresent();
  }

  /** What the mailbox lets through; empty if everything. */
  Optional<Filter> filter() {
    return mailbox.flatMap(rules -> stored.map(it -> new Filter(account(it), rules)));
  }

  /** How whose code it is will be found. */
  Ladder ladder(Address recipient, Envelope envelope, Predicate<Address> gateway) {
    return personal()
        ? Ladder.at(new Home(recipient), envelope, gateway)
        : Ladder.of(recipient, envelope, gateway);
  }

  /** Why it is not to be posted for want of a code and a link; empty if it is. */
  Optional<String> withoutOtp(Letter letter) {
    return mailbox.map(Mailbox::withoutOtp).orElse(otherwise).ignores(letter)
        ? Optional.of(
            "no code or link in it (%s.without-otp): %s%s"
                .formatted(section(), letter.otp().evidence(), reservation()))
        : Optional.empty();
  }

  /** What is to be said with every reason that depends on the text; may be empty. */
  String reservation() {
    return stored.filter(it -> it.extent() == Stored.Extent.TEXT).isPresent()
        ? ", of a mail too large to be fetched whole"
        : "";
  }

  private String section() {
    return filter().map(it -> "imap.accounts." + it.account()).orElse("delivery");
  }

  private static String account(Stored stored) {
    return stored.place().folder().account();
  }
}
