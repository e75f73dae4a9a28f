package dev.otpost.spool;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the spool forget within a second what has been kept for long enough. */
public final class Sweeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /** Twice within the second: to look whether something is due costs two steps in an index. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** How soon what failed is tried again. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** How often every row is looked at. */
  private static final Duration THOROUGH = Duration.ofHours(1);

  /** How long the end waits for a sweep under way. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** A reader who has been in the way for so long is stuck, and somebody should end him. */
  private static final int PATIENCE = 120;

  private final Spool spool;
  private final InstantSource clock;
  private final Thread loop;

  private Instant thoroughAt = Instant.MIN;
  private int inVain;

  private Sweeper(Spool spool, InstantSource clock) {
    this.spool = spool;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("otpost-sweeper").unstarted(this::run);
  }

  /** Sweeps from now on. */
  public static Sweeper start(Spool spool, InstantSource clock) {
    var sweeper = new Sweeper(spool, clock);
    sweeper.loop.start();
    return sweeper;
  }

  @Override
  public void close() {
    loop.interrupt();
    try {
      loop.join(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(sweep() ? INTERVAL : PAUSE);
      }
    } catch (InterruptedException e) {
      // It is to end.
    }
  }

  /** Whether it could. */
  private boolean sweep() {
    try {
      sweep(clock.instant());
      return true;
    } catch (IOException e) {
      log.atError().addKeyValue("because", e.getMessage()).log("sweep_failed");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("sweep_failed");
    }
    return false;
  }

  private void sweep(Instant now) throws IOException {
    boolean thorough = now.isAfter(thoroughAt);
    boolean gone = thorough ? spool.sweep(now) : spool.erase(now);
    if (thorough) {
      thoroughAt = now.plus(THOROUGH);
    }
    inVain = gone ? 0 : inVain + 1;
    if (inVain == PATIENCE) {
      log.atWarn()
          .addKeyValue("because", "another process has been reading the spool for a minute")
          .addKeyValue("do", "end it: until then the write-ahead log keeps what is erased")
          .log("not_erased");
    }
  }
}
