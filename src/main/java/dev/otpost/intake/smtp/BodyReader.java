package dev.otpost.intake.smtp;

import dev.otpost.intake.body.MailSack;
import java.io.IOException;

/**
 * Reads one mail from the wire (RFC 5321 4.5.2), and not a byte more.
 *
 * <p>It ends at CRLF.CRLF, or at .CRLF when that is the first line, and at nothing else: not at
 * LF.LF, LF.CRLF, CR.CR, CRLF.LF, CRLF.CR, nor with a NUL in between. All those stay in the mail,
 * where they do no harm. The sequence is found by a state machine over single bytes, so it makes no
 * difference in what pieces they arrive.
 *
 * <p>A mail that is too large is read to its end like any other, but not kept.
 */
final class BodyReader {

  private static final byte[] CR = {'\r'};

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
  private final int maxLine;
  private final MailSack sack;
  private boolean noRoom;
  private long size; // of all of the mail
  private long line; // octets of the line so far
  private boolean lineTooLong;
  private At at = At.LINE_START;

  private BodyReader(MailSack sack, long maxSize, int maxLine) {
    this.sack = sack;
    this.maxSize = maxSize;
    this.maxLine = maxLine;
  }

  /**
   * Reads up to the final dot and leaves {@code in} just behind it: a client that pipelines has its
   * next command there.
   *
   * @param sack empty; it is closed when the mail is not to be kept
   * @param maxSize in bytes, of the mail without stuffed dots and the final one (RFC 1870 3)
   * @param maxLine in bytes without CRLF
   */
  static Body read(Inbound in, MailSack sack, long maxSize, int maxLine) {
    var reader = new BodyReader(sack, maxSize, maxLine);
    try {
      return reader.read(in);
    } catch (IOException e) {
      return new Body.CutOff(reader.size);
    }
  }

  private Body read(Inbound in) throws IOException {
    in.expectMuch();
    while (at != At.END) {
      if (in.waiting() == 0 && !in.fill()) {
        return new Body.CutOff(size);
      }
      in.readUpTo(take(in.buffer(), in.from(), in.to()));
    }
    if (size > maxSize) {
      return new Body.TooLarge(size);
    }
    if (lineTooLong) {
      return new Body.LineTooLong(size);
    }
    return noRoom ? new Body.NoRoom(size) : new Body.Whole();
  }

  /**
   * Takes in what belongs to the mail, without the dots that SMTP stuffs.
   *
   * @return where it ends
   */
  private int take(byte[] octets, int from, int to) {
    int next = from;
    int run = from; // what stands from here on to next was not kept yet
    while (next < to && at != At.END) {
      byte octet = octets[next++];
      switch (at) {
        case LINE_START -> {
          if (octet == '.') {
            keep(octets, run, next - 1);
            run = next;
            at = At.DOT;
            line = -1; // RFC 5321 4.5.3.1.6: it does not count.
          } else {
            at = after(octet);
          }
        }
        case TEXT -> at = after(octet);
        case CR -> at = octet == '\n' ? At.LINE_START : after(octet);
        // The dot was not kept: whatever follows, it is either stuffing or the end.
        case DOT -> {
          if (octet == '\r') {
            // Nor is this CR, until it is known not to belong to the end.
            keep(octets, run, next - 1);
            run = next;
            at = At.DOT_CR;
          } else {
            at = At.TEXT;
          }
        }
        case DOT_CR -> {
          if (octet == '\n') {
            at = At.END;
            run = next;
          } else {
            keep(CR, 0, 1);
            at = after(octet);
          }
        }
        case END -> throw new IllegalStateException();
      }
      line = octet == '\n' ? 0 : line + 1;
      lineTooLong |= line > maxLine && octet != '\r';
    }
    keep(octets, run, next);
    return next;
  }

  private static At after(byte octet) {
    return octet == '\r' ? At.CR : At.TEXT;
  }

  private void keep(byte[] octets, int from, int to) {
    size += to - from;
    if (size > maxSize || lineTooLong) {
      sack.close(); // Others may need its room.
    } else if (to > from && !noRoom) {
      noRoom = !sack.add(octets, from, to - from);
    }
  }
}
