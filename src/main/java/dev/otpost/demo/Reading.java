package dev.otpost.demo;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be read out of a content.
 *
 * <p>The first two rules are the contract's. The last one, {@link #byModel}, stands in for a
 * language model and is a search for digits near a telling word: good enough for a demonstration
 * and for tests that bring their own mail, and no measure of what Skyvern would make of a text.
 */
sealed interface Reading {

  /** The code or the link itself. */
  String value();

  /** The text is, or has, this code. */
  record Code(String value) implements Reading {
    @Override
    public String toString() {
      return "Code[%d characters]".formatted(value.length());
    }
  }

  /** The text is, or has, this link. */
  record MagicLink(String value) implements Reading {
    @Override
    public String toString() {
      return "MagicLink[%d characters]".formatted(value.length());
    }
  }

  /** Up to so many characters a content is a code, whatever it says. */
  int LONGEST_BARE_CODE = 10;

  Pattern URL = Pattern.compile("https?://[^\\s\"'<>)\\]}]+");

  /**
   * A whole number of 4 to 8 digits, or two equal groups of 3 or 4 with a dash or space between.
   */
  Pattern DIGITS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}\\p{Cf}$€£.,/#-])"
              + "(\\d{3}[- ]\\d{3}|\\d{4}[- ]\\d{4}|\\d{4,8})"
              + "(?![\\p{L}\\p{N}\\p{Cf}]|[- .,/]\\d)");

  Pattern TELLING =
      Pattern.compile("code|passcode|pin\\b|otp|token|kode|código|codice|verif|2fa|认证|验证|認証");

  /** Letters before and behind the digits, within which a telling word makes them a code. */
  int NEAR = 80;

  Pattern SIGNS_IN =
      Pattern.compile("(?i)login|log-in|signin|sign-in|verify|confirm|magic|auth|token");

  /** A content without the characters that Skyvern takes away before it looks. */
  static String trim(String content) {
    return content.replace("\0", "").strip();
  }

  /** The code that a trimmed text is by its length alone. */
  static Optional<Reading> asBareCode(String text) {
    return text.isEmpty() || text.codePointCount(0, text.length()) > LONGEST_BARE_CODE
        ? Optional.empty()
        : Optional.of(new Code(text));
  }

  /** The link that a trimmed text is, if it is one URL and nothing else. */
  static Optional<Reading> asBareLink(String text) {
    return URL.matcher(text).matches() ? Optional.of(link(text)) : Optional.empty();
  }

  /** What the stand-in for the language model finds; empty if that is nothing. */
  static Optional<Reading> byModel(String text) {
    var links = URL.matcher(text);
    var words = links.replaceAll(url -> " ".repeat(url.group().length()));
    var digits = DIGITS.matcher(words);
    while (digits.find()) {
      if (TELLING.matcher(around(words, digits)).find()) {
        return Optional.of(new Code(digits.group().replaceAll("[- ]", "")));
      }
    }
    return links
        .reset()
        .results()
        .map(url -> url.group())
        .filter(url -> SIGNS_IN.matcher(url).find())
        .map(Reading::link)
        .findFirst();
  }

  private static String around(String words, Matcher digits) {
    int from = Math.max(0, digits.start() - NEAR);
    int to = Math.min(words.length(), digits.end() + NEAR);
    return words.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private static Reading link(String url) {
    return new MagicLink(url.replaceFirst("[.,;:!?]+$", "").replace("&amp;", "&"));
  }
}
