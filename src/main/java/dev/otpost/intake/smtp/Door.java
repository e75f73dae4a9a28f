package dev.otpost.intake.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A port on which clients arrive. Each is given a session on a virtual thread of its own, which
 * asks the lobby whether it may come in: the door itself waits for nobody.
 */
final class Door implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Door.class);

  /** Connections that the system holds for us until they are accepted. */
  private static final int BACKLOG = 1024;

  /** Out of files, most likely: others must be closed first. */
  private static final long AFTER_FAILURE_MILLIS = 100;

  private final Host host;
  private final boolean secureAtOnce;
  private final Wires socket;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** A platform thread, for virtual ones wait for a core while hostile mail is being read. */
  private final Thread keeper =
      Thread.ofPlatform().daemon().name("smtp-accept").unstarted(this::keep);

  private Door(Host host, boolean secureAtOnce, Wires socket) {
    this.host = host;
    this.secureAtOnce = secureAtOnce;
    this.socket = socket;
  }

  /**
   * Listens from the time it returns on.
   *
   * @param secureAtOnce whether TLS begins with the connection (RFC 8314 3.3)
   */
  static Door open(Host host, InetSocketAddress address, boolean secureAtOnce) throws IOException {
    var socket = new Wires();
    try {
      // What is left of connections to a listener before us is no reason not to begin.
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    var door = new Door(host, secureAtOnce, socket);
    door.keeper.start();
    return door;
  }

  int port() {
    return socket.getLocalPort();
  }

  boolean isOpen() {
    return !socket.isClosed();
  }

  private void keep() {
    while (isOpen()) {
      try {
        admit(socket.accept());
      } catch (IOException | RuntimeException | Error e) {
        // Whatever it is, there must be somebody at the door.
        if (isOpen()) {
          host.events()
              .note(Level.ERROR, "accept_failed", socket.getInetAddress(), "failed", e.toString());
          await();
        }
      }
    }
  }

  private void await() {
    try {
      if (closed.await(AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) {
        log.atTrace().log("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(Wire wire) {
    host.events().connected();
    try {
      // Replies are gathered: none of them should wait for the acknowledgement of another.
      wire.setTcpNoDelay(true);
    } catch (IOException e) {
      wire.cut(); // Gone before it was answered.
      return;
    }
    Thread.ofVirtual().name("smtp-session").start(new Session(host, wire, secureAtOnce));
  }

  /** The port is free when it returns. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
    try {
      // The system keeps the port for as long as somebody waits on it.
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives each client a {@link Wire}. */
  private static final class Wires extends ServerSocket {

    Wires() throws IOException {}

    @Override
    public Wire accept() throws IOException {
      var wire = new Wire();
      implAccept(wire);
      return wire;
    }
  }
}
