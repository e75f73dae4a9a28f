package dev.otpost.intake.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moment between our last word and the end of the connection, in which the client may hang up
 * first. Safe for any number of threads.
 *
 * <p>A connection that is closed with input unread is reset by TCP, and a reset can destroy our
 * last reply on its way (RFC 1122 4.2.2.13). So what the client still sends is read and thrown
 * away, within bounds, and for so many clients at once.
 */
final class Lingering {

  private static final Logger log = LoggerFactory.getLogger(Lingering.class);

  private static final Duration TIME = Duration.ofMillis(500);
  private static final int OCTETS = 1 << 20;

  private final Semaphore places;

  /**
   * @param most clients at once; the next one is hung up on at once
   */
  Lingering(int most) {
    places = new Semaphore(most);
  }

  /** Closes the connection, politely if there is a place for it. */
  void close(Wire wire) {
    boolean lingers = places.tryAcquire();
    try (wire) {
      wire.shutdownOutput();
      if (lingers) {
        untilEndOf(wire);
      }
    } catch (IOException e) {
      // The client was quicker, or is gone.
      log.atTrace().setCause(e).log("already_gone");
    } finally {
      places.release(lingers ? 1 : 0);
    }
  }

  /** Returns when the client has ended its side, or has had its time or octets. */
  private static void untilEndOf(Wire wire) throws IOException {
    if (wire.isWokenMidway()) {
      // Nothing can be read any more, but it can still hear us for a while.
      LockSupport.parkNanos(TIME.toNanos());
      return;
    }
    wire.readUntil(System.nanoTime() + TIME.toNanos());
    try (var in = wire.getInputStream()) {
      var scrap = new byte[4096];
      int room = OCTETS;
      int count = 0;
      while (room > 0 && count >= 0) {
        count = in.read(scrap);
        room -= count;
      }
    }
  }

  /** From now to {@code nanoTime}; at least 1, for 0 would be for ever to a socket. */
  static int millisUntil(long nanoTime) {
    long millis = Duration.ofNanos(nanoTime - System.nanoTime()).toMillis();
    return Math.clamp(millis, 1, Integer.MAX_VALUE);
  }
}
