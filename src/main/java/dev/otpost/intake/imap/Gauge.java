package dev.otpost.intake.imap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets what a server says through as long as one answer of it is no longer than is sensible: line
 * by line, and the literals that a line announces with {@code {n}} at its end (RFC 3501 4.3). The
 * library behind it believes any announcement and makes room for it at once.
 */
final class Gauge extends FilterInputStream {

  private final long longest;

  /** Octets that may still come before somebody says again how many may. */
  private long allowed = Long.MAX_VALUE;

  /** Octets of the answer so far. */
  private long answer;

  /** Octets of a literal that are still to come. */
  private long literal;

  /** The number that an announcement at the end of the line would have; -1 outside of one. */
  private long announced = -1;

  /** Whether the last octets are an announcement that only its line end is missing of. */
  private boolean complete;

  /** The octets before: of a line end, or what might be an announcement for the library. */
  private int before;

  private int beforeThat;

  /**
   * @param longest the most octets of an answer
   */
  Gauge(InputStream in, long longest) {
    super(in);
    this.longest = longest;
  }

  /** From now on, so many octets may come in all. */
  void allow(long octets) {
    allowed = octets;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    if (octet >= 0) {
      see(octet);
    }
    return octet;
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException {
    int count = super.read(into, start, length);
    for (int i = 0; i < count; i++) {
      see(into[start + i]);
    }
    return count;
  }

  private void see(int octet) throws IOException {
    if (++answer > longest) {
      throw tooLong();
    }
    if (--allowed < 0) {
      throw new IOException("its answers to one question are too long");
    }
    if (literal > 0) {
      literal--;
      return;
    }
    note(octet);
    beforeThat = before;
    before = octet;
  }

  private void note(int octet) throws IOException {
    switch (octet) {
      case '{' -> announced = 0;
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        // Saturated: more than fits is too much as well.
        announced =
            announced < 0 || complete ? -1 : Math.min(announced * 10 + octet - '0', 1L << 40);
        complete = false;
      }
      case '+' -> {
        // LITERAL+ (RFC 7888) is for clients, but does no harm.
      }
      case '}' -> complete = announced >= 0;
      case '\r' -> {
        // Nothing can be said before the line feed.
      }
      case '\n' -> {
        // Alone it is a part of the line.
        if (before == '\r') {
          endLine();
        }
      }
      default -> {
        announced = -1;
        complete = false;
      }
    }
  }

  private void endLine() throws IOException {
    if (!complete) {
      // Of some announcements that are none, {-1} say, the library believes that it goes on.
      answer = beforeThat == '}' ? answer : 0;
    } else if (answer + announced > longest) {
      throw tooLong();
    } else {
      literal = announced;
    }
    announced = -1;
    complete = false;
  }

  private IOException tooLong() {
    return new IOException("its answer is longer than %d bytes".formatted(longest));
  }
}
