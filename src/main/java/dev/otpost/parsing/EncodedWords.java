package dev.otpost.parsing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Encoded words in header fields: {@code =?UTF-8?B?…?=} (RFC 2047). Decoded wherever they stand,
 * even glued to other text or within quotes, where the RFC forbids them, because mail programs show
 * them decoded there too.
 *
 * <p>Words next to each other, white space between them aside, in the same charset and encoding are
 * joined before they are decoded: senders split them in the middle of a character.
 */
final class EncodedWords {

  private static final String START = "=?";
  private static final String END = "?=";

  private EncodedWords() {}

  /**
   * One word.
   *
   * @param encoded what stands in its last field, as it was written
   * @param end behind the word
   */
  private record Word(String charset, char encoding, String encoded, int end) {

    boolean continues(Word before) {
      return encoding == before.encoding && charset.equalsIgnoreCase(before.charset);
    }
  }

  /** The text with its words decoded; what is no word, or a broken one, is left as it is. */
  static String decode(String text) {
    int start = text.indexOf(START);
    if (start < 0) {
      return text;
    }
    var decoded = new StringBuilder(text.length());
    int copied = 0;
    while (start >= 0) {
      var word = wordAt(text, start);
      if (word.end() < 0) {
        start = text.indexOf(START, start + 2);
        continue;
      }
      decoded.append(text, copied, start);
      copied = run(text, word, decoded);
      start = text.indexOf(START, copied);
    }
    return decoded.append(text, copied, text.length()).toString();
  }

  /** Decodes {@code first} and all words that follow it directly; answers where they end. */
  private static int run(String text, Word first, StringBuilder decoded) {
    var encoded = new StringBuilder(first.encoded());
    var current = first;
    while (true) {
      int next = skipSpace(text, current.end());
      var following = text.startsWith(START, next) ? wordAt(text, next) : NO_WORD;
      if (following.end() < 0) {
        decoded.append(bytesToText(current, encoded));
        return current.end();
      }
      if (!following.continues(current)) {
        decoded.append(bytesToText(current, encoded));
        encoded.setLength(0);
      }
      encoded.append(following.encoded());
      current = following;
    }
  }

  private static final Word NO_WORD = new Word("", 'Q', "", -1);

  private static Word wordAt(String text, int start) {
    int charsetEnd = text.indexOf('?', start + 2);
    if (charsetEnd < 0
        || charsetEnd == start + 2
        || charsetEnd - start > 60
        || charsetEnd + 2 >= text.length()
        || text.charAt(charsetEnd + 2) != '?') {
      return NO_WORD;
    }
    var charset = text.substring(start + 2, charsetEnd);
    // RFC 2231 5: a language may follow the charset.
    int language = charset.indexOf('*');
    char encoding = Character.toUpperCase(text.charAt(charsetEnd + 1));
    if (encoding != 'Q' && encoding != 'B') {
      return NO_WORD;
    }
    int from = charsetEnd + 3;
    int end = text.indexOf(END, from);
    if (end < 0) {
      // Cut off by a limit on the length of lines somewhere: the rest of the field is the word.
      return new Word(charset, encoding, text.substring(from), text.length());
    }
    return new Word(
        language < 0 ? charset : charset.substring(0, language),
        encoding,
        text.substring(from, end),
        end + 2);
  }

  private static int skipSpace(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private static String bytesToText(Word word, CharSequence encoded) {
    var bytes = Slice.of(encoded.toString().getBytes(StandardCharsets.UTF_8));
    var decoded = word.encoding() == 'B' ? TransferDecoding.base64(bytes) : q(bytes);
    return Charsets.decode(decoded, word.charset().toLowerCase(Locale.ROOT));
  }

  /** RFC 2047 4.2: quoted-printable in which an underscore is a space. */
  private static Slice q(Slice bytes) {
    var spaced = bytes.bytes().clone();
    for (int i = 0; i < spaced.length; i++) {
      if (spaced[i] == '_') {
        spaced[i] = ' ';
      }
    }
    return TransferDecoding.quotedPrintable(Slice.of(spaced));
  }
}
