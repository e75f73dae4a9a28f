package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Letter;
import dev.otpost.routing.RoutingSettings.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose code a mail brings for one recipient: rung by rung, and the first that holds decides.
 *
 * @param recipient at this gateway
 * @param mailFrom the reverse-path; may be empty
 * @param ours the gateway's own addresses: no identifiers as long as there is a better one
 * @param home the person's mailbox in which the mail lay; empty if it came to the gateway
 */
record Ladder(Address recipient, String mailFrom, Predicate<Address> ours, Optional<Home> home) {

  private static final String AUTO = "the auto-forwarded mail";
  private static final String HERE = "the mail";
  private static final String ATTACHED = "the attached mail";
  private static final String BY_HAND = "the mail forwarded by hand";

  /** For one recipient of this envelope, at the gateway. */
  static Ladder of(Address recipient, Envelope envelope, Predicate<Address> configured) {
    // What was taken in for an address is for the gateway, whether it is configured or typed.
    Predicate<Address> ours =
        address ->
            configured.test(address)
                || envelope.rcptTo().stream()
                    .map(Tag::without)
                    .anyMatch(Tag.without(address)::sameMailbox);
    return new Ladder(recipient, envelope.mailFrom(), ours, Optional.empty());
  }

  /** For the person whose mailbox it lay in, even where the gateway takes in all of the domain. */
  static Ladder at(Home home, Envelope envelope, Predicate<Address> configured) {
    return new Ladder(
        home.mailbox(),
        envelope.mailFrom(),
        configured.and(Predicate.not(home::is)),
        Optional.of(home));
  }

  Whose climb(Optional<Route> route, Letter letter) {
    var what = home.isPresent() ? HERE : AUTO;
    return encodedBesides(route)
        .or(() -> configured(route))
        .or(this::encoded)
        .or(() -> attached(letter))
        .or(() -> byHand(letter, BY_HAND))
        .or(() -> home.flatMap(it -> it.named(letter, what)))
        .or(() -> addressed(letter, what))
        .or(() -> traced(letter, mailFrom, what))
        .or(() -> relayed(letter))
        .or(() -> straight(letter))
        .or(() -> home.map(it -> it.itself(letter, what)))
        .orElseGet(
            () ->
                new Whose(
                    recipient,
                    "UNSURE: nothing in the mail says whom it was written to, so this address"
                        + " itself"));
  }

  /** Whether it came straight or by a rule from the mailbox to which it was written. */
  private boolean isAutoForwarded(Letter letter) {
    var to = foreign(letter.to());
    return home.flatMap(it -> it.named(letter, HERE)).isPresent()
        || (to.size() == 1
            && trace(mailFrom, letter)
                .filter(trace -> Mailboxes.same(trace.mailbox(), to.getFirst()))
                .isPresent());
  }

  private Optional<Trace> trace(String path, Letter letter) {
    return home.isPresent()
        ? Trace.before(home.get(), path, letter, ours)
        : Trace.of(path, letter, ours);
  }

  private static Optional<Whose> configured(Optional<Route> route) {
    return route.flatMap(
        it ->
            it.identifier()
                .map(identifier -> new Whose(identifier, "route %s says so".formatted(it.name()))));
  }

  /** A tag that the route does not speak of says more than the route. */
  private Optional<Whose> encodedBesides(Optional<Route> route) {
    return route.filter(it -> !speaksOfTheTag(it)).flatMap(_ -> encoded());
  }

  private boolean speaksOfTheTag(Route route) {
    return route.recipient().match(recipient.value())
        || Tag.of(recipient).filter(tag -> tag.names(route)).isPresent();
  }

  /** A tag of a person's mailbox is part of his address. */
  private Optional<Whose> encoded() {
    return Tag.of(recipient)
        .filter(_ -> home.isEmpty())
        .flatMap(Tag::spells)
        .map(identifier -> new Whose(identifier, "it stands in the recipient, behind the plus"));
  }

  /** The inner mail by the rules for any mail; then whoever attached it. */
  private Optional<Whose> attached(Letter letter) {
    var original = letter.forwarded().filter(it -> it.how() == Forwarded.How.ATTACHED);
    return original.flatMap(
        it ->
            it.letter()
                .flatMap(inner -> original(inner, letter.from()))
                .or(() -> listed(it, letter.from(), ATTACHED))
                .or(() -> forwarder(letter, ATTACHED)));
  }

  private Optional<Whose> original(Letter inner, Optional<Address> forwarder) {
    return attached(inner)
        .or(() -> byHand(inner, BY_HAND + ", inside of " + ATTACHED))
        .or(() -> addressed(inner, ATTACHED))
        .or(() -> own(inner.to(), forwarder, ATTACHED))
        .or(() -> traced(inner, "", ATTACHED));
  }

  private Optional<Whose> byHand(Letter letter, String what) {
    if (isAutoForwarded(letter) && !ForwardMark.of(letter.subject())) {
      // A form or a ticket that quotes a header of its own.
      return Optional.empty();
    }
    return letter
        .forwarded()
        .filter(it -> it.how() == Forwarded.How.INLINE)
        .flatMap(
            it ->
                listed(it, letter.from(), what)
                    .or(() -> it.to().isEmpty() ? relayed(letter) : Optional.empty())
                    .or(() -> forwarder(letter, what)));
  }

  /** The one to whom the original was written; of several, the forwarder's own address. */
  private Optional<Whose> listed(Forwarded original, Optional<Address> forwarder, String what) {
    var to = foreign(original.to());
    return to.size() == 1
        ? Optional.of(new Whose(to.getFirst(), "To of " + what))
        : own(to, forwarder, what);
  }

  private Optional<Whose> own(List<Address> to, Optional<Address> forwarder, String what) {
    return own(to, what, forwarder, "the forwarder's own")
        .or(() -> own(to, what, home.map(Home::mailbox), "the one that is this mailbox"));
  }

  private Optional<Whose> own(
      List<Address> to, String what, Optional<Address> mailbox, String whose) {
    return to.stream()
        .filter(address -> !ours.test(address))
        .filter(address -> mailbox.filter(it -> Mailboxes.same(it, address)).isPresent())
        .findFirst()
        .map(address -> new Whose(address, "To of %s, of several %s".formatted(what, whose)));
  }

  private Optional<Whose> forwarder(Letter letter, String what) {
    return letter
        .from()
        .filter(address -> !ours.test(address))
        .map(
            address ->
                new Whose(address, "the forwarder, for %s names no one else".formatted(what)));
  }

  private Optional<Whose> addressed(Letter letter, String what) {
    var to = foreign(letter.to());
    if (to.size() == 1) {
      return Optional.of(new Whose(to.getFirst(), "To of " + what));
    }
    var cc = foreign(letter.cc());
    return to.isEmpty() && cc.size() == 1
        ? Optional.of(new Whose(cc.getFirst(), "Cc of " + what + ", whose To names no one else"))
        : Optional.empty();
  }

  /** If the mailbox is that of an addressee, the address that was written to is the addressee's. */
  private Optional<Whose> traced(Letter letter, String path, String what) {
    return trace(path, letter)
        .map(
            trace -> {
              var addressees = foreign(Noted.addressees(letter).toList());
              return addressees.stream()
                  .filter(address -> Mailboxes.same(address, trace.mailbox()))
                  .findFirst()
                  .map(
                      address ->
                          new Whose(
                              address,
                              "of several addressees of %s the one that %s names"
                                  .formatted(what, trace.where())))
                  .orElseGet(
                      () ->
                          new Whose(
                              trace.mailbox(),
                              "%s of %s names the mailbox".formatted(trace.where(), what)));
            });
  }

  private static Optional<Whose> relayed(Letter letter) {
    return SmsRelay.receiver(letter)
        .map(number -> new Whose(number, "the number that the text message was sent to"));
  }

  private Optional<Whose> straight(Letter letter) {
    return home.isEmpty() && Noted.addressees(letter).anyMatch(ours)
        ? Optional.of(new Whose(recipient, "written straight to this address"))
        : Optional.empty();
  }

  /** Without the gateway's own addresses and without repetition. */
  private List<Address> foreign(List<Address> addresses) {
    var foreign = new ArrayList<Address>();
    for (var address : addresses) {
      if (!ours.test(address) && foreign.stream().noneMatch(address::sameMailbox)) {
        foreign.add(address);
      }
    }
    return foreign;
  }
}
