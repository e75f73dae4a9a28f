package dev.otpost.intake.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The way between clients and a server on this machine, on which things go wrong when a test says
 * so: for all connections at once, those there are and those to come. As with TCP, no octet is lost
 * on the way but by {@link #swallow}: what is held up goes on when the cable passes again, unless
 * somebody has hung up. Safe for any number of threads.
 */
public final class Cable implements AutoCloseable {

  private final int server;
  private final ServerSocket listener;
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Under the lock. */
  private Wire.Way way = new Wire.Way.Pass();

  /** What clients sent, in the order in which it came. Under the lock. */
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Cable(int server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  /** To the server at this port of this machine, whether it is there or not. */
  public static Cable to(int server) throws IOException {
    return new Cable(server);
  }

  /** The clients' end. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Everything passes, and so does what was held up. */
  public void pass() {
    become(new Wire.Way.Pass());
  }

  /** Nothing passes in either direction, and nobody is told; new clients get a connection. */
  public void hold() {
    become(new Wire.Way.Hold());
  }

  /** So many octets more of the server's pass, then {@link #hold}. */
  public void holdAfter(int octets) {
    become(new Wire.Way.HoldAfter(octets));
  }

  /**
   * Half of the server's next line in which {@code text} stands passes, then {@link #hold}; if it
   * is empty, of its next line at all, which does for TLS too.
   */
  public void halfALine(String text) {
    become(new Wire.Way.HalfALine(text));
  }

  /** All passes, each piece later by so much. */
  public void late(Duration by) {
    become(new Wire.Way.Late(by));
  }

  /** All passes but the server's lines in which {@code text} stands; of no use for TLS. */
  public void swallow(String text) {
    become(new Wire.Way.Swallow(text));
  }

  /** Closes all connections, on both sides; new ones are welcome. */
  public void drop() {
    wires.forEach(Wire::close);
  }

  /** The same, but the clients see that they were reset (RST). */
  public void reset() {
    wires.forEach(Wire::reset);
  }

  /** How many connections there ever were. */
  public int connections() {
    return wires.size();
  }

  /** How many there are. */
  public int open() {
    return (int) wires.stream().filter(wire -> !wire.isClosed()).count();
  }

  /** All that clients sent, whether it passed or not; in Latin-1. */
  public String said() {
    lock.lock();
    try {
      return said.toString(StandardCharsets.ISO_8859_1);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something that this cable tells is so; whether it came to be within the limit. */
  public boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    drop();
  }

  private void accept() {
    try {
      while (true) {
        var wire = new Wire(this, server, listener.accept());
        wires.add(wire);
        tell(() -> {});
        Thread.ofVirtual().name("cable-from-server").start(wire::fromServer);
      }
    } catch (IOException closed) {
      // by close
    }
  }

  private void become(Wire.Way next) {
    tell(() -> way = next);
  }

  /** What becomes of octets just now. */
  Wire.Way way() {
    lock.lock();
    try {
      return way;
    } finally {
      lock.unlock();
    }
  }

  /** Another way from now on, unless somebody has decided otherwise meanwhile. */
  void instead(Wire.Way before, Wire.Way next) {
    tell(() -> way = way.equals(before) ? next : way);
  }

  /**
   * Waits until it is another way, or so many nanoseconds are over.
   *
   * @throws IOException as soon as {@code closed}
   */
  void awaitOtherThan(Wire.Way now, long nanos, BooleanSupplier closed)
      throws IOException, InterruptedException {
    lock.lock();
    try {
      for (long left = nanos; left > 0 && way.equals(now) && !closed.getAsBoolean(); ) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    if (closed.getAsBoolean()) {
      throw new IOException("closed");
    }
  }

  /** A client has sent this. */
  void heard(byte[] octets) {
    tell(() -> said.writeBytes(octets));
  }

  /** Something changed that {@link #await} may wait for. */
  void tell(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
