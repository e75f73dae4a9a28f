package dev.otpost.intake.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one client, and the guard of everything that goes over it: no read or write
 * outlasts its deadline, errors are counted, replies are gathered, and the session ends with a
 * reason that the client is told. To the session that reads from it, an end that we decided on
 * looks like the end of the input.
 *
 * <p>The streams belong to the session's thread. {@link #askToEnd}, {@link #hurryToEnd} and {@link
 * #cut} may be called by any.
 */
final class PeerSocket extends Socket {

  private static final Logger log = LoggerFactory.getLogger(PeerSocket.class);

  private final SmtpLimits limits;
  private final ScheduledExecutorService cutter;
  private final AtomicBoolean closed = new AtomicBoolean();

  // Of the session's thread alone.
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream(512);
  private boolean betweenReplies = true;
  private int errors;
  private long deadline; // of the read under way, in System.nanoTime
  private boolean ended; // nothing more will be read

  private final Object lock = new Object();
  private boolean asked; // under lock: we want this session to end
  private boolean inMail; // under lock: between 354 and the reply to the mail

  /** Not connected yet. */
  PeerSocket(SmtpLimits limits, ScheduledExecutorService cutter) {
    this.limits = limits;
    this.cutter = cutter;
    allow(limits.command());
  }

  /** The client's address alone: no name, no port, no IPv6 zone. */
  String peer() {
    var address = getInetAddress().getHostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /**
   * From the next reply, which is 354, to {@link #mailEnds} the client has the time for a whole
   * mail, and closing waits for it.
   */
  void mailBegins() {
    synchronized (lock) {
      // After askToEnd the session stays an idle one, and the next read ends it.
      inMail = !asked;
    }
  }

  void mailEnds() {
    synchronized (lock) {
      inMail = false;
    }
  }

  /** Ends the session with 421, unless a mail is under way: then as soon as that has its reply. */
  void askToEnd() throws IOException {
    synchronized (lock) {
      asked = true;
      if (!inMail) {
        wakeReader();
      }
    }
  }

  /** Ends the session with 421 even if the client is still sending a mail. */
  void hurryToEnd() throws IOException {
    synchronized (lock) {
      asked = true;
      inMail = false;
      wakeReader();
    }
  }

  /** Ends the connection at once, whatever anybody waits for. */
  void cut() throws IOException {
    closed.set(true);
    if (!isClosed()) {
      // Or the system would go on offering what is left to a client that takes nothing.
      setSoLinger(true, 0);
    }
    super.close();
  }

  /** Writes the replies gathered so far. A client that does not take them in time is cut off. */
  void sendReplies() throws IOException {
    if (replies.size() == 0) {
      return;
    }
    var late = cutter.schedule(this::cutLate, limits.command().toMillis(), TimeUnit.MILLISECONDS);
    try {
      replies.writeTo(super.getOutputStream());
    } finally {
      late.cancel(false);
      replies.reset();
    }
  }

  /** Why this session should not go on, if there is a reason. */
  private Optional<Farewell> whyEnd() {
    synchronized (lock) {
      if (asked && !inMail) {
        return Optional.of(Farewell.CLOSING);
      }
    }
    return errors >= limits.errors() ? Optional.of(Farewell.ERRORS) : Optional.empty();
  }

  /** Whether another command may be carried out; if not, the client has been told why. */
  boolean goesOn() throws IOException {
    if (!ended) {
      var why = whyEnd();
      if (why.isPresent()) {
        end(why.get());
      }
    }
    return !ended;
  }

  private void end(Farewell farewell) throws IOException {
    ended = true;
    log.atInfo()
        .addKeyValue("peer", peer())
        .addKeyValue("because", farewell.because())
        .log("session_ended");
    replies.writeBytes((farewell.line() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    sendReplies();
  }

  private void allow(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  private Duration timeToGoOn() {
    synchronized (lock) {
      return inMail ? limits.body() : limits.command();
    }
  }

  /** A read that waits returns "end of input" now; what was sent but not read is gone. */
  private void wakeReader() throws IOException {
    if (!isClosed() && !isInputShutdown()) {
      shutdownInput();
    }
  }

  private void cutLate() {
    log.atInfo()
        .addKeyValue("peer", peer())
        .addKeyValue("because", "the client does not take our replies")
        .log("session_ended");
    try {
      cut();
    } catch (IOException e) {
      log.atDebug().addKeyValue("peer", peer()).setCause(e).log("already_gone");
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Requests(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Replies();
  }

  /** Sends what is left to be said, waits a moment for the client to hang up first, and closes. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true) && isConnected()) {
      try {
        sendReplies();
        shutdownOutput();
        Lingering.untilEndOf(this, super.getInputStream());
      } catch (IOException e) {
        // The client was quicker, or is gone.
        log.atTrace().setCause(e).log("already_gone");
      }
    }
    super.close();
  }

  /** What the client sends. Our replies leave before a read can wait for it. */
  private final class Requests extends InputStream {

    private final InputStream in;

    Requests(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      sendReplies();
      if (!goesOn()) {
        return -1;
      }
      try {
        if (deadline - System.nanoTime() <= 0) {
          throw new SocketTimeoutException();
        }
        setSoTimeout(Lingering.millisUntil(deadline));
        int count = in.read(into, from, length);
        if (count < 0) {
          goesOn(); // says goodbye if it was we who ended the input
          ended = true;
        }
        return count;
      } catch (SocketTimeoutException e) {
        end(Farewell.TIMEOUT);
        return -1;
      }
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      return ended ? 0 : in.available();
    }

    @Override
    public void close() throws IOException {
      PeerSocket.this.close();
    }
  }

  /** What we answer. A flush ends a reply and begins the client's time to go on. */
  private final class Replies extends OutputStream {

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (betweenReplies && length > 0) {
        betweenReplies = false;
        errors += bytes[from] == '5' ? 1 : 0;
      }
      replies.write(bytes, from, length);
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void flush() {
      betweenReplies = true;
      allow(timeToGoOn());
    }

    @Override
    public void close() throws IOException {
      PeerSocket.this.close();
    }
  }
}
