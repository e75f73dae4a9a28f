package dev.otpost.parsing;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * The charset of text of which nobody said it, or said it wrongly: old senders write Russian and
 * call it Latin. Only where bytes above ASCII follow one another as they do in no language that is
 * written in Latin letters; accents stand alone.
 */
final class CharsetGuess {

  /** Bytes above ASCII in a row that are no accents. */
  private static final int ROW = 3;

  /** Bytes that are looked at, from the first above ASCII on. */
  private static final int SAMPLE = 16_384;

  /**
   * What the detector says, in capitals, to what is meant. What it takes for the charsets of DOS
   * and old Macintoshes is something else: nobody mails in these.
   */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("BIG5", "big5"),
          Map.entry("EUC-JP", "euc-jp"),
          Map.entry("EUC-KR", "euc-kr"),
          Map.entry("GB18030", "gb18030"),
          Map.entry("ISO-8859-5", "iso-8859-5"),
          Map.entry("ISO-8859-7", "iso-8859-7"),
          Map.entry("ISO-8859-8", "windows-1255"),
          Map.entry("KOI8-R", "koi8-r"),
          Map.entry("MACCYRILLIC", "windows-1251"),
          Map.entry("SHIFT_JIS", "shift_jis"),
          Map.entry("TIS620", "iso-8859-11"),
          Map.entry("WINDOWS-1251", "windows-1251"),
          Map.entry("WINDOWS-1253", "windows-1253"),
          Map.entry("WINDOWS-1255", "windows-1255"));

  private CharsetGuess() {}

  /** What it seems to be; empty if that is Latin letters, or not to be told. */
  static Optional<Charset> of(Slice bytes) {
    var sample = sample(bytes);
    if (!isForeign(sample)) {
      return Optional.empty();
    }
    var detector = new UniversalDetector();
    detector.handleData(sample.bytes(), sample.start(), sample.length());
    detector.dataEnd();
    return Optional.ofNullable(detector.getDetectedCharset())
        .map(name -> MEANT.get(name.toUpperCase(Locale.ROOT)))
        .flatMap(Charsets::named);
  }

  private static Slice sample(Slice bytes) {
    int first = bytes.start();
    while (first < bytes.end() && bytes.bytes()[first] >= 0) {
      first++;
    }
    return bytes.from(first).atMost(SAMPLE);
  }

  /** Whether most bytes above ASCII stand in rows. */
  private static boolean isForeign(Slice sample) {
    int all = 0;
    int inRows = 0;
    int row = 0;
    for (int i = sample.start(); i < sample.end(); i++) {
      row = sample.bytes()[i] < 0 ? row + 1 : 0;
      all += row > 0 ? 1 : 0;
      inRows += row == ROW ? ROW : row > ROW ? 1 : 0;
    }
    return 2 * inRows > all;
  }
}
