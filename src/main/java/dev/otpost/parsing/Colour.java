package dev.otpost.parsing;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Colours of text and background, as far as they are needed to see that they are the same. */
final class Colour {

  /** Nothing is said. */
  static final int UNSAID = -1;

  /** Something is said that is no plain colour: a picture, a gradient, a name unknown here. */
  static final int UNKNOWN = -2;

  /** No colour at all. */
  static final int TRANSPARENT = -3;

  static final int WHITE = 0xFFFFFF;

  /** Differences between red, green and blue together that no eye sees. */
  private static final int INVISIBLE = 9;

  private static final Map<String, Integer> NAMES =
      Map.of("white", WHITE, "black", 0, "transparent", TRANSPARENT, "whitesmoke", 0xF5F5F5);

  private static final Pattern HEX = Pattern.compile("#(?:[0-9a-f]{3}|[0-9a-f]{6})");

  private static final Pattern RGB =
      Pattern.compile(
          "rgba?\\( ?(\\d{1,3}) ?[, ] ?(\\d{1,3}) ?[, ] ?(\\d{1,3}) ?(?:[,/] ?1 ?)?\\)");

  private Colour() {}

  /** Of the value of {@code color} or {@code background-color}, in lower case. */
  static int of(String value) {
    if (value.isEmpty() || value.equals("inherit")) {
      return UNSAID;
    }
    if (HEX.matcher(value).matches()) {
      int number = Integer.parseInt(value.substring(1), 16);
      return value.length() == 7
          ? number
          : (number >> 8) * 0x110000 + (number >> 4 & 15) * 0x1100 + (number & 15) * 0x11;
    }
    var rgb = RGB.matcher(value);
    if (rgb.matches()) {
      return part(rgb.group(1)) << 16 | part(rgb.group(2)) << 8 | part(rgb.group(3));
    }
    return NAMES.getOrDefault(value, UNKNOWN);
  }

  /** Of an attribute such as {@code bgcolor}. */
  static int ofAttribute(String value) {
    return value.length() > Limits.COLOUR_CHARS
        ? UNKNOWN
        : of(value.strip().toLowerCase(Locale.ROOT));
  }

  /** Of the value of {@code background}: more than a colour is unknown. */
  static int ofBackground(String value) {
    int colour = of(value);
    return value.equals("none") ? UNSAID : colour;
  }

  /** Whether text of one colour cannot be told from a background of the other. */
  static boolean same(int text, int background) {
    if (text == TRANSPARENT) {
      return true;
    }
    if (text < 0 || background < 0) {
      return false;
    }
    int difference = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      difference += Math.abs((text >> shift & 255) - (background >> shift & 255));
    }
    return difference <= INVISIBLE;
  }

  private static int part(String digits) {
    return Math.min(255, Integer.parseInt(digits));
  }
}
