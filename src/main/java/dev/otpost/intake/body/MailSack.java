package dev.otpost.intake.body;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The body of one mail as it comes in: in memory as long as it is small and there is memory, then
 * in a file without a name. It takes nothing of which {@link Capacity} has not said yes before. For
 * one thread at a time, and always to be closed.
 */
public final class MailSack implements AutoCloseable {

  /** A body up to this size is kept in memory, if there is room. */
  static final int IN_MEMORY = 256 * 1024;

  /** The room that is asked for at a time, so that not every piece asks. */
  private static final int STEP = 64 * 1024;

  /** Memory grows by as much as there is, but by no less and no more than these. */
  private static final int SMALLEST_PIECE = 4 * 1024;

  private static final int LARGEST_PIECE = 64 * 1024;

  /**
   * As much is written or read in one call: Java keeps a buffer of that size outside of the heap
   * for each carrier thread.
   */
  private static final int TRANSFER = 64 * 1024;

  private final Capacity capacity;
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int leftInLast;
  private @Nullable FileChannel file;
  private long size;
  private long inFlight; // reserved
  private long memory; // reserved
  private boolean open = true;

  MailSack(Capacity capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes in the next bytes of the body. When there is no room for them, neither in memory nor on
   * disk, what it had is thrown away at once, and it takes no more: the mail cannot be kept.
   *
   * @return whether it has them
   */
  public boolean add(byte[] from, int start, int length) {
    if (!open || !reserve(length)) {
      close();
      return false;
    }
    try {
      if (file == null && !(size + length <= IN_MEMORY && keep(from, start, length))) {
        spill();
      }
      if (file != null) {
        write(file, ByteBuffer.wrap(from, start, length));
      }
    } catch (IOException e) {
      capacity.diskFailed(e);
      close();
      return false;
    }
    size += length;
    return true;
  }

  /** How many bytes it has. */
  public long size() {
    return size;
  }

  /** Whether the body is in a file. */
  boolean isOnDisk() {
    return file != null;
  }

  /**
   * The whole body, once. The sack is empty then and takes no more, but its room in flight stays
   * reserved until it is closed.
   *
   * @throws IOException if it cannot be read back from the disk
   * @throws IllegalStateException if it was read or closed before, or had to refuse something
   */
  public byte[] bytes() throws IOException {
    if (!open) {
      throw new IllegalStateException("the sack is empty");
    }
    open = false;
    var body = new byte[Math.toIntExact(size)];
    if (file != null) {
      read(file, body);
      discard();
    } else {
      int at = 0;
      while (!pieces.isEmpty()) {
        // One by one, so that each can be collected.
        var piece = pieces.removeFirst();
        int length = Math.min(piece.length, body.length - at);
        System.arraycopy(piece, 0, body, at, length);
        at += length;
      }
      forgetPieces();
    }
    return body;
  }

  /** Gives back all it has. Closing twice does no harm. */
  @Override
  public void close() {
    open = false;
    forgetPieces();
    discard();
    capacity.inFlight().release(inFlight);
    inFlight = 0;
  }

  private boolean reserve(int length) {
    long missing = size + length - inFlight;
    if (missing <= 0) {
      return true;
    }
    long step = Math.ceilDiv(missing, STEP) * STEP;
    for (long wanted : new long[] {step, missing}) {
      if (capacity.inFlight().reserve(wanted, capacity.sparedBy(size + length))) {
        inFlight += wanted;
        return true;
      }
    }
    return false;
  }

  /** Into memory; false if there is no room for all of it, and then some of it may be there. */
  private boolean keep(byte[] from, int start, int length) {
    int at = start;
    int end = start + length;
    while (at < end) {
      if (leftInLast == 0 && !grow()) {
        return false;
      }
      var last = pieces.getLast();
      int some = Math.min(leftInLast, end - at);
      System.arraycopy(from, at, last, last.length - leftInLast, some);
      leftInLast -= some;
      at += some;
    }
    return true;
  }

  private boolean grow() {
    int more = Math.clamp(memory, SMALLEST_PIECE, LARGEST_PIECE);
    if (!capacity.memory().reserve(more)) {
      return false;
    }
    memory += more;
    pieces.add(new byte[more]);
    leftInLast = more;
    return true;
  }

  /** From memory to a file: the {@link #size} bytes that were taken in before. */
  private void spill() throws IOException {
    var opened = capacity.incoming().file();
    file = opened;
    long left = size;
    for (var piece : pieces) {
      int length = (int) Math.min(piece.length, left);
      write(opened, ByteBuffer.wrap(piece, 0, length));
      left -= length;
    }
    forgetPieces();
  }

  private void forgetPieces() {
    pieces.clear();
    leftInLast = 0;
    capacity.memory().release(memory);
    memory = 0;
  }

  private void discard() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        capacity.diskFailed(e); // It has no name, so the end of this process removes it at last.
      }
      file = null;
    }
  }

  private static void write(FileChannel to, ByteBuffer from) throws IOException {
    int end = from.limit();
    while (from.position() < end) {
      from.limit(Math.min(end, from.position() + TRANSFER));
      to.write(from);
    }
  }

  private static void read(FileChannel from, byte[] body) throws IOException {
    var into = ByteBuffer.wrap(body);
    while (into.position() < body.length) {
      into.limit(Math.min(body.length, into.position() + TRANSFER));
      if (from.read(into, into.position()) < 0) {
        throw new EOFException("a body on the disk is shorter than it was");
      }
    }
  }
}
