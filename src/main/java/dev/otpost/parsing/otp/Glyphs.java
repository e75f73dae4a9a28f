package dev.otpost.parsing.otp;

import java.text.Normalizer;

/**
 * What a UTF-16 unit is compared as: digits of every script as ASCII digits, full-width letters as
 * ASCII, capitals as small letters, Latin and Greek letters without their accents, the several
 * forms of an Arabic letter as one. One unit becomes one unit, so that positions stay what they
 * are.
 */
final class Glyphs {

  private static final char[] TYPED = new char[65_536];
  private static final char[] FOLDED = new char[65_536];

  private static final boolean[] SPACED = new boolean[65_536];
  private static final boolean[] MARKS = new boolean[65_536];

  static {
    for (int i = 0; i < TYPED.length; i++) {
      TYPED[i] = typed((char) i);
      FOLDED[i] = folded(TYPED[i]);
      boolean script = i < 0x590 || (i >= 0x10A0 && i < 0x1100) || (i >= 0x1E00 && i < 0x2000);
      MARKS[i] = mark((char) i);
      SPACED[i] = script && Character.isLetter((char) i);
    }
  }

  private Glyphs() {}

  /** As it is typed into a field: with its case, but digits and full-width letters in ASCII. */
  static char typed(String text, int i) {
    return TYPED[text.charAt(i)];
  }

  /** As it is compared with the table of words. */
  static String fold(String text) {
    var folded = new char[text.length()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = FOLDED[text.charAt(i)];
    }
    return new String(folded);
  }

  private static char typed(char c) {
    if (c < 0x80) {
      return c;
    }
    if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      return (char) ('0' + Character.digit(c, 10));
    }
    // A full-width comma ends a clause; it never stands within a number.
    if (c >= 0xFF01 && c <= 0xFF5E && c != 0xFF0C) {
      return (char) (c - 0xFF01 + '!');
    }
    return switch (c) {
      case 0xA0, 0x202F, 0x3000 -> ' ';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\u05BE' -> '-';
      case '\u2019', '\u2018', '\u02BC' -> '\'';
      default -> c;
    };
  }

  private static char folded(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    char small = Character.toLowerCase(c);
    return switch (small) {
      case '\u0142' -> 'l';
      case '\u00F8' -> 'o';
      case '\u0111' -> 'd';
      case '\u0131', '\u0130' -> 'i';
      case '\u03C2' -> '\u03C3';
      case '\u0451' -> '\u0435';
      case '\u0622', '\u0623', '\u0625' -> '\u0627';
      case '\u0649', '\u06CC' -> '\u064A';
      case '\u06A9' -> '\u0643';
      case '\u0629' -> '\u0647';
      default -> withoutAccent(small);
    };
  }

  private static char withoutAccent(char c) {
    boolean accented =
        (c >= 0xC0 && c < 0x250) || (c >= 0x370 && c < 0x400) || (c >= 0x1E00 && c < 0x2000);
    if (!accented) {
      return c;
    }
    return Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0);
  }

  /**
   * Whether it is written over or between letters and may as well be left out: a vowel sign of
   * Arabic or Hebrew, a stretched line, a loose accent, a sign of direction. In other scripts such
   * signs are letters.
   */
  static boolean isMark(char c) {
    return c >= 0xAD && MARKS[c];
  }

  private static boolean mark(char c) {
    return c == 0xAD
        || (c >= 0x300 && c < 0x370)
        || (c >= 0x591 && c <= 0x5C7 && c != 0x5BE)
        || (c >= 0x610 && c <= 0x61A)
        || c == 0x640
        || (c >= 0x64B && c <= 0x65F)
        || c == 0x670
        || (c >= 0x200B && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x2069)
        || c == 0xFEFF;
  }

  /** Without marks. */
  static String bare(String text) {
    var bare = new StringBuilder(text.length());
    text.chars().filter(c -> !isMark((char) c)).forEach(c -> bare.append((char) c));
    return bare.toString();
  }

  /** Whether words of this letter's script are parted by spaces and begin where they seem to. */
  static boolean spaced(char c) {
    return SPACED[c];
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlnum(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
