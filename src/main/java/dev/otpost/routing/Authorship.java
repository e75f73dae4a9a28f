package dev.otpost.routing;

import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Source;
import dev.otpost.message.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who wrote a mail and when, if that can be told well enough to call another one older. */
final class Authorship {

  /** A Date that lies further ahead of the arrival says that one of the two clocks is wrong. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  /** RFC 2369 3.4; the others are of Google Groups, which rewrite From. */
  private static final List<String> MARKS_OF_LISTS =
      List.of("List-Post", "X-Original-From", "X-Original-Sender");

  private Authorship() {}

  /**
   * Of a mail that a person forwarded it cannot: somebody wants just that one to be posted, and the
   * dates that mail programs write above it are to the minute, and often of no zone. A Date that
   * lies ahead of the mail's arrival would make all that come after it look old, so it is taken for
   * the arrival; but not where it lies far ahead: with a clock of ours that was set back, all that
   * comes would look older than what came before. Nor of a mail that a list passed on in its own
   * name, as Google Groups do: mails of many sites are then of one author.
   */
  static Optional<Written> of(Envelope envelope, Letter letter) {
    return letter.forwarded().isPresent() || isOfList(letter)
        ? Optional.empty()
        : letter
            .from()
            // Every text message is of one domain, and of the sender that stands in front of it.
            .map(from -> envelope.source() == Source.SMS ? from.value() : from.domain())
            .flatMap(
                site ->
                    letter
                        .date()
                        .filter(date -> date.isBefore(envelope.receivedAt().plus(TOLERANCE)))
                        .map(date -> new Written(site, earlier(date, envelope.receivedAt()))));
  }

  private static boolean isOfList(Letter letter) {
    return MARKS_OF_LISTS.stream().anyMatch(mark -> letter.headers().first(mark).isPresent());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
