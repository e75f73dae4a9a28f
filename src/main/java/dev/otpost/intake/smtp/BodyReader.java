package dev.otpost.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads one mail from the wire (RFC 5321 4.5.2), and not a byte more.
 *
 * <p>It ends at CRLF.CRLF, or at .CRLF when that is the first line, and at nothing else: not at
 * LF.LF, LF.CRLF, CR.CR, CRLF.LF, CRLF.CR, nor with a NUL in between. All those stay in the mail,
 * where they do no harm. The sequence is found by a state machine over single bytes, so it makes no
 * difference in what pieces they arrive.
 *
 * <p>A mail that is too large is read to its end like any other, but not kept: at most the size
 * limit and one block are in memory.
 */
final class BodyReader {

  /** As much as the session's buffer holds: a mark in it stands for that many bytes. */
  private static final int BLOCK = 8192;

  private static final int FIRST_SIZE = 4 * BLOCK;

  /** What the bytes so far ended in. */
  private enum At {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR,
    END
  }

  private final long maxSize;
  private byte[] kept = new byte[FIRST_SIZE];
  private int length; // of what is kept and unstuffed
  private long dropped; // bytes of a mail too large
  private At at = At.LINE_START;

  private BodyReader(long maxSize) {
    this.maxSize = maxSize;
  }

  /**
   * Reads up to the final dot and leaves {@code in} just behind it: a client that pipelines has its
   * next command there.
   *
   * @param in supports {@code mark} over its next 8192 bytes
   * @param maxSize in bytes, of the mail without stuffed dots and the final one (RFC 1870 3)
   */
  static Body read(InputStream in, long maxSize) {
    var reader = new BodyReader(maxSize);
    try {
      return reader.read(in);
    } catch (IOException e) {
      return reader.cutOff();
    }
  }

  private Body read(InputStream in) throws IOException {
    while (at != At.END) {
      if (kept.length - length < BLOCK) {
        kept = Arrays.copyOf(kept, 2 * kept.length);
      }
      in.mark(BLOCK);
      int count = in.read(kept, length, BLOCK);
      if (count < 0) {
        return cutOff();
      }
      int taken = unstuff(count);
      if (taken < count) {
        in.reset();
        in.skipNBytes(taken);
      }
      if (dropped > 0 || length > maxSize) {
        dropped += length;
        length = 0;
      }
    }
    return dropped > 0 ? new Body.TooLarge(dropped) : new Body.Whole(Arrays.copyOf(kept, length));
  }

  private Body cutOff() {
    return new Body.CutOff(dropped + length);
  }

  /**
   * Takes in the {@code count} bytes behind {@link #length}, in place, up to the final dot if it is
   * among them. What it writes never overtakes what it reads.
   *
   * @return how many of them belong to the mail, final dot included
   */
  private int unstuff(int count) {
    int start = length;
    int next = start;
    while (next < start + count && at != At.END) {
      byte octet = kept[next++];
      at =
          switch (at) {
            case LINE_START -> octet == '.' ? At.DOT : text(octet);
            case TEXT -> text(octet);
            case CR -> octet == '\n' ? lineEnd(octet) : text(octet);
            // The dot was not taken in: whatever follows, it is either stuffing or the end.
            case DOT -> text(octet) == At.CR ? At.DOT_CR : At.TEXT;
            case DOT_CR -> octet == '\n' ? end() : text(octet);
            case END -> At.END;
          };
    }
    return next - start;
  }

  private At text(byte octet) {
    kept[length++] = octet;
    return octet == '\r' ? At.CR : At.TEXT;
  }

  private At lineEnd(byte octet) {
    kept[length++] = octet;
    return At.LINE_START;
  }

  /** Takes back the CR of the line with the dot, which is no part of the mail. */
  private At end() {
    length--;
    return At.END;
  }
}
