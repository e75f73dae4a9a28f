package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Letter;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.RoutingSettings.Mailbox;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which mail of a watched mailbox is looked at: what every filter that is given lets through.
 *
 * <p>Of a mail that a person forwarded, the author and the subject of the original count as well,
 * for it is the site's mail that one thinks of when one writes a filter. Such a mail shows by its
 * subject, or by having none, which is known before its body is fetched.
 *
 * @param account by whose name in the configuration a filter is called
 */
record Filter(String account, Mailbox mailbox) {

  /** Why it is not looked at; empty if it is. */
  Optional<String> objection(Letter letter) {
    return to(letter).or(() -> from(letter)).or(() -> subject(letter));
  }

  /**
   * The same as far as the header tells: never objects to what the whole mail would not.
   *
   * @param header a letter without a body
   */
  Optional<String> objectionToHeader(Letter header) {
    if (header.from().filter(GmailConfirmation.SENDER::sameMailbox).isPresent()) {
      return Optional.empty();
    }
    return to(header)
        .or(() -> mayBeForwarded(header) ? Optional.empty() : from(header))
        .or(() -> mayBeForwarded(header) ? Optional.empty() : subject(header));
  }

  private Optional<String> from(Letter letter) {
    var authors =
        mayBeForwarded(letter)
            ? Stream.concat(letter.from().stream(), letter.author().stream())
            : letter.from().stream();
    return objection(mailbox.from(), authors.map(Address::value), "from", "it is from others");
  }

  private Optional<String> subject(Letter letter) {
    var subject = subjectOf(letter);
    var subjects =
        mayBeForwarded(letter)
            ? Stream.of(subject, ForwardMark.without(subject), letter.subject())
            : Stream.of(subject);
    return objection(mailbox.subject(), subjects, "subject", "its subject is another one");
  }

  /** A pattern without a tag means all of them, as everywhere. */
  private Optional<String> to(Letter letter) {
    return objection(
        mailbox.to(),
        Noted.recipients(letter).flatMap(it -> Stream.of(it, Tag.without(it))).map(Address::value),
        "to",
        "it is for others");
  }

  private Optional<String> objection(
      Wildcards patterns, Stream<String> texts, String key, String what) {
    return patterns.isEmpty() || texts.anyMatch(patterns::match)
        ? Optional.empty()
        : Optional.of("%s (imap.accounts.%s.%s)".formatted(what, account, key));
  }

  private static boolean mayBeForwarded(Letter letter) {
    var subject = subjectOf(letter);
    return subject.isBlank() || ForwardMark.of(subject);
  }

  /** Of the mail itself: a letter that holds an attached one bears the subject of that. */
  private static String subjectOf(Letter letter) {
    return letter.headers().first("Subject").orElse("");
  }
}
