package dev.otpost.web.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What comes in on a connection. Holds memory only from the first octet of a request to its last.
 */
final class Input {

  private static final int BUFFER = 4096;
  private static final byte[] NONE = new byte[0];

  private final InputStream in;
  private byte[] buffer = NONE;
  private int position;
  private int end;

  Input(InputStream in) {
    this.in = in;
  }

  /** Waits for one more octet; false if there will be none. */
  boolean await() throws IOException {
    if (position < end) {
      return true;
    }
    buffer = NONE;
    position = 0;
    end = 0;
    int first = in.read();
    if (first < 0) {
      return false;
    }
    buffer = new byte[BUFFER];
    buffer[0] = (byte) first;
    end = 1;
    return true;
  }

  /** The next octet. */
  int read() throws IOException {
    if (position == end) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  /** So many octets at most, and one at least. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (position == end) {
      fill();
    }
    int count = Math.min(length, end - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    return count;
  }

  /** Drops what comes, up to so many octets; ends with the connection. */
  void skip(long most) throws IOException {
    var rubbish = new byte[BUFFER];
    for (long left = most; left > 0; ) {
      int count = in.read(rubbish);
      if (count < 0) {
        return;
      }
      left -= count;
    }
  }

  private void fill() throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER];
    }
    position = 0;
    end = 0;
    int count = in.read(buffer);
    if (count <= 0) {
      throw new EOFException("ended in the middle of a request");
    }
    end = count;
  }
}
