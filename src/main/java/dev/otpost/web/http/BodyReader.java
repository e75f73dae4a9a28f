package dev.otpost.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads the body of one request, in memory that grows only with what really came. */
final class BodyReader {

  /** In octets: room for any size, and for an extension that nobody sends. */
  private static final int CHUNK_LINE = 128;

  /** In octets, of all the fields behind the last chunk. */
  private static final int TRAILER = 4096;

  /** The largest size in a chunk that is read as a number. */
  private static final int SIZE_DIGITS = 8;

  private final Input in;
  private final int largest;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private BodyReader(Input in, int largest) {
    this.in = in;
    this.largest = largest;
  }

  /**
   * All of it.
   *
   * @param length as {@link Head#length} has it
   * @param largest that is read
   * @throws Refused if it is larger, or not what it should be; the rest is not read then
   */
  static byte[] read(Input in, long length, int largest) throws IOException, Refused {
    var reader = new BodyReader(in, largest);
    if (length == Head.CHUNKED) {
      reader.readChunks();
    } else {
      reader.readSome(length);
    }
    return reader.body.toByteArray();
  }

  private void readSome(long length) throws IOException, Refused {
    if (length > largest - body.size()) {
      throw new Refused(413, "Too large", "send at most %d bytes".formatted(largest));
    }
    var part = new byte[(int) Math.min(length, 4096)];
    for (long left = length; left > 0; ) {
      int count = in.read(part, 0, (int) Math.min(left, part.length));
      body.write(part, 0, count);
      left -= count;
    }
  }

  /** RFC 9112 7.1; what is behind the last chunk is dropped. */
  private void readChunks() throws IOException, Refused {
    for (long size = size(); size > 0; size = size()) {
      readSome(size);
      if (in.read() != '\r' || in.read() != '\n') {
        throw bad();
      }
    }
    int left = TRAILER;
    for (int length = line(left).length(); length > 0; length = line(left).length()) {
      left -= length;
    }
  }

  private long size() throws IOException, Refused {
    var line = line(CHUNK_LINE);
    int semicolon = line.indexOf(';');
    var digits = semicolon < 0 ? line : line.substring(0, semicolon).stripTrailing();
    if (digits.isEmpty() || digits.length() > SIZE_DIGITS || !digits.matches("[0-9A-Fa-f]+")) {
      throw bad();
    }
    return Long.parseLong(digits, 16);
  }

  private String line(int most) throws IOException, Refused {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\r'; octet = in.read()) {
      if (line.length() >= most || octet == '\n') {
        throw bad();
      }
      line.append((char) octet);
    }
    if (in.read() != '\n') {
      throw bad();
    }
    return line.toString();
  }

  private static Refused bad() {
    return new Refused(400, "Bad request", "the chunks of the body are none");
  }
}
