package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Letter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reverse-path says of the mailbox that forwarded a mail. */
final class ReversePath {

  /** Gmail: {@code john+caf_=otp=gw.example.com@gmail.com} forwards to otp@gw.example.com. */
  private static final Pattern CAF = Pattern.compile("([^@]+?)\\+caf_=[^@]*@([^@]+)");

  /** Exchange Online: {@code john+SRS=AbCdE=XY@corp.example}. */
  private static final Pattern EXCHANGE = Pattern.compile("([^@]+?)\\+SRS=[^@]*@([^@]+)");

  /** {@code SRS0=hash=TT=corp.example=john@relay.example}. */
  private static final Pattern SRS0 =
      Pattern.compile("SRS0[=+-][^=@]+=[^=@]+=([^=@]+)=([^@]+)@[^@]+", Pattern.CASE_INSENSITIVE);

  /** {@code SRS1=hash=first.example==hash=TT=corp.example=john@second.example}. */
  private static final Pattern SRS1 =
      Pattern.compile(
          "SRS1[=+-][^=@]+=[^=@]+=[=+-][^=@]+=[^=@]+=([^=@]+)=([^@]+)@[^@]+",
          Pattern.CASE_INSENSITIVE);

  /** No mailbox of a person: a site's address for bounces, or one made for this mail alone. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?i).*(?:bounce|return|no-?reply|do-?not-?reply|mailer|daemon|postmaster|notif|msprvs"
              + "|=|[0-9a-f]{12}|\\d{6}).*");

  private ReversePath() {}

  /** Where the forwarding system writes its mailbox into it. */
  static Optional<Trace> named(String mailFrom) {
    return decoded("MAIL FROM (+caf_)", CAF.matcher(mailFrom), 1, 2)
        .or(() -> decoded("MAIL FROM (+SRS)", EXCHANGE.matcher(mailFrom), 1, 2));
  }

  /**
   * Where it, or the one that SRS hides in it, is neither the site's nor a machine's: some
   * forwarders leave no other trace. Nothing can be said so of a mail to the gateway itself, which
   * anybody may have sent.
   */
  static Optional<Trace> implied(String mailFrom, Letter letter, Predicate<Address> ours) {
    if (Noted.addressees(letter).anyMatch(ours)) {
      return Optional.empty();
    }
    return decoded("MAIL FROM (SRS)", SRS1.matcher(mailFrom), 2, 1)
        .or(() -> decoded("MAIL FROM (SRS)", SRS0.matcher(mailFrom), 2, 1))
        .or(() -> Address.of(mailFrom).map(mailbox -> new Trace("MAIL FROM", mailbox)))
        .filter(trace -> !ours.test(trace.mailbox()))
        .filter(trace -> !MACHINE.matcher(trace.mailbox().local()).matches())
        .filter(trace -> letter.from().isPresent() && !isSites(trace.mailbox(), letter));
  }

  private static boolean isSites(Address mailbox, Letter letter) {
    return letter
        .from()
        .filter(
            from ->
                Mailboxes.isWithin(mailbox.domain(), from.domain())
                    || Mailboxes.isWithin(from.domain(), mailbox.domain()))
        .isPresent();
  }

  private static Optional<Trace> decoded(String where, Matcher path, int local, int domain) {
    return path.matches()
        ? Address.of(path.group(local) + "@" + path.group(domain))
            .map(mailbox -> new Trace(where, mailbox))
        : Optional.empty();
  }
}
