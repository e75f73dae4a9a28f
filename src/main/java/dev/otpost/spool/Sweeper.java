package dev.otpost.spool;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the spool forget, once a minute, what has been kept for long enough. */
public final class Sweeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Spool spool;
  private final InstantSource clock;
  private final Thread loop;

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
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(INTERVAL);
        spool.sweep(clock.instant());
      } catch (IOException e) {
        log.atError().addKeyValue("because", e.getMessage()).log("sweep_failed");
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("sweep_failed");
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
