package dev.otpost.parsing;

/**
 * A stretch of a mail's bytes, not copied. The bytes are never written to.
 *
 * @param bytes the whole that it is a stretch of
 * @param start of its first byte
 * @param end behind its last byte; never below {@code start}
 */
@SuppressWarnings("ArrayRecordComponent") // a view, compared by nobody
record Slice(byte[] bytes, int start, int end) {

  static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  int length() {
    return end - start;
  }

  Slice from(int newStart) {
    return new Slice(bytes, Math.clamp(newStart, start, end), end);
  }

  Slice between(int newStart, int newEnd) {
    int from = Math.clamp(newStart, start, end);
    return new Slice(bytes, from, Math.clamp(newEnd, from, end));
  }

  /** At most the first {@code length} bytes. */
  Slice atMost(int length) {
    return between(start, (int) Math.min(end, (long) start + length));
  }

  /** Where the line that begins at {@code from} has its LF; {@link #end} if it has none. */
  int lineFeed(int from) {
    int i = from;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /** The end of the text of a line whose LF is at {@code lineFeed}: without the CR before it. */
  int textEnd(int from, int lineFeed) {
    return lineFeed > from && bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
  }

  /** Whether the two are stretches of the very same array. */
  @SuppressWarnings("ReferenceEquality") // equal ones are not meant
  boolean sharesBytesWith(Slice other) {
    return bytes == other.bytes;
  }

  /** As ASCII, one character a byte. */
  String latin1() {
    return new String(bytes, start, length(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return "Slice[" + length() + " bytes]";
  }
}
