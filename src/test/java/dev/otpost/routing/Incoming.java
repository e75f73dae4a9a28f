package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.message.Place;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Mail as it comes in to the gateway, for the tests of routing. */
final class Incoming {

  static final Instant NOW = Instant.parse("2026-11-03T10:00:00Z");
  static final Duration LIFETIME = Duration.ofMinutes(15);
  static final Address GATEWAY = new Address("otp@gw.example");
  static final Recipients RECIPIENTS = new Recipients(List.of(GATEWAY.value()));

  private Incoming() {}

  static Envelope envelope(String mailFrom, Address... recipients) {
    return new Envelope(Source.SMTP, mailFrom, List.of(recipients), "192.0.2.1", NOW);
  }

  /** Of a mail that lay in the mailbox "work" of this address, whole, since just now. */
  static Envelope stored(String address) {
    return stored(address, NOW, Stored.Extent.WHOLE, false);
  }

  static Envelope stored(String address, Instant since, Stored.Extent extent, boolean renumbered) {
    var place = new Place(new Folder("work", "INBOX"), 1, 7);
    return new Envelope(
        Source.IMAP,
        Envelope.UNKNOWN_PATH,
        List.of(new Address(address)),
        "imap.example",
        NOW,
        Optional.of(new Stored(place, since, extent, renumbered, false)));
  }

  /** Written to the gateway itself. */
  static Letter from(String author, Headers headers, String subject, String text) {
    return from(author, headers, subject, text, new Otp.None("a test"));
  }

  static Letter from(String author, Headers headers, String subject, String text, Otp otp) {
    return Draft.of(subject, text)
        .from(author)
        .to(List.of(GATEWAY))
        .headers(headers)
        .otp(otp)
        .letter();
  }

  /** Fields as {@code Name: value; Name: value}; From, To and Cc are read from them as well. */
  static Letter of(String fields, String subject, String text, Optional<Forwarded> forwarded) {
    var headers =
        Draft.headers(
            Arrays.stream(fields.split("; ", -1))
                .filter(field -> !field.isBlank())
                .toArray(String[]::new));
    return Draft.of(subject, text)
        .from(String.join(" ", headers.all("From")))
        .to(addresses(String.join(" ", headers.all("To"))))
        .cc(addresses(String.join(" ", headers.all("Cc"))))
        .forwarded(forwarded)
        .headers(headers)
        .letter();
  }

  static Letter of(String fields) {
    return of(fields, "Code", "4711", Optional.empty());
  }

  static Optional<Forwarded> attached(Letter inner) {
    return Optional.of(
        new Forwarded(
            Forwarded.How.ATTACHED, inner.from(), inner.to(), inner.date(), Optional.of(inner)));
  }

  static Optional<Forwarded> inline(String from, String to) {
    return Optional.of(
        new Forwarded(Forwarded.How.INLINE, Address.of(from), addresses(to), Optional.empty()));
  }

  static Decision decide(
      RoutingSettings settings, String recipient, String mailFrom, Letter letter) {
    return new Router(settings)
        .route(envelope(mailFrom, new Address(recipient)), letter)
        .getFirst();
  }

  /** Of a mail that lay in a mailbox. */
  static Decision decide(RoutingSettings settings, Envelope stored, Letter letter) {
    var router = new Router(settings);
    return router.route(router.envelope(stored, letter), letter).getFirst();
  }

  /** As many as there are, a space between them. */
  static List<Address> addresses(String list) {
    return Arrays.stream(list.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(Address::new)
        .toList();
  }
}
