package dev.otpost.parsing;

import java.util.regex.Pattern;

/** Numbers that look like a code, whatever is said about them. */
final class Numbers {

  /** 4 to 8 digits, or two groups of 3 or 4; no year, no amount, no part of a date or link. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?<![\\p{Alnum}/.,:#=&?%+@$€£¥_-])"
              + "(?!(?:19|20)\\d\\d(?!\\d))"
              + "(?:\\d{4,8}|\\d{3}[ -]\\d{3}|\\d{4}[ -]\\d{4})"
              + "(?![\\p{Alnum}/@%€_-]|[.,:]\\d| ?[€£$%])");

  private Numbers() {}

  static boolean mayBeCode(String text) {
    return CODE.matcher(text).find();
  }
}
