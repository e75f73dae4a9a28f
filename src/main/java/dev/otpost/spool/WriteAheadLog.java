package dev.otpost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Tells what SQLite keeps to itself: it reads a write-ahead log up to the first frame whose
 * checksum is wrong and takes that for its end, so that a wrong bit costs all that was committed
 * behind it without a word. (SQLite's file format, 4: all numbers big-endian; the words of the
 * checksums are in the order that the last bit of the magic number says.)
 *
 * <p>Nothing is repaired. What stands behind may be what was rolled back when the disk failed, and
 * would do more harm read than unread.
 */
final class WriteAheadLog {

  static final int HEADER_BYTES = 32;

  private static final int FRAME_HEADER_BYTES = 24;
  private static final int MAGIC = 0x377f0682;

  private final ByteOrder order;
  private int first;
  private int second;

  private WriteAheadLog(ByteOrder order) {
    this.order = order;
  }

  /**
   * What is wrong with it, in words; empty if nothing is, or if there is none. The end of a log
   * that was being written when the power failed is nothing wrong: nobody was told of that.
   */
  static Optional<String> damage(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) <= HEADER_BYTES) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var header = read(channel, HEADER_BYTES);
      int magic = header.getInt(0);
      int page = header.getInt(8);
      var log =
          new WriteAheadLog((magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      log.add(header, 0, 24);
      if ((magic & ~1) != MAGIC || page < 512 || page > 65_536 || !log.endsAs(header, 24)) {
        return Optional.of("the header of its write-ahead log is damaged");
      }
      return log.damage(channel, header.getLong(16), page);
    }
  }

  /** From the first frame on; {@code salts} are of this log, others are of an older one. */
  private Optional<String> damage(FileChannel channel, long salts, int page) throws IOException {
    long whole = (channel.size() - HEADER_BYTES) / (FRAME_HEADER_BYTES + page);
    long wrong = 0;
    for (long number = 1; number <= whole; number++) {
      var frame = read(channel, FRAME_HEADER_BYTES + page);
      boolean ours = frame.getLong(8) == salts;
      if (wrong == 0) {
        add(frame, 0, 8);
        add(frame, FRAME_HEADER_BYTES, page);
        wrong = ours && endsAs(frame, 16) ? 0 : number;
      }
      boolean commits = frame.getInt(4) != 0;
      if (wrong > 0 && number > wrong && ours && commits) {
        return Optional.of(
            "frame %d of its write-ahead log is damaged, and what was committed from there on is lost"
                .formatted(wrong));
      }
    }
    return Optional.empty();
  }

  private void add(ByteBuffer octets, int from, int count) {
    var words = octets.duplicate().order(order);
    for (int i = from; i < from + count; i += 8) {
      first += words.getInt(i) + second;
      second += words.getInt(i + 4) + first;
    }
  }

  private boolean endsAs(ByteBuffer octets, int at) {
    return octets.getInt(at) == first && octets.getInt(at + 4) == second;
  }

  private static ByteBuffer read(FileChannel channel, int count) throws IOException {
    var octets = ByteBuffer.allocate(count);
    while (octets.hasRemaining() && channel.read(octets) >= 0) {
      // until it is full; a file that ends before reads as zeros
    }
    return octets.flip().limit(count);
  }
}
