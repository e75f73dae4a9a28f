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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose code a mail brings for one recipient: rung by rung, and the first that holds decides.
 *
 * @param recipient at this gateway
 * @param mailFrom the reverse-path; may be empty
 * @param ours the gateway's own addresses: no identifiers as long as there is a better one
 */
record Ladder(Address recipient, String mailFrom, Predicate<Address> ours) {

  private static final String AUTO = "the auto-forwarded mail";
  private static final String ATTACHED = "the attached mail";

  /** Some word with a colon, in whatever language: {@code Fwd:}, {@code WG:}, {@code 转发：}. */
  private static final Pattern FORWARDED = Pattern.compile("^\\s*\\p{L}[\\p{L} .]{0,14}[:：]");

  private static final String BY_HAND = "the mail forwarded by hand";

  /** For one recipient of this envelope. */
  static Ladder of(Address recipient, Envelope envelope, Predicate<Address> configured) {
    // What was taken in for an address is for the gateway, whether it is configured or typed.
    Predicate<Address> ours =
        address ->
            configured.test(address)
                || envelope.rcptTo().stream()
                    .map(Tag::without)
                    .anyMatch(Tag.without(address)::sameMailbox);
    return new Ladder(recipient, envelope.mailFrom(), ours);
  }

  Whose climb(Optional<Route> route, Letter letter) {
    return encodedBesides(route)
        .or(() -> configured(route))
        .or(this::encoded)
        .or(() -> attached(letter))
        .or(() -> byHand(letter, BY_HAND))
        .or(() -> addressed(letter, AUTO))
        .or(() -> traced(letter, mailFrom, AUTO))
        .or(() -> relayed(letter))
        .or(() -> straight(letter))
        .orElseGet(
            () ->
                new Whose(
                    recipient,
                    "UNSURE: nothing in the mail says whom it was written to, so this address"
                        + " itself"));
  }

  /** Whether a rule forwarded it, for the mailbox to which it was written. */
  private boolean isAutoForwarded(Letter letter) {
    var to = foreign(letter.to());
    return to.size() == 1
        && Trace.of(mailFrom, letter, ours)
            .filter(trace -> Mailboxes.same(trace.mailbox(), to.getFirst()))
            .isPresent();
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

  private Optional<Whose> encoded() {
    return Tag.of(recipient)
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
    if (isAutoForwarded(letter) && !FORWARDED.matcher(letter.subject()).find()) {
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
    return to.stream()
        .filter(address -> !ours.test(address))
        .filter(address -> forwarder.filter(it -> Mailboxes.same(it, address)).isPresent())
        .findFirst()
        .map(address -> new Whose(address, "To of " + what + ", of several the forwarder's own"));
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
    return Trace.of(path, letter, ours)
        .map(
            trace -> {
              var addressees =
                  foreign(Stream.concat(letter.to().stream(), letter.cc().stream()).toList());
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
    return Stream.concat(letter.to().stream(), letter.cc().stream()).anyMatch(ours)
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
