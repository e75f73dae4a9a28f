package dev.otpost.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client sends, in its order: command lines, and between them the octets of mails. It reads
 * what there is at once, so that a pipelined group costs one read, and hands out not an octet more
 * than is asked for.
 *
 * <p>It belongs to the session's thread.
 */
final class Inbound {

  /** The longest line that any command may take, with CRLF: an answer to AUTH (RFC 4954 4). */
  static final int LONGEST_LINE = 12_288 + 2;

  /** Of a line longer than that so much is read to find its end. */
  private static final int DRAINED = 64 * 1024;

  /** An idle session keeps no more than this. */
  private static final int SMALL = 1024;

  private static final int LARGE = 16 * 1024;

  /** What is done when a read would wait. */
  @FunctionalInterface
  interface BeforeWaiting {
    void act() throws IOException;
  }

  private final InputStream in;
  private final BeforeWaiting beforeWaiting;
  private byte[] buffer = new byte[SMALL];
  private int from;
  private int to;

  Inbound(InputStream in, BeforeWaiting beforeWaiting) {
    this.in = in;
    this.beforeWaiting = beforeWaiting;
  }

  /** The next line. */
  Line line() throws IOException {
    int seen = from;
    while (true) {
      for (; seen < to; seen++) {
        if (buffer[seen] == '\n') {
          return cut(seen);
        }
      }
      if (seen - from > LONGEST_LINE) {
        return drain();
      }
      int ahead = seen - from;
      if (!fill()) {
        return new Line.Ended();
      }
      seen = from + ahead;
    }
  }

  /** The line that ends with the LF at {@code end}. */
  private Line cut(int end) {
    int start = from;
    from = end + 1;
    if (end == start || buffer[end - 1] != '\r') {
      return new Line.BareLf();
    }
    int octets = from - start;
    if (octets > LONGEST_LINE) {
      return new Line.TooLong();
    }
    for (int i = start; i < end - 1; i++) {
      if ((buffer[i] >= 0 && buffer[i] < ' ' && buffer[i] != '\t') || buffer[i] == 0x7f) {
        return new Line.Malformed();
      }
    }
    try {
      var line = ByteBuffer.wrap(buffer, start, octets - 2);
      return new Line.Said(StandardCharsets.UTF_8.newDecoder().decode(line).toString(), octets);
    } catch (CharacterCodingException e) {
      return new Line.Malformed();
    }
  }

  /** Looks for the end of a line that is too long already, and keeps nothing of it. */
  private Line drain() throws IOException {
    int drained = 0;
    boolean cr = false;
    while (drained <= DRAINED) {
      while (from < to) {
        byte octet = buffer[from++];
        drained++;
        if (octet == '\n') {
          return cr ? new Line.TooLong() : new Line.BareLf();
        }
        cr = octet == '\r';
      }
      if (!fill()) {
        return new Line.Ended();
      }
    }
    return new Line.Endless();
  }

  /**
   * Waits for more behind what is there, if need be.
   *
   * @return whether more has come; if not, nothing ever will
   */
  boolean fill() throws IOException {
    beforeWaiting.act();
    if (from == to) {
      from = 0;
      to = 0;
    } else if (from > 0 && to == buffer.length) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(LARGE, 2 * buffer.length));
    }
    int count = in.read(buffer, to, buffer.length - to);
    to += Math.max(count, 0);
    return count > 0;
  }

  /** Makes room for a mail, which comes in larger pieces than commands. */
  void expectMuch() {
    if (buffer.length < LARGE) {
      buffer = Arrays.copyOf(buffer, LARGE);
    }
  }

  /** Holds what has come and was not asked for yet, from {@link #from} to {@link #to}. */
  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** What stands in front of {@code index} in {@link #buffer} was read. */
  void readUpTo(int index) {
    from = index;
  }

  /** Octets that have come and were not asked for yet. */
  int waiting() {
    return to - from;
  }
}
