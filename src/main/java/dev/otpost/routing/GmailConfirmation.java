package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Letter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mail in which Gmail asks whether a mailbox may forward to this address. Whoever sets up
 * otpost waits for it; it is no code for Skyvern. The sender and either of two marks decide:
 * subjects are in the language, and under the name, of the mailbox's owner.
 *
 * <p>Up to the middle of 2025 the mail had a code beside its link, since then the link only. Both
 * kinds are about.
 */
final class GmailConfirmation {

  static final Address SENDER = new Address("forwarding-noreply@google.com");
  private static final String MARK = "X-Google-Address-Confirmation";

  /**
   * The link that says yes, {@code …/vf-…}, to the end of what can be part of a URL (RFC 3986 2;
   * brackets too, which some write as they are). The one behind it, {@code …/uf-…}, says no for
   * good and is never taken.
   */
  private static final Pattern APPROVE =
      Pattern.compile(
          "https://(?:mail-settings|mail)\\.google\\.com/mail/(?:u/\\d{1,2}/)?vf-"
              + "[A-Za-z0-9\\[\\]%._~:/?#@!$&'()*+,;=-]+");

  /** What a sentence puts behind a link. No token ends in it. */
  private static final Pattern BEHIND = Pattern.compile("[.,;:!?')]+$");

  private static final Pattern LINK = Pattern.compile("https?://\\S+");

  /**
   * An address in running text. Its end is the top-level domain, for in some languages a suffix is
   * tacked on to it ({@code gmail.com-tól}, {@code gmail.com'dan}). Its labels are counted, for
   * each costs a frame of the stack.
   */
  private static final Pattern MAILBOX =
      Pattern.compile(
          "[A-Za-z0-9_+%=][A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{0,63}"
              + "@(?:[A-Za-z0-9-]{1,63}\\.){1,10}(?:xn--[A-Za-z0-9-]{1,59}|[A-Za-z]{2,24})");

  /** Eight or nine digits as a rule, in whatever brackets and script. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{Nd}A-Za-z_-])\\p{Nd}{6,12}(?![\\p{Nd}A-Za-z_-])");

  /** In the body the number stands behind a colon, at the end of its line. */
  private static final Pattern NUMBER_OF_A_LINE =
      Pattern.compile("(?m)[:：]\\s*(\\p{Nd}{6,12})\\s*$");

  private GmailConfirmation() {}

  /** What is decided about it; empty if it is not Gmail's question. */
  static Optional<Decision> of(Address recipient, Letter letter) {
    if (letter.from().filter(SENDER::sameMailbox).isEmpty()) {
      return Optional.empty();
    }
    var link = link(letter.text());
    if (link.isEmpty() && letter.headers().first(MARK).isEmpty()) {
      return Optional.empty();
    }
    var mailbox = mailbox(recipient, letter);
    return Optional.of(
        new Decision.Confirm(recipient, because(mailbox), mailbox, code(letter), link));
  }

  /** The mailbox is masked: this stands in the log. */
  private static String because(Optional<Address> mailbox) {
    return "Gmail asks to confirm forwarding"
        + mailbox.map(address -> " from " + address).orElse("")
        + ": `otpost confirmations` shows its link";
  }

  private static Optional<String> link(String text) {
    return APPROVE
        .matcher(text)
        .results()
        .map(match -> BEHIND.matcher(match.group()).replaceFirst(""))
        .findFirst();
  }

  /** The first address in it that is neither Google's nor the one that was written to. */
  private static Optional<Address> mailbox(Address recipient, Letter letter) {
    return Stream.of(letter.subject(), letter.text())
        .flatMap(text -> MAILBOX.matcher(text).results())
        .flatMap(match -> Address.of(match.group()).stream())
        .filter(address -> !address.sameMailbox(recipient))
        .filter(address -> letter.to().stream().noneMatch(address::sameMailbox))
        .filter(address -> !address.domain().equals(SENDER.domain()))
        .findFirst();
  }

  /** The number in the subject, else the one in the body. Addresses and links have digits too. */
  private static Optional<String> code(Letter letter) {
    return numbers(NUMBER, 0, letter.subject()).stream()
        .findFirst()
        .or(() -> numbers(NUMBER_OF_A_LINE, 1, letter.text()).stream().findFirst());
  }

  private static List<String> numbers(Pattern number, int group, String text) {
    var bare = MAILBOX.matcher(LINK.matcher(text).replaceAll(" ")).replaceAll(" ");
    return number.matcher(bare).results().map(match -> ascii(match.group(group))).toList();
  }

  /** As it is to be typed into Gmail, whatever digits the mail's language writes. */
  private static String ascii(String digits) {
    return digits
        .codePoints()
        .mapToObj(digit -> String.valueOf(Character.digit(digit, 10)))
        .collect(Collectors.joining());
  }
}
