package dev.otpost.intake.body;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much all clients together may ask of memory and disk with the bodies of their mails, so that
 * no crowd of them can bring the process down. Safe for any number of threads.
 *
 * <p>The heap is shared out once, at the start:
 *
 * <ul>
 *   <li>an eighth to bodies that come in ({@link #memory}). What finds no room there goes to the
 *       disk, so nobody is refused on account of it;
 *   <li>half to mails above {@link MailSack#IN_MEMORY} that are being handed over, an eighth to
 *       smaller ones, a sixteenth to those up to {@link #SMALL} ({@link #handOver}), each weighed
 *       by what reading it costs ({@link #cost});
 *   <li>the rest is for everything else: sessions, the spool, deliveries.
 * </ul>
 *
 * <p>They have a share each so that small ones, which is what codes come in, never wait for larger
 * ones.
 */
public final class Capacity {

  /**
   * What it takes of the heap to read a mail and to put it into the spool, in times its size: 6.1
   * was measured with parts that are all header, which is the worst that was found and is covered
   * by what the other shares leave; next to it came 5.2, and plain mails take twice their size.
   */
  static final int COST = 6;

  /** Up to this size a mail is small, in bytes. */
  public static final int SMALL = 64 * 1024;

  /** What every mail takes beside that: its text, and what was found in it. */
  static final long LEAST_COST = 64 * 1024;

  /** How long a mail that has come in waits until it may be handed over. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A disk that fails is spoken of no more often than this. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Capacity.class);

  private final Budget inFlight;
  private final Budget memory;
  private final Incoming incoming;
  private final Weighbridge small;
  private final Weighbridge middling;
  private final Weighbridge large;
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  /**
   * @param inFlight bytes that bodies may take at once, in memory and on disk together
   * @param heap bytes that the heap may grow to
   * @param patience how long a mail waits to be handed over
   */
  public Capacity(long inFlight, long heap, Duration patience, Incoming incoming) {
    this.inFlight = new Budget(inFlight);
    this.memory = new Budget(heap / 8);
    this.incoming = incoming;
    this.small = new Weighbridge(heap / 16, patience);
    this.middling = new Weighbridge(heap / 8, patience);
    this.large = new Weighbridge(heap / 2, patience);
  }

  /**
   * With the heap that this process has.
   *
   * @param inFlight bytes that bodies may take at once, in memory and on disk together
   * @param incoming the directory for those that are too long for memory; made if it is missing
   * @param largest bytes of the largest mail that is taken in; the log says so if that is more than
   *     the heap bears
   * @throws IOException if the directory cannot be made
   */
  public static Capacity of(long inFlight, Path incoming, long largest) throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    if (largest > largestMail(heap)) {
      log.atWarn()
          .addKeyValue("max_message_size", largest)
          .addKeyValue("bears", largestMail(heap))
          .addKeyValue(
              "because", "a hostile mail of that size may take more memory than the process has")
          .log("memory_too_small");
    }
    return new Capacity(inFlight, heap, PATIENCE, Incoming.in(incoming));
  }

  /**
   * The largest mail that can be read with such a heap; a larger one is handed over all the same,
   * when no other large one is, and may take all there is.
   */
  static long largestMail(long heap) {
    return (heap / 2 - LEAST_COST) / COST;
  }

  /** An empty sack for a body. */
  public MailSack sack() {
    return new MailSack(this);
  }

  /**
   * What a body of this size leaves to smaller ones: an eighth of what may be in flight. A crowd of
   * large mails that never end does not keep out the small ones that codes come in.
   */
  long sparedBy(long size) {
    return size > MailSack.IN_MEMORY ? inFlight.bytes() / 8 : 0;
  }

  /** Whether a body of this size, which a client announces, would find room just now. */
  public boolean hasRoomFor(long size) {
    return size <= inFlight.left() - sparedBy(size);
  }

  /**
   * Waits until a mail of this size may be read into memory and handed over, {@link #PATIENCE} at
   * most, and first come, first served among its like.
   *
   * @return to be closed when the receiver has answered; empty if its turn did not come in time
   */
  public Optional<Permit> handOver(long size) throws InterruptedException {
    var share = size <= SMALL ? small : size <= MailSack.IN_MEMORY ? middling : large;
    return share.weigh(cost(size));
  }

  /** What it takes of the heap, at the most, to read a mail of this size. */
  static long cost(long size) {
    return LEAST_COST + COST * size;
  }

  /** What bodies may take in all, and take just now. */
  public Budget inFlight() {
    return inFlight;
  }

  Budget memory() {
    return memory;
  }

  Incoming incoming() {
    return incoming;
  }

  /** Says that the disk did not take a body; not for every one, for there may be hundreds. */
  void diskFailed(IOException because) {
    long now = System.nanoTime();
    long until = quietUntil.get();
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + SILENCE.toNanos())) {
      log.atWarn().addKeyValue("because", because.toString()).log("no_room_for_bodies");
    }
  }
}
