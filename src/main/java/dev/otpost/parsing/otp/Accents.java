package dev.otpost.parsing.otp;

import java.text.Normalizer;

/** Accents that stand beside their letters, as some programs write them. */
final class Accents {

  /** Accents on one letter; as many as Unicode's stream-safe text allows (UAX #15 13). */
  private static final int MOST_ACCENTS = 30;

  private Accents() {}

  /** The text with its accents put onto their letters, unless there are heaps of them. */
  static String composed(String text) {
    return hasLooseAccents(text) && !hasHeaps(text)
        ? Normalizer.normalize(text, Normalizer.Form.NFC)
        : text;
  }

  private static boolean hasLooseAccents(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x300 && text.charAt(i) < 0x370) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether more accents stand on one letter than any language knows. Putting them in order takes
   * time that grows with the square of their number.
   */
  private static boolean hasHeaps(String text) {
    int heap = 0;
    for (int i = 0; i < text.length() && heap <= MOST_ACCENTS; ) {
      int c = text.codePointAt(i);
      heap = isAccent(c) ? heap + 1 : 0;
      i += Character.charCount(c);
    }
    return heap > MOST_ACCENTS;
  }

  private static boolean isAccent(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
