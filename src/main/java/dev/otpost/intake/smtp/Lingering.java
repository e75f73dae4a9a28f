package dev.otpost.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;

/**
 * The moment between our last word and the end of the connection, in which the client may hang up
 * first.
 *
 * <p>A connection that is closed with input unread is reset by TCP, and a reset can destroy our
 * last reply on its way (RFC 1122 4.2.2.13). So what the client still sends is read and thrown
 * away, within bounds.
 */
final class Lingering {

  private static final Duration TIME = Duration.ofMillis(500);
  private static final int BYTES = 1 << 20;

  private Lingering() {}

  /** Returns when the client has ended its side, or has had its time or bytes. */
  static void untilEndOf(Socket socket, InputStream in) throws IOException {
    var scrap = new byte[8192];
    long end = System.nanoTime() + TIME.toNanos();
    int room = BYTES;
    while (room > 0 && end - System.nanoTime() > 0) {
      socket.setSoTimeout(millisUntil(end));
      int count = in.read(scrap);
      if (count < 0) {
        return;
      }
      room -= count;
    }
  }

  /** From now to {@code nanoTime}; at least 1, for 0 would be for ever to a socket. */
  static int millisUntil(long nanoTime) {
    long millis = Duration.ofNanos(nanoTime - System.nanoTime()).toMillis();
    return Math.clamp(millis, 1, Integer.MAX_VALUE);
  }
}
