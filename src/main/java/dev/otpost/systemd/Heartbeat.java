package dev.otpost.systemd;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd again and again how the service stands, and that it lives, as long as it does; from
 * {@link #start} to {@link #close}.
 */
public final class Heartbeat implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  /** From one line about how it stands to the next, if it has changed. */
  private static final Duration LINES = Duration.ofSeconds(5);

  private final Systemd systemd;

  /** Two: a line waits for the disk, a sign of life for nothing. */
  private final ScheduledExecutorService threads;

  /** Of the thread of lines alone. */
  private Optional<String> told = Optional.empty();

  private Heartbeat(Systemd systemd, ScheduledExecutorService threads) {
    this.systemd = systemd;
    this.threads = threads;
  }

  /** Silent as yet. */
  public static Heartbeat of(Systemd systemd) {
    return new Heartbeat(
        systemd,
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("otpost-systemd-", 1).daemon().factory()));
  }

  /**
   * Begins, if anybody listens.
   *
   * @param line how it stands; may take its time
   * @param alive whether it lives; says so at once
   */
  public void start(Supplier<String> line, BooleanSupplier alive) {
    if (systemd.isThere()) {
      every(LINES, () -> tell(line.get()));
      systemd.watchdog().ifPresent(it -> every(it.dividedBy(2), () -> beat(alive.getAsBoolean())));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void every(Duration period, Runnable work) {
    var _ =
        threads.scheduleAtFixedRate(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                log.atError().setCause(e).log("systemd_not_told");
              }
            },
            0,
            period.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void tell(String line) {
    if (!told.equals(Optional.of(line))) {
      told = Optional.of(line);
      systemd.status(line);
    }
  }

  private void beat(boolean alive) {
    if (alive) {
      systemd.alive();
    } else {
      log.atError().log("hangs");
    }
  }
}
