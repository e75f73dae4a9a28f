package dev.otpost.web.http;

import dev.otpost.web.http.HttpSettings.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port on which requests arrive. */
final class Door implements AutoCloseable {

  /** Streams of events at once: each holds a connection. */
  static final int FEEDS = 50;

  /** Large bodies that are read at once: what has come of them is in memory. */
  static final int LARGE = 64;

  private static final Logger log = LoggerFactory.getLogger(Door.class);

  /** Connections that the system holds for us until they are accepted. */
  private static final int BACKLOG = 1024;

  /** How often it is looked who overstays his time. */
  private static final long LOOK_MILLIS = 200;

  /** Out of files, most likely: others must be closed first. */
  private static final long AFTER_FAILURE_MILLIS = 100;

  private final ServerSocket socket;
  private final Face face;
  private final Limits limits;
  private final Optional<Encryption> encryption;
  private final Lobby lobby;
  private final Semaphore feeds = new Semaphore(FEEDS);
  private final Semaphore large = new Semaphore(LARGE);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Platform threads, for virtual ones wait for a core while hostile mail is being read. */
  private final Thread keeper =
      Thread.ofPlatform().daemon().name("http-accept").unstarted(this::keep);

  private final Thread watch =
      Thread.ofPlatform().daemon().name("http-watch").unstarted(this::watch);

  private Door(ServerSocket socket, Face face, Limits limits, Optional<Encryption> encryption) {
    this.socket = socket;
    this.face = face;
    this.limits = limits;
    this.encryption = encryption;
    this.lobby = new Lobby(OpenFiles.share(limits.connections()));
  }

  /** Listens from the time it returns on. */
  static Door open(
      InetSocketAddress address, Face face, Limits limits, Optional<Encryption> encryption)
      throws IOException {
    var socket = new ServerSocket();
    try {
      // What is left of connections to a server before us is no reason not to begin.
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    var door = new Door(socket, face, limits, encryption);
    door.keeper.start();
    door.watch.start();
    return door;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
  }

  Face face() {
    return face;
  }

  Lobby lobby() {
    return lobby;
  }

  Semaphore feeds() {
    return feeds;
  }

  Semaphore large() {
    return large;
  }

  /** Of every connection; empty if they are in the clear. */
  Optional<Encryption> encryption() {
    return encryption;
  }

  boolean isClosing() {
    return closed.getCount() == 0;
  }

  private void keep() {
    while (!isClosing()) {
      try {
        var wire = socket.accept();
        var connection = new Connection(wire, this, limits);
        if (lobby.enter(connection)) {
          connection.start();
        } else {
          connection.cut();
        }
      } catch (IOException | RuntimeException | Error e) {
        // Whatever it is, there must be somebody at the door.
        if (!isClosing()) {
          log.atError().addKeyValue("because", e.toString()).log("http_accept_failed");
          lobby.makeRoom();
          awaitEnd(AFTER_FAILURE_MILLIS);
        }
      }
    }
  }

  private void watch() {
    while (!awaitEnd(LOOK_MILLIS)) {
      long now = System.nanoTime();
      lobby.all().forEach(connection -> connection.look(now));
    }
  }

  private boolean awaitEnd(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** The port is free when it returns; those who are being answered are still here. */
  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      // The system keeps the port for as long as somebody waits on it.
      keeper.join();
      watch.join();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("door_not_closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lobby.close();
  }
}
