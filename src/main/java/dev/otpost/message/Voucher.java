package dev.otpost.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a test mail of otpost's own bears in its header, so that it is known from all others: for
 * whom it is, where it goes, when it was made, and a seal that only who can read the spool can
 * make. It says nothing of the code, but the seal covers it: with another code it is worth nothing.
 *
 * @param identifier below {@link #DOMAIN}
 * @param route by whose Skyvern the test is made
 * @param at when it was made, in whole seconds
 * @param seal in hexadecimal digits
 */
public record Voucher(Identifier identifier, String route, Instant at, String seal) {

  /** The header in which it stands. */
  public static final String HEADER = "X-Otpost-Test";

  /** Of every identifier of a test, and of nothing else: nobody has a mailbox there (RFC 2606). */
  public static final String DOMAIN = "otpost.invalid";

  /** Whether this is an identifier of a test: nobody waits for its codes. */
  public static boolean isOfTest(Identifier identifier) {
    return identifier.value().endsWith("@" + DOMAIN);
  }

  /** The one in these headers; empty if there is none, or more than one, or it is none of ours. */
  public static Optional<Voucher> in(Headers headers) {
    var all = headers.all(HEADER);
    return all.size() == 1 ? read(all.getFirst().split(" ", -1)) : Optional.empty();
  }

  private static Optional<Voucher> read(String[] words) {
    if (words.length != 4 || words[0].isEmpty() || !words[2].matches("[0-9]{1,12}")) {
      return Optional.empty();
    }
    try {
      var voucher =
          new Voucher(
              new Identifier(words[0]),
              words[1],
              Instant.ofEpochSecond(Long.parseLong(words[2])),
              words[3]);
      return Optional.of(voucher).filter(it -> isOfTest(it.identifier()));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As it stands in the header. */
  public String text() {
    return "%s %s %d %s".formatted(identifier.value(), route, at.getEpochSecond(), seal);
  }

  @Override
  public String toString() {
    return "Voucher[%s, %s, %s]".formatted(identifier, route, at);
  }
}
