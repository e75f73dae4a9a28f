package dev.otpost.parsing;

import java.util.Arrays;
import java.util.Locale;

/**
 * Undoes the Content-Transfer-Encoding of a body (RFC 2045 6). Total: what is damaged is read as
 * far as it goes.
 *
 * <p>Works on whole arrays because a stream that decodes byte by byte takes twice the time of all
 * of parsing.
 */
final class TransferDecoding {

  /**
   * In {@link #VALUES}: no letter of the base64 alphabet. Negative, and so is what it is put into.
   */
  private static final byte NONE = -1;

  private static final byte[] VALUES = base64Values();

  private TransferDecoding() {}

  /**
   * The decoded bytes; the same ones, not copied, where nothing is encoded or the encoding is
   * unknown.
   */
  static Slice decode(Slice body, String encoding) {
    return switch (firstWord(encoding)) {
      case "quoted-printable", "quotedprintable", "qp" -> quotedPrintable(body);
      case "base64", "b" -> looksLikeBase64(body) ? base64(body) : body;
      default -> body;
    };
  }

  private static String firstWord(String encoding) {
    var word = encoding.strip().replace("\"", "").toLowerCase(Locale.ROOT);
    int end = 0;
    while (end < word.length()
        && word.charAt(end) > ' '
        && word.charAt(end) != ';'
        && word.charAt(end) != '(') {
      end++;
    }
    return word.substring(0, end);
  }

  /**
   * A {@code =} that is followed by neither two hexadecimal digits nor the end of the line stands
   * for itself.
   */
  static Slice quotedPrintable(Slice body) {
    byte[] in = body.bytes();
    int end = body.end();
    byte[] out = new byte[body.length()];
    int length = 0;
    int i = body.start();
    while (i < end) {
      byte b = in[i];
      if (b != '=') {
        out[length++] = b;
        i++;
        continue;
      }
      int high = i + 2 < end ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 3;
        continue;
      }
      if (i + 2 == end && Character.digit(in[i + 1], 16) >= 0) {
        // Cut off within an encoded byte.
        break;
      }
      int next = softBreak(in, i + 1, end);
      if (next < 0) {
        out[length++] = b;
        i++;
      } else {
        i = next;
      }
    }
    return Slice.of(out).atMost(length);
  }

  /**
   * Behind the line end that follows a {@code =}, white space before it allowed; negative if there
   * is none.
   */
  private static int softBreak(byte[] in, int from, int end) {
    int i = from;
    while (i < end && (in[i] == ' ' || in[i] == '\t')) {
      i++;
    }
    if (i == end) {
      return end;
    }
    if (in[i] == '\n') {
      return i + 1;
    }
    if (in[i] == '\r') {
      return i + 1 < end && in[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return -1;
  }

  /**
   * Letters outside of the alphabet are passed over; padding ends a group wherever it stands, so
   * that encoded pieces put one after another are read as well.
   */
  static Slice base64(Slice body) {
    byte[] in = body.bytes();
    byte[] out = new byte[body.length() / 4 * 3 + 3];
    int length = 0;
    int bits = 0;
    int letters = 0;
    for (int i = body.start(); i < body.end(); i++) {
      // Nearly all of a body: four letters on end. One that is none makes the whole negative.
      while (letters == 0 && i + 4 < body.end()) {
        int group =
            value(in[i]) << 18 | value(in[i + 1]) << 12 | value(in[i + 2]) << 6 | value(in[i + 3]);
        if (group < 0) {
          break;
        }
        out[length++] = (byte) (group >> 16);
        out[length++] = (byte) (group >> 8);
        out[length++] = (byte) group;
        i += 4;
      }
      byte b = in[i];
      byte value = value(b);
      if (value >= 0) {
        bits = bits << 6 | value;
        if (++letters == 4) {
          out[length++] = (byte) (bits >> 16);
          out[length++] = (byte) (bits >> 8);
          out[length++] = (byte) bits;
          letters = 0;
          bits = 0;
        }
      } else if (b == '=') {
        length = flush(out, length, bits, letters);
        letters = 0;
        bits = 0;
      }
    }
    return Slice.of(out).atMost(flush(out, length, bits, letters));
  }

  private static byte value(byte letter) {
    return VALUES[letter & 0xff];
  }

  /** Writes the whole bytes that two or three letters hold. */
  private static int flush(byte[] out, int length, int bits, int letters) {
    int end = length;
    if (letters == 2) {
      out[end++] = (byte) (bits >> 4);
    } else if (letters == 3) {
      out[end++] = (byte) (bits >> 10);
      out[end++] = (byte) (bits >> 2);
    }
    return end;
  }

  /**
   * Some senders say base64 and then write plain text: words of letters outside of the alphabet
   * give them away.
   */
  private static boolean looksLikeBase64(Slice body) {
    var sample = body.atMost(1000);
    int foreign = 0;
    for (int i = sample.start(); i < sample.end(); i++) {
      byte b = sample.bytes()[i];
      boolean inside = b == ' ' && i > sample.start() && sample.bytes()[i - 1] > ' ';
      if (b < 0 || inside || (b > ' ' && b != '=' && value(b) == NONE)) {
        foreign++;
      }
    }
    return foreign * 10 < sample.length();
  }

  private static byte[] base64Values() {
    byte[] values = new byte[256];
    Arrays.fill(values, NONE);
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}
