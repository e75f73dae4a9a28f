package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is to be done with a mail, and above all whose code it is: the address that the site
 * wrote to. Pure and thread-safe; each recipient is decided for itself.
 */
public final class Router {

  private final RoutingSettings settings;

  public Router(RoutingSettings settings) {
    this.settings = settings;
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
    var whose = whose(recipient, envelope, letter);
    var longest = Life.of(envelope.receivedAt(), settings.lifetime());
    var life = letter.validFor().map(longest::atMost).orElse(longest);
    return new Decision.Deliver(
        recipient,
        whose.because(),
        Lane.of(Identifier.of(whose.address())),
        letter.otp(),
        content,
        life);
  }

  /** An address and, in words, why it is the one. */
  private record Whose(Address address, String because) {}

  /** The ladder: the first rung that holds decides. */
  private Whose whose(Address recipient, Envelope envelope, Letter letter) {
    if (letter.forwarded().isPresent()) {
      var original = letter.forwarded().get();
      var words =
          switch (original.how()) {
            case ATTACHED -> "the attached mail";
            case INLINE -> "the mail forwarded by hand";
          };
      var addressee = addressee(original, letter.from());
      if (addressee.isPresent()) {
        return new Whose(addressee.get(), "To of " + words);
      }
      if (letter.from().isPresent()) {
        return new Whose(
            letter.from().get(), "the forwarder, for " + words + " names no recipient");
      }
    }
    var to = foreign(letter.to());
    if (to.size() == 1) {
      return new Whose(to.getFirst(), "To of the auto-forwarded mail");
    }
    var cc = foreign(letter.cc());
    if (letter.to().isEmpty() && cc.size() == 1) {
      return new Whose(cc.getFirst(), "Cc of the auto-forwarded mail, which has no To");
    }
    var trace = Trace.of(envelope, letter.headers(), this::isOurs);
    if (trace.isPresent()) {
      return new Whose(
          trace.get().mailbox(), trace.get().where() + " names the mailbox that forwarded it");
    }
    if (!to.isEmpty()) {
      return new Whose(to.getFirst(), "the first of several in To, and no trace says which");
    }
    if (letter.to().stream().anyMatch(this::isOurs)) {
      return new Whose(recipient, "written straight to this address");
    }
    if (!cc.isEmpty()) {
      return new Whose(cc.getFirst(), "the first of several in Cc, and no trace says which");
    }
    return new Whose(
        recipient,
        "UNSURE: nothing in the mail says whom it was written to, so this address itself");
  }

  /**
   * Whom the original was written to: of several the forwarder, who got it, otherwise the first.
   */
  private Optional<Address> addressee(Forwarded original, Optional<Address> forwarder) {
    var to = foreign(original.to());
    return to.stream()
        .filter(address -> forwarder.filter(address::sameMailbox).isPresent())
        .findFirst()
        .or(() -> to.stream().findFirst());
  }

  /** Without the gateway's own addresses and without repetition. */
  private List<Address> foreign(List<Address> addresses) {
    var foreign = new ArrayList<Address>();
    for (var address : addresses) {
      if (!isOurs(address) && foreign.stream().noneMatch(address::sameMailbox)) {
        foreign.add(address);
      }
    }
    return foreign;
  }

  private boolean isOurs(Address address) {
    return settings.gateway().contain(address);
  }
}
