package dev.otpost.intake.smtp;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks round the lobby again and again for clients that do not take our replies from the wire: a
 * write has no deadline in Java, so somebody else must end it. One thread for all sessions costs
 * less than a timer for each reply. It also has the {@link Events} summed up.
 */
final class Timekeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Timekeeper.class);

  private static final Duration ROUND = Duration.ofMillis(250);

  private final Lobby lobby;
  private final Events events;
  private final Duration longestWrite;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** A platform thread, for virtual ones wait for a core while hostile mail is being read. */
  private final Thread thread =
      Thread.ofPlatform().daemon().name("smtp-timekeeper").unstarted(this::keep);

  private Timekeeper(Lobby lobby, Events events, Duration longestWrite) {
    this.lobby = lobby;
    this.events = events;
    this.longestWrite = longestWrite;
  }

  static Timekeeper start(Lobby lobby, Events events, Duration longestWrite) {
    var timekeeper = new Timekeeper(lobby, events, longestWrite);
    timekeeper.thread.start();
    return timekeeper;
  }

  private void keep() {
    try {
      while (!closed.await(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
      events.sumUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      long now = System.nanoTime();
      lobby.present().forEach(session -> session.cutIfStuck(now, longestWrite));
      events.sumUp(now);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the next round may do better, and nobody else does this.
      log.atError().setCause(e).log("timekeeper_failed");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
