package dev.otpost.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bare connection to one client, below TLS if there is any, and what bounds its time.
 *
 * <p>A deadline is for all reads up to it together: a client cannot stretch it by sending an octet
 * now and then, nor by trickling a TLS record of which the layer above would read on. A write has
 * no deadline of its own in Java, so it says since when it waits, and {@link Timekeeper} cuts what
 * waits too long.
 *
 * <p>An end that we decide on is a {@link SocketTimeoutException} to whoever reads: that is the one
 * exception after which a TLS layer can still be written to, so that the client is told 421.
 *
 * <p>The streams belong to the session's thread; {@link #wake}, {@link #cut} and {@link
 * #writingFor} may be called by any.
 */
final class Wire extends Socket {

  private static final Logger log = LoggerFactory.getLogger(Wire.class);

  /** Not writing. */
  private static final long NEVER = Long.MIN_VALUE;

  private volatile long deadline = System.nanoTime();
  private volatile long writingSince = NEVER;
  private volatile boolean woken;
  private volatile boolean wokenMidway;
  private volatile boolean late;

  /**
   * From now on reads fail at this time.
   *
   * @param nanoTime by {@link System#nanoTime}
   */
  void readUntil(long nanoTime) {
    deadline = nanoTime;
  }

  /** Whether {@link #wake} ended what the client was sending. */
  boolean isWokenMidway() {
    return wokenMidway;
  }

  /** Whether a read has failed because its time was over. */
  boolean isLate() {
    return late;
  }

  /**
   * Ends the read that waits, and all to come. What was sent but not read is gone.
   *
   * @param midway whether the client is sending just now
   */
  void wake(boolean midway) throws IOException {
    wokenMidway = midway;
    woken = true;
    if (!isClosed() && !isInputShutdown()) {
      shutdownInput();
    }
  }

  /** Ends the connection at once, whatever anybody waits for. */
  void cut() {
    try {
      if (!isClosed()) {
        // Or the system would go on offering what is left to a client that takes nothing.
        setSoLinger(true, 0);
      }
      close();
    } catch (IOException e) {
      log.atTrace().setCause(e).log("already_gone");
    }
  }

  /** For how long, at this {@link System#nanoTime}, a write has waited for the client. */
  Duration writingFor(long nanoTime) {
    long since = writingSince;
    return since == NEVER ? Duration.ZERO : Duration.ofNanos(Math.max(1, nanoTime - since));
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Requests(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Replies(super.getOutputStream());
  }

  private final class Requests extends InputStream {

    private final InputStream in;

    Requests(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        if (woken || deadline - System.nanoTime() <= 0) {
          throw new SocketTimeoutException();
        }
        setSoTimeout(Lingering.millisUntil(deadline));
        int count = in.read(into, from, length);
        if (count < 0 && woken) {
          throw new SocketTimeoutException();
        }
        return count;
      } catch (SocketTimeoutException e) {
        late |= !woken;
        throw e;
      }
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      Wire.this.close();
    }
  }

  private final class Replies extends OutputStream {

    private final OutputStream out;

    Replies(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      writingSince = System.nanoTime();
      try {
        out.write(bytes, from, length);
      } finally {
        writingSince = NEVER;
      }
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void close() throws IOException {
      Wire.this.close();
    }
  }
}
