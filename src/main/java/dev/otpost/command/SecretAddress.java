package dev.otpost.command;

import dev.otpost.message.Recipients;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes up addresses that nobody guesses. */
final class SecretAddress {

  /** What stands before the random part if nobody says. */
  static final String PREFIX = "otp";

  /** Without those that look alike. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  /** 31^12 addresses: nobody finds the one by trying. */
  private static final int RANDOM_LETTERS = 12;

  private SecretAddress() {}

  /** A new address in {@code domain}, such as {@code otp-7f3k9q2mx4hw@gw.example.com}. */
  static String in(String domain, String prefix) {
    // Some of those that are drawn look like words, and would not be taken for random.
    var random =
        Stream.generate(SecretAddress::drawn)
            .filter(drawn -> Recipients.isRandom(drawn + "@"))
            .findFirst()
            .orElseThrow();
    return prefix + "-" + random + "@" + domain;
  }

  private static String drawn() {
    return new SecureRandom()
        .ints(RANDOM_LETTERS, 0, LETTERS.length())
        .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
        .collect(Collectors.joining());
  }
}
