package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.TextMessage;
import dev.otpost.routing.RoutingSettings.Route;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is to be done with a mail, and above all whose code it is: the address that the site
 * wrote to. Pure and thread-safe; each recipient is decided for itself.
 */
public final class Router {

  private final RoutingSettings settings;
  private final Choice choice;

  public Router(RoutingSettings settings) {
    this.settings = settings;
    this.choice = new Choice(settings.routes());
  }

  /**
   * The envelope with all that is known of it: a mail that lay in a mailbox has lost it, but for
   * what its header says. Asked once, before anything else.
   */
  public Envelope envelope(Envelope given, Letter letter) {
    return given.stored().isPresent()
        ? LostEnvelope.found(given, letter, Rules.of(settings, given).personal())
        : given;
  }

  /**
   * Why a mail of a watched mailbox would be ignored, as far as its header tells; empty if the rest
   * must be looked at.
   *
   * @param header a letter without a body
   */
  public Optional<String> objection(Envelope envelope, Letter header) {
    return header.equals(Letter.EMPTY)
        ? Optional.empty()
        : Rules.of(settings, envelope).filter().flatMap(filter -> filter.objectionToHeader(header));
  }

  /**
   * One decision for each recipient of the envelope, in their order.
   *
   * @param envelope as {@link #envelope} gives it
   */
  public List<Decision> route(Envelope envelope, Letter letter) {
    return envelope.rcptTo().stream()
        .map(recipient -> decide(recipient, envelope, letter))
        .toList();
  }

  private Decision decide(Address recipient, Envelope envelope, Letter letter) {
    // Before anything that looks at senders who take no answer, for this is one of them.
    var question = GmailConfirmation.of(recipient, letter);
    if (question.isPresent()) {
      return question.get();
    }
    var rules = Rules.of(settings, envelope);
    var unwanted = unwanted(rules, envelope, letter);
    if (unwanted.isPresent()) {
      return new Decision.Ignore(recipient, unwanted.get());
    }
    var content = settings.posting().contentOf(letter);
    if (content.isEmpty()) {
      return new Decision.Hold(
          recipient, "nothing to read in it" + rules.reservation(), Optional.empty());
    }
    var worthless = rules.withoutOtp(letter);
    if (worthless.isPresent()) {
      return new Decision.Ignore(recipient, worthless.get());
    }
    var number = TextMessage.receiver(envelope, recipient).map(Whose::number);
    var route =
        number.isEmpty()
            ? choice.of(recipient, letter)
            : number.flatMap(
                it -> choice.of(it.identifier()).or(() -> choice.of(named(it).identifier())));
    var whose =
        named(
            number.orElseGet(
                () -> rules.ladder(recipient, envelope, this::isOurs).climb(route, letter)));
    var because = whose.because() + rules.reservation();
    var longest = Life.of(Origin.of(envelope, letter), settings.lifetime());
    var deliver =
        new Decision.Deliver(
            recipient,
            because,
            new Lane(route.map(Route::name).orElse(Lane.DEFAULT_ROUTE), whose.identifier()),
            letter.otp(),
            content,
            letter.validFor().map(longest::atMost).orElse(longest),
            Authorship.of(envelope, letter));
    return isAllowed(whose.identifier())
        ? deliver
        : new Decision.Hold(
            recipient, because + ", but identifiers.allow does not name it", Optional.of(deliver));
  }

  /**
   * Why it is ignored, whatever can be read in it; empty if it is not. A mailbox is full of mail
   * with nothing but pictures, which nobody wants to see among what is held. What otpost failed to
   * read is another matter, and never ignored.
   */
  private static Optional<String> unwanted(Rules rules, Envelope envelope, Letter letter) {
    if (letter.equals(Letter.EMPTY)) {
      return Optional.empty();
    }
    return rules
        .filter()
        .flatMap(filter -> filter.objection(letter))
        .or(() -> NotForSkyvern.because(envelope, letter))
        .or(() -> rules.stored().flatMap(_ -> rules.withoutOtp(letter)));
  }

  /** As Skyvern waits for it. */
  private Whose named(Whose whose) {
    return settings
        .identifiers()
        .aliased(whose.identifier())
        .map(it -> new Whose(it, whose.because() + ", by identifiers.aliases"))
        .orElse(whose);
  }

  private boolean isAllowed(Identifier identifier) {
    var allow = settings.identifiers().allow();
    return allow.isEmpty() || allow.match(identifier.value());
  }

  private boolean isOurs(Address address) {
    return settings.gateway().contain(address);
  }
}
