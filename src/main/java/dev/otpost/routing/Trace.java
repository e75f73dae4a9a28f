package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What forwarding systems leave behind of the mailbox that a mail passed through.
 *
 * <p>Each hop writes above what it got (RFC 5321 4.4), so the topmost trace is the latest, and the
 * envelope is later still. What stands at or below the fields of the author, or below the author's
 * own signature, may have been written by the author: that is passed over, unless it only picks one
 * of the addressees, who are the author's word anyway.
 *
 * @param where the field, or the part of the envelope, in which it stands
 */
record Trace(String where, Address mailbox) {

  private static final Set<String> FIELDS =
      Set.of(
          "x-forwarded-for",
          "delivered-to",
          "x-original-to",
          "envelope-to",
          "x-envelope-to",
          "x-delivered-to",
          "x-resolved-to",
          "resent-to",
          "resent-from",
          "x-ms-exchange-inbox-rules-loop",
          "x-simplelogin-envelope-to");

  /** Exchange writes these among the fields of the author. */
  private static final Set<String> ANYWHERE =
      Set.of("x-ms-exchange-inbox-rules-loop", "resent-from");

  private static final Set<String> OF_THE_AUTHOR =
      Set.of("from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type");

  private static final Pattern SIGNER = Pattern.compile("(?:^|;)\\s*d\\s*=\\s*([^;\\s]+)");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"(?!@)");
  private static final Pattern BRACKETS = Pattern.compile("<([^<>]*)>");

  /**
   * The latest trace; empty if there is none.
   *
   * @param mailFrom the reverse-path; empty if there is none
   * @param ours the gateway's own addresses, which are passed over
   */
  static Optional<Trace> of(String mailFrom, Letter letter, Predicate<Address> ours) {
    return ReversePath.named(mailFrom)
        .filter(trace -> !ours.test(trace.mailbox()))
        .or(() -> inHeader(letter, ours))
        .or(() -> ReversePath.implied(mailFrom, letter, ours));
  }

  /**
   * The latest trace of a mailbox that the mail passed through before it came into this one; empty
   * if there is none. A reverse-path without a mark is none here, where mail comes from sites
   * themselves as a rule.
   */
  static Optional<Trace> before(
      Home home, String mailFrom, Letter letter, Predicate<Address> ours) {
    Predicate<Address> passedOver = ours.or(home::is);
    return ReversePath.named(mailFrom)
        .filter(trace -> !passedOver.test(trace.mailbox()))
        .or(() -> inHeader(below(home, letter.headers().fields()), letter, passedOver));
  }

  /**
   * Without what the server noted that put the mail into the mailbox, down to its Received: beside
   * the address it may have written the name that the mailbox has inside.
   */
  private static List<Headers.Field> below(Home home, List<Headers.Field> fields) {
    int end = 0;
    while (end < fields.size() && !fields.get(end).name().equalsIgnoreCase("Received")) {
      end++;
    }
    boolean noted = first(fields.subList(0, end), FIELDS, it -> !home.is(it)).isPresent();
    return end < fields.size() && noted ? fields.subList(end, fields.size()) : fields;
  }

  static Optional<Trace> inHeader(Letter letter, Predicate<Address> ours) {
    return inHeader(letter.headers().fields(), letter, ours);
  }

  private static Optional<Trace> inHeader(
      List<Headers.Field> fields, Letter letter, Predicate<Address> ours) {
    int end = 0;
    while (end < fields.size() && !isAuthors(fields.get(end), letter)) {
      end++;
    }
    var above = fields.subList(0, end);
    var below = fields.subList(end, fields.size());
    return first(above, FIELDS, ours)
        .or(() -> first(below, FIELDS, address -> ours.test(address) || !isNamed(address, letter)))
        .or(() -> first(below, ANYWHERE, ours));
  }

  private static boolean isAuthors(Headers.Field field, Letter letter) {
    var name = field.name().toLowerCase(Locale.ROOT);
    return OF_THE_AUTHOR.contains(name)
        || (name.equals("dkim-signature") && letter.from().filter(by(field)).isPresent());
  }

  /** Whether an author's domain is the one that signed, or below it. */
  private static Predicate<Address> by(Headers.Field signature) {
    var signer = SIGNER.matcher(signature.value());
    if (!signer.find()) {
      return _ -> false;
    }
    var domain = signer.group(1).toLowerCase(Locale.ROOT);
    return author -> Mailboxes.isWithin(author.domain(), domain);
  }

  private static boolean isNamed(Address address, Letter letter) {
    return Noted.addressees(letter).anyMatch(addressee -> Mailboxes.same(addressee, address));
  }

  private static Optional<Trace> first(
      List<Headers.Field> fields, Set<String> names, Predicate<Address> passedOver) {
    return fields.stream()
        .filter(field -> names.contains(field.name().toLowerCase(Locale.ROOT)))
        .flatMap(
            field ->
                addresses(field.value())
                    .filter(address -> !passedOver.test(address))
                    .limit(1)
                    .map(mailbox -> new Trace(field.name(), mailbox)))
        .findFirst();
  }

  /** In brackets, if there are any: everything outside is a display name then. */
  static Stream<Address> addresses(String value) {
    var plain = QUOTED.matcher(value).replaceAll(" ");
    return plain.indexOf('<') >= 0
        ? BRACKETS.matcher(plain).results().flatMap(match -> Address.of(match.group(1)).stream())
        : Stream.of(plain.split("[\\s,;]+", 20)).flatMap(word -> Address.of(word).stream());
  }
}
