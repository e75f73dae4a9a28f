package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The envelope of a mail that lay in a mailbox, where its envelope was thrown away: what is still
 * known of it stands in the header, written there by the server that put the mail into the mailbox.
 */
final class LostEnvelope {

  /** How some say that there is no path, beside {@code <>}. */
  private static final Set<String> NULL_PATHS = Set.of("", "mailer-daemon");

  private LostEnvelope() {}

  /**
   * The envelope as far as it can be found again.
   *
   * @param personal whether the mailbox is a person's; else the tag that an address of the gateway
   *     was written to with is found again too
   */
  static Envelope found(Envelope envelope, Letter letter, boolean personal) {
    return new Envelope(
        envelope.source(),
        path(letter).orElse(envelope.mailFrom()),
        personal
            ? envelope.rcptTo()
            : envelope.rcptTo().stream().map(address -> tagged(address, letter)).toList(),
        envelope.peer(),
        envelope.receivedAt(),
        envelope.stored());
  }

  /** RFC 5321 4.4: the last server writes it above all else. Empty if none did, or no path. */
  private static Optional<String> path(Letter letter) {
    return letter
        .headers()
        .first("Return-Path")
        .map(LostEnvelope::bare)
        .flatMap(
            path ->
                NULL_PATHS.contains(path.toLowerCase(Locale.ROOT))
                    ? Optional.of("")
                    : Address.of(path).map(Address::value));
  }

  /** What stands in the brackets; some write a comment behind them, and some no brackets. */
  private static String bare(String value) {
    int open = value.indexOf('<');
    int close = value.indexOf('>', open + 1);
    return (open >= 0 && close > open ? value.substring(open + 1, close) : value).strip();
  }

  /** A field without the tag says nothing against it: many servers drop it. */
  private static Address tagged(Address address, Letter letter) {
    return Noted.recipients(letter)
        .filter(noted -> Tag.of(noted).isPresent() && Mailboxes.same(noted, address))
        .findFirst()
        .orElse(address);
  }
}
