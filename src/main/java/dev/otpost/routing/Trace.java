package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Headers;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What forwarding systems leave behind of the mailbox that a mail passed through.
 *
 * @param where the field, or the part of the envelope, in which it stands
 */
record Trace(String where, Address mailbox) {

  /** Gmail: {@code john+caf_=otp=gw.example.com@gmail.com} forwards to otp@gw.example.com. */
  private static final String CAF = "+caf_=";

  /**
   * The most telling trace; empty if there is none. The topmost field of a name counts, for it was
   * written last and what stands further down came from further away.
   *
   * @param ours the gateway's own addresses, which are passed over
   */
  static Optional<Trace> of(Envelope envelope, Headers headers, Predicate<Address> ours) {
    return named(headers, "X-Forwarded-For", ours)
        .or(
            () ->
                caf(envelope.mailFrom())
                    .filter(ours.negate())
                    .map(mailbox -> new Trace("MAIL FROM (+caf_)", mailbox)))
        .or(() -> named(headers, "Delivered-To", ours))
        .or(() -> named(headers, "X-Original-To", ours));
  }

  private static Optional<Trace> named(Headers headers, String name, Predicate<Address> ours) {
    return headers.all(name).stream()
        .flatMap(value -> Stream.of(value.split("[ ,;]+", 20)))
        .flatMap(word -> Address.of(withoutBrackets(word)).stream())
        .filter(ours.negate())
        .findFirst()
        .map(mailbox -> new Trace(name, mailbox));
  }

  private static Optional<Address> caf(String mailFrom) {
    int caf = mailFrom.indexOf(CAF);
    int at = mailFrom.lastIndexOf('@');
    return caf > 0 && at > caf
        ? Address.of(mailFrom.substring(0, caf) + mailFrom.substring(at))
        : Optional.empty();
  }

  private static String withoutBrackets(String word) {
    return word.startsWith("<") && word.endsWith(">") ? word.substring(1, word.length() - 1) : word;
  }
}
