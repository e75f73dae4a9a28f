package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Written;
import java.time.Instant;
import java.util.Optional;

/** Who wrote a mail and when, if that can be told well enough to call another one older. */
final class Authorship {

  private Authorship() {}

  /**
   * Of a mail that a person forwarded it cannot: somebody wants just that one to be posted, and the
   * dates that mail programs write above it are to the minute, and often of no zone. A Date that
   * lies ahead of the mail's arrival would make all that come after it look old.
   */
  static Optional<Written> of(Envelope envelope, Letter letter) {
    return letter.forwarded().isPresent()
        ? Optional.empty()
        : letter
            .from()
            .map(Address::domain)
            .flatMap(
                site ->
                    letter
                        .date()
                        .map(date -> new Written(site, earlier(date, envelope.receivedAt()))));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
