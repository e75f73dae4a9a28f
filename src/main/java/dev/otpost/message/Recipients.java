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

  public Recipients {
    patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
    for (var pattern : patterns) {
      if (!wellFormed(pattern)) {
        throw new IllegalArgumentException("neither an address nor *@domain: " + pattern);
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
    var local = address.local().toLowerCase(Locale.ROOT);
    int plus = local.indexOf('+');
    var untagged = plus > 0 ? local.substring(0, plus) : local;
    var domain = address.domain();
    return patterns.contains(local + "@" + domain)
        || patterns.contains(untagged + "@" + domain)
        || patterns.contains("*@" + domain);
  }
}
