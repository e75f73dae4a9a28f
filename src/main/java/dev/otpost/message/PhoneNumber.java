package dev.otpost.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of a telephone, or the short code of a service, as runs name it: {@code
 * +4915112345678} (ITU-T E.164), or digits alone where no country is known.
 *
 * @param value digits, perhaps behind a plus
 */
public record PhoneNumber(String value) {

  /** E.164 6.2.1: 15 digits at most. What is shorter than three is no number of anybody's. */
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,15}");

  /** What people write between digits, no-break spaces and the dashes of print among it. */
  private static final Pattern BETWEEN =
      Pattern.compile("[\\s\\u00a0\\u2007\\u202f().\\u2010-\\u2015/-]");

  /** In front of a number that is called from another network ({@code whatsapp:+49…}, RFC 3966). */
  private static final Pattern SCHEME = Pattern.compile("^(?:tel|sms|whatsapp):");

  /** The zero that is left out where a country stands in front: {@code +49 (0)151 …}. */
  private static final Pattern TRUNK = Pattern.compile("^(\\+|00)([0-9 ]{1,4})\\(0\\)");

  /** By which one leaves one's own country, in most of them (ITU-T E.164, recommended). */
  private static final String ABROAD = "00";

  public PhoneNumber {
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException("not a number (" + value.length() + " characters)");
    }
  }

  /**
   * The number in {@code text}, written in whatever way: without what stands between the digits,
   * and with {@code +} for {@code 00} in front. Empty if it is none.
   */
  public static Optional<PhoneNumber> of(String text) {
    var bare = SCHEME.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    var whole = TRUNK.matcher(bare).replaceFirst("$1$2");
    var digits = BETWEEN.matcher(whole).replaceAll("");
    var number = digits.startsWith(ABROAD) ? "+" + digits.substring(ABROAD.length()) : digits;
    return NUMBER.matcher(number).matches()
        ? Optional.of(new PhoneNumber(number))
        : Optional.empty();
  }

  /** Masked: {@code +49…78}. */
  @Override
  public String toString() {
    return Identifier.mask(value);
  }
}
