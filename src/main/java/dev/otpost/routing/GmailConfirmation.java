package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Letter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mail in which Gmail asks whether a mailbox may forward to this address. Whoever sets up
 * otpost waits for it; it is no code for Skyvern. The sender and either of two marks decide:
 * subjects are in the language, and under the name, of the mailbox's owner.
 */
final class GmailConfirmation {

  private static final Address SENDER = new Address("forwarding-noreply@google.com");
  private static final String MARK = "X-Google-Address-Confirmation";
  private static final Pattern APPROVE =
      Pattern.compile("https://(?:mail-settings|mail)\\.google\\.com/mail/(?:u/\\d{1,2}/)?vf-");
  private static final Pattern MAILBOX = Pattern.compile("[\\w.+%-]{1,64}@[\\w.-]{1,255}\\w");

  private GmailConfirmation() {}

  static boolean is(Letter letter) {
    return letter.from().filter(SENDER::sameMailbox).isPresent()
        && (letter.headers().first(MARK).isPresent() || APPROVE.matcher(letter.text()).find());
  }

  /** What the operator is to do, in words; the mailbox that asks is masked. */
  static String because(Letter letter, Predicate<Address> ours) {
    var mailbox = mailbox(letter, ours).map(address -> " from " + address).orElse("");
    return "Gmail asks to confirm forwarding"
        + mailbox
        + ": read it with `otpost queue show ID --content` and open its link";
  }

  /** The first address in it that is neither Google's nor ours. */
  private static Optional<Address> mailbox(Letter letter, Predicate<Address> ours) {
    return Stream.of(letter.subject(), letter.text())
        .flatMap(text -> MAILBOX.matcher(text).results())
        .flatMap(match -> Address.of(match.group()).stream())
        .filter(address -> !ours.test(address) && !address.domain().equals("google.com"))
        .findFirst();
  }
}
