package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.routing.RoutingSettings.Route;
import java.util.Comparator;
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

  /** One decision for each recipient of the envelope, in their order. */
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
    var unfit = NotForSkyvern.because(envelope, letter);
    if (unfit.isPresent()) {
      return new Decision.Ignore(recipient, unfit.get());
    }
    var content = settings.posting().contentOf(letter);
    if (content.isEmpty()) {
      return new Decision.Hold(recipient, "nothing to read in it", Optional.empty());
    }
    if (settings.posting().ignores(letter)) {
      return new Decision.Ignore(
          recipient, "no code or link in it (delivery.without-otp): " + letter.otp().evidence());
    }
    var route = choice.of(recipient, letter);
    var whose = named(Ladder.of(recipient, envelope, this::isOurs).climb(route, letter), settings);
    var longest = Life.of(envelope.receivedAt(), settings.lifetime());
    var deliver =
        new Decision.Deliver(
            recipient,
            whose.because(),
            new Lane(route.map(Route::name).orElse(Lane.DEFAULT_ROUTE), whose.identifier()),
            letter.otp(),
            content,
            letter.validFor().map(longest::atMost).orElse(longest));
    return isAllowed(whose.identifier())
        ? deliver
        : new Decision.Hold(
            recipient,
            whose.because() + ", but identifiers.allow does not name it",
            Optional.of(deliver));
  }

  /** As Skyvern waits for it. */
  private static Whose named(Whose whose, RoutingSettings settings) {
    var found = whose.identifier().value();
    return settings.identifiers().aliases().stream()
        .filter(alias -> alias.alias().match(found))
        .max(Comparator.comparingInt(alias -> alias.alias().closeness(found)))
        .map(alias -> new Whose(alias.identifier(), whose.because() + ", by identifiers.aliases"))
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
