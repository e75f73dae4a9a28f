package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes to text when the declared charset is missing, unknown or wrong, which in mail it often is.
 *
 * <p>What is declared is read as the superset that mail programs use for it (ISO-8859-1 as
 * windows-1252, GB2312 as GB18030, EUC-KR as windows-949), following the WHATWG Encoding Standard.
 * UTF-8 is recognised whatever a single-byte charset is declared, for text in another charset is
 * hardly ever valid UTF-8 by chance. What is undeclared, or called Western, and can be neither, is
 * guessed ({@link CharsetGuess}).
 */
final class Charsets {

  /** What stands in a text in place of bytes that could not be decoded. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final Charset WESTERN = Charset.forName("windows-1252");

  /**
   * Names in lower case, as found in mail, to the charset that reads them best; where this Java
   * lacks one, the next.
   */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("ascii", "windows-1252"),
          Map.entry("ansi_x3.4-1968", "windows-1252"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso_8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-8-i", "windows-1255"),
          Map.entry("iso-8859-8-e", "ISO-8859-8"),
          Map.entry("iso-8859-11", "TIS-620"),
          Map.entry("windows-874", "TIS-620"),
          Map.entry("windows-1252", "windows-1252"),
          Map.entry("windows-1251", "windows-1251"),
          Map.entry("utf-8", "UTF-8"),
          Map.entry("utf8", "UTF-8"),
          Map.entry("utf8mb4", "UTF-8"),
          Map.entry("unicode-1-1-utf-8", "UTF-8"),
          Map.entry("x-unicode-2-0-utf-8", "UTF-8"),
          Map.entry("gb2312", "GB18030"),
          Map.entry("gb_2312-80", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("x-gbk", "GB18030"),
          Map.entry("cp936", "GB18030"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("cp950", "Big5-HKSCS"),
          Map.entry("x-x-big5", "Big5-HKSCS"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
          Map.entry("iso-2022-jp-1", "x-windows-iso2022jp"),
          Map.entry("iso-2022-jp-ms", "x-windows-iso2022jp"),
          Map.entry("cp50220", "x-windows-iso2022jp"),
          Map.entry("cp50221", "x-windows-iso2022jp"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("ks_c_5601", "x-windows-949"),
          Map.entry("ksc5601", "x-windows-949"),
          Map.entry("cp949", "x-windows-949"),
          Map.entry("uhc", "x-windows-949"),
          Map.entry("koi8-r", "KOI8-R"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("koi8-u", "KOI8-U"),
          Map.entry("cp1251", "windows-1251"),
          Map.entry("win-1251", "windows-1251"),
          Map.entry("cp1252", "windows-1252"),
          Map.entry("ansi", "windows-1252"),
          Map.entry("macintosh", "x-MacRoman"),
          Map.entry("mac", "x-MacRoman"));

  /**
   * All that this Java knows, by their names and aliases in lower case; made when the first name
   * comes that is not in the table. To ask Java for a charset that it does not know takes it a
   * fifth of a millisecond each time, and a mail may name thousands.
   */
  private static final class Others {
    static final Map<String, Charset> BY_NAME = new HashMap<>();

    static {
      for (var charset : Charset.availableCharsets().values()) {
        charset.aliases().forEach(alias -> BY_NAME.put(alias.toLowerCase(Locale.ROOT), charset));
      }
      for (var charset : Charset.availableCharsets().values()) {
        BY_NAME.put(charset.name().toLowerCase(Locale.ROOT), charset);
      }
    }
  }

  private Charsets() {}

  /** The charset that is meant by {@code name}; empty if nobody knows. */
  static Optional<Charset> named(String name) {
    var plain = name.strip().replace("\"", "").replace("'", "").toLowerCase(Locale.ROOT);
    var usual = NAMES.get(plain);
    if (usual == null) {
      return Optional.ofNullable(Others.BY_NAME.get(plain));
    }
    try {
      return Optional.of(Charset.forName(usual));
    } catch (UnsupportedCharsetException lacking) {
      return Optional.ofNullable(Others.BY_NAME.get(plain));
    }
  }

  /**
   * Text in the charset {@code declared}; if nothing sensible was declared or it cannot be that, in
   * what it seems to be.
   */
  static String decode(Slice bytes, String declared) {
    if (isAscii(bytes) && !hasEscape(bytes)) {
      return decodeAscii(bytes, declared);
    }
    var marked = byteOrderMark(bytes);
    if (marked.isPresent()) {
      return replacing(bytes, marked.get());
    }
    var charset = named(declared);
    if (charset.isEmpty()) {
      return undeclared(bytes);
    }
    var named = charset.get();
    if (named.equals(UTF_8)) {
      return utf8OrDamaged(bytes);
    }
    if (!isMultiByte(named)) {
      var utf8 = strict(bytes, UTF_8);
      return utf8.isPresent() ? utf8.get() : singleByte(bytes, named);
    }
    return strict(bytes, named)
        .or(() -> strict(bytes, UTF_8))
        .orElseGet(() -> replacing(bytes, named));
  }

  /** What is said to be Western may be anything: it is what programs say by themselves. */
  private static String singleByte(Slice bytes, Charset named) {
    var guess = named.equals(WESTERN) ? CharsetGuess.of(bytes) : Optional.<Charset>empty();
    return replacing(bytes, guess.orElse(named));
  }

  /** Text of which nobody said how it is encoded. */
  static String undeclared(Slice bytes) {
    if (hasEscape(bytes)) {
      var japanese = named("iso-2022-jp").flatMap(charset -> strict(bytes, charset));
      if (japanese.isPresent()) {
        return japanese.get();
      }
    }
    if (isAscii(bytes)) {
      return bytes.latin1();
    }
    return byteOrderMark(bytes)
        .map(charset -> replacing(bytes, charset))
        .orElseGet(() -> strict(bytes, UTF_8).orElseGet(() -> singleByte(bytes, WESTERN)));
  }

  /**
   * UTF-16 is the only charset in mail whose text can be bytes of ASCII only and yet mean something
   * else.
   */
  private static String decodeAscii(Slice bytes, String declared) {
    return named(declared)
        .filter(charset -> charset.name().startsWith("UTF-16") && contains(bytes, (byte) 0))
        .map(charset -> replacing(bytes, charset))
        .orElseGet(bytes::latin1);
  }

  private static boolean isMultiByte(Charset charset) {
    return charset.newDecoder().averageCharsPerByte() < 1;
  }

  /**
   * Declared UTF-8: if there are sound sequences among broken ones it is UTF-8 that was damaged on
   * its way, otherwise it is something else.
   */
  private static String utf8OrDamaged(Slice bytes) {
    var sound = strict(bytes, UTF_8);
    if (sound.isPresent()) {
      return sound.get();
    }
    var damaged = replacing(bytes, UTF_8);
    boolean some = damaged.chars().anyMatch(c -> c >= 0x80 && c != REPLACEMENT);
    return some ? damaged : replacing(bytes, WESTERN);
  }

  private static Optional<Charset> byteOrderMark(Slice bytes) {
    int first = unsigned(bytes, 0);
    int second = unsigned(bytes, 1);
    if (first == 0xEF && second == 0xBB && unsigned(bytes, 2) == 0xBF) {
      return Optional.of(UTF_8);
    }
    boolean wide = (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE);
    return wide ? Optional.of(UTF_16) : Optional.empty();
  }

  private static int unsigned(Slice bytes, int at) {
    return at < bytes.length() ? bytes.bytes()[bytes.start() + at] & 0xff : -1;
  }

  private static Optional<String> strict(Slice bytes, Charset charset) {
    if (charset.equals(UTF_8)) {
      // Much quicker than a decoder, and conclusive unless there is a replacement character.
      var text = replacing(bytes, UTF_8);
      if (text.indexOf(REPLACEMENT) < 0) {
        return Optional.of(text);
      }
    }
    try {
      var decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      return Optional.of(
          decoder.decode(ByteBuffer.wrap(bytes.bytes(), bytes.start(), bytes.length())).toString());
    } catch (CharacterCodingException notThat) {
      return Optional.empty();
    }
  }

  private static String replacing(Slice bytes, Charset charset) {
    return new String(bytes.bytes(), bytes.start(), bytes.length(), charset);
  }

  private static boolean isAscii(Slice bytes) {
    return firstAbove(bytes) == bytes.end();
  }

  private static int firstAbove(Slice bytes) {
    int i = bytes.start();
    while (i < bytes.end() && bytes.bytes()[i] >= 0) {
      i++;
    }
    return i;
  }

  private static boolean hasEscape(Slice bytes) {
    return contains(bytes, (byte) 0x1b);
  }

  private static boolean contains(Slice bytes, byte wanted) {
    for (int i = bytes.start(); i < bytes.end(); i++) {
      if (bytes.bytes()[i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
