package dev.otpost.message;

import java.util.Locale;

/**
 * Whose code it is: the mail address (or telephone number) that the site wrote to, which a waiting
 * Skyvern run names as its {@code totp_identifier}.
 *
 * <p>Two identifiers that Skyvern takes for one are equal here: a mail address is trimmed and put
 * into lower case as Skyvern does it; anything else is kept as it is, since Skyvern compares it
 * byte for byte.
 *
 * @param value what is posted as {@code totp_identifier}; never blank
 */
public record Identifier(String value) {

  public Identifier {
    value = value.strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an identifier is never blank");
    }
    if (value.indexOf('@') > 0) {
      value = value.toLowerCase(Locale.ROOT);
    }
  }

  public static Identifier of(Address address) {
    return new Identifier(address.value());
  }

  /** Masked for logs: {@code j…@example.com}, {@code +49…78}. */
  @Override
  public String toString() {
    return mask(value);
  }

  static String mask(String value) {
    int at = value.lastIndexOf('@');
    if (at > 0) {
      var first = value.charAt(0) == '"' ? "" : value.substring(0, value.offsetByCodePoints(0, 1));
      return first + "…" + value.substring(at);
    }
    return value.length() < 7
        ? "…"
        : value.substring(0, 3) + "…" + value.substring(value.length() - 2);
  }
}
