package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Dkim;
import dev.otpost.message.Letter;
import dev.otpost.routing.SenderSettings.Require;
import java.util.Optional;

/**
 * Decides whether a mail is taken in, by who wrote it. Pure and thread-safe.
 *
 * <p>Where nothing must be proved, who wrote it is who wrote the original: of a mail that a person
 * forwarded, the one that the forwarded block names. Where DKIM must prove it, it is the From of
 * the mail itself and nothing else: a signature vouches for whoever forwarded the mail, and for
 * nothing that he wrote into its text.
 *
 * <p>Gmail's question whether it may forward is from an address that nobody thinks of when he
 * writes patterns; without it nothing can be set up. So its author is always among those allowed.
 * What must be proved, he must prove like everybody.
 */
public final class Senders {

  private final SenderSettings settings;

  public Senders(SenderSettings settings) {
    this.settings = settings;
  }

  /** What is decided. */
  public sealed interface Standing {

    /** It is taken in. */
    record Welcome() implements Standing {}

    /**
     * It is not, for good.
     *
     * @param because a sentence for the sender, which says nothing that he did not know
     */
    record Unwelcome(String because) implements Standing {}

    /** It cannot be said yet; the sentence is for the sender, likewise. */
    record Unknown(String because) implements Standing {}
  }

  /** Whether what is decided of {@code letter} depends on DKIM. */
  public boolean askForDkim(Letter letter) {
    return settings.require() == Require.DKIM && letter.from().filter(this::isAllowed).isPresent();
  }

  /**
   * Whether it is taken in.
   *
   * @param dkim {@link Dkim#UNCHECKED} will do where {@link #askForDkim} says no
   */
  public Standing of(Letter letter, Dkim dkim) {
    var author = author(letter);
    if (!anybody() && author.filter(this::isAllowed).isEmpty()) {
      return new Standing.Unwelcome("mail from this sender is not taken in here");
    }
    return switch (settings.require()) {
      case NONE -> new Standing.Welcome();
      case DKIM -> proved(author, dkim);
    };
  }

  private Optional<Address> author(Letter letter) {
    return switch (settings.require()) {
      case NONE -> letter.author();
      case DKIM -> letter.from();
    };
  }

  private static Standing proved(Optional<Address> author, Dkim dkim) {
    return switch (dkim.verdict()) {
      case TEMPERROR ->
          new Standing.Unknown("the DKIM key of the sender cannot be looked up just now");
      // Asked anew of the author as the rest of otpost reads him: two readings of one field may
      // differ.
      case PASS ->
          author.filter(dkim::vouchesFor).isPresent() ? new Standing.Welcome() : unproved();
      case UNCHECKED, NONE, FAIL, POLICY, PERMERROR -> unproved();
    };
  }

  private static Standing unproved() {
    return new Standing.Unwelcome(
        "only mail with a valid DKIM signature of the domain in its From is taken in here");
  }

  private boolean anybody() {
    return settings.allow().isEmpty();
  }

  private boolean isAllowed(Address author) {
    return anybody()
        || settings.allow().match(author.value())
        || GmailConfirmation.SENDER.sameMailbox(author);
  }
}
