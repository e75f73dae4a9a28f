package dev.otpost.message;

import java.util.List;
import java.util.Locale;

/**
 * The addresses at which this gateway takes mail: {@code otp@gw.example.com}, with any plus-tag of
 * it ({@code otp+john@gw.example.com}), or {@code *@gw.example.com} for all of a domain. Case does
 * not matter.
 *
 * @param patterns as configured; each {@code *@domain} or a whole address
 */
public record Recipients(List<String> patterns) {

  /** The fewest letters and digits in a row that can be random. */
  static final int RANDOM_LENGTH = 8;

  /** How often letters and digits change places in them at least. */
  static final int RANDOM_CHANGES = 3;

  public Recipients {
    patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
    for (var pattern : patterns) {
      if (!wellFormed(pattern)) {
        throw new IllegalArgumentException("neither an address nor *@domain: " + shown(pattern));
      }
    }
  }

  /** Whether {@code pattern} is an address or {@code *@domain}. */
  public static boolean wellFormed(String pattern) {
    return Address.of(pattern).isPresent()
        && pattern.indexOf('*', 1) < 0
        && (pattern.charAt(0) != '*' || pattern.charAt(1) == '@');
  }

  /** Whether mail for this address is taken in. */
  public boolean contain(Address address) {
    return patterns.contains(whole(address))
        || patterns.contains(untagged(address))
        || patterns.contains("*@" + address.domain());
  }

  /**
   * Whether whoever writes to this address must have been told of it: it is configured as a whole
   * address, with a random part. A tag that is not configured does not count, nor does what stands
   * before the {@code @} of a domain that is taken in as a whole: the writer chooses them.
   */
  public boolean keepSecret(Address address) {
    return patterns.stream()
        .filter(pattern -> pattern.equals(whole(address)) || pattern.equals(untagged(address)))
        .anyMatch(Recipients::isRandom);
  }

  /**
   * Whether the local part of a pattern has a random part: at least 8 letters and digits in a row,
   * in which letters and digits change places at least 3 times. {@code otp-7f3k9q2m} has one,
   * {@code john.smith2024} has not.
   */
  public static boolean isRandom(String pattern) {
    int length = 0;
    int changes = 0;
    for (int i = 0; i < pattern.lastIndexOf('@'); i++) {
      char c = pattern.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        length = 0;
        changes = 0;
        continue;
      }
      if (length > 0 && Character.isDigit(c) != Character.isDigit(pattern.charAt(i - 1))) {
        changes++;
      }
      length++;
      if (length >= RANDOM_LENGTH && changes >= RANDOM_CHANGES) {
        return true;
      }
    }
    return false;
  }

  /**
   * A pattern as it may stand in a log: with a random part it is as good as a password, and masked.
   */
  public static String shown(String pattern) {
    return isRandom(pattern) ? Identifier.mask(pattern) : pattern;
  }

  /** Those with a random part masked. */
  @Override
  public String toString() {
    return "Recipients" + patterns.stream().map(Recipients::shown).toList();
  }

  private static String whole(Address address) {
    return address.local().toLowerCase(Locale.ROOT) + "@" + address.domain();
  }

  private static String untagged(Address address) {
    var local = address.local().toLowerCase(Locale.ROOT);
    int plus = local.indexOf('+');
    return (plus > 0 ? local.substring(0, plus) : local) + "@" + address.domain();
  }
}
