package dev.otpost.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the daemon: that of the machine, but for jumps. It goes on from where it was with
 * the steps of {@link System#nanoTime}, and follows the machine's clock only when everybody who has
 * noted times by it has been told. It never goes back by less than {@link #TOLERANCE}: it waits.
 *
 * <p>What makes the two differ is told apart: while the machine slept, time has passed, and what is
 * too old by now is too old; when somebody set the clock, none has. Linux says which by {@code
 * /proc/uptime}, which counts on in sleep, while {@code nanoTime} does not. A virtual machine that
 * its host stopped has not noticed that time passed: its clock is taken to have been set.
 *
 * <p>Safe for any number of threads.
 */
final class SteadyClock implements InstantSource {

  private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);

  /** A difference up to this is followed without a word: clocks are corrected all the time. */
  static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** How often it is looked whether the clock was set, if nobody asks for the time. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Is told when the clock was set. */
  interface Listener {
    /**
     * Puts right what was noted by the clock before.
     *
     * @param by how much it was set ahead; negative if it was set back
     * @param follow sets this clock; to be called when what is noted is put right
     * @throws IOException if that failed; it is told again, and this clock is as before
     */
    void set(Duration by, Runnable follow) throws IOException;
  }

  /** Ends the watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A moment at which this clock was put to the machine's.
   *
   * @param uptime of the machine, with the time it slept; empty if that is not known
   * @param floor this clock shows nothing earlier
   */
  private record Anchor(Instant wall, long nanos, Optional<Duration> uptime, Instant floor) {

    Instant at(long nanoTime) {
      var now = wall.plusNanos(nanoTime - nanos);
      return now.isBefore(floor) ? floor : now;
    }
  }

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private final Supplier<Optional<Duration>> uptime;
  private volatile Anchor anchor;
  private volatile Optional<Thread> watch = Optional.empty();

  SteadyClock(InstantSource wall, LongSupplier nanoTime, Supplier<Optional<Duration>> uptime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.uptime = uptime;
    var now = wall.instant();
    this.anchor = new Anchor(now, nanoTime.getAsLong(), uptime.get(), now);
  }

  /** Of this machine, whose clock is {@code wall}. */
  static SteadyClock over(InstantSource wall) {
    return new SteadyClock(wall, System::nanoTime, SteadyClock::uptime);
  }

  @Override
  public Instant instant() {
    var now = anchor.at(nanoTime.getAsLong());
    // Looked at here too, so that nothing is done in the second after a sleep as if it had not
    // been.
    if (differ(now, wall.instant()) && watch.isPresent()) {
      followSleep();
      watch.ifPresent(LockSupport::unpark);
      return anchor.at(nanoTime.getAsLong());
    }
    return now;
  }

  /** Looks from now on whether the clock was set, and tells. */
  Watch watch(Listener listener) {
    var thread =
        Thread.ofVirtual()
            .name("otpost-clock")
            .unstarted(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    look(listener);
                    LockSupport.parkNanos(INTERVAL.toNanos());
                  }
                });
    watch = Optional.of(thread);
    thread.start();
    return () -> {
      watch = Optional.empty();
      thread.interrupt();
    };
  }

  /** Follows the clock of the machine, now. */
  void look(Listener listener) {
    followSleep();
    var now = read();
    var by = Duration.between(anchor.at(now.nanos()), now.wall());
    if (by.abs().compareTo(TOLERANCE) <= 0) {
      follow(now, anchor.at(now.nanos()));
      return;
    }
    log.atWarn().addKeyValue("by_s", by.toSeconds()).log("clock_was_set");
    try {
      listener.set(by, () -> follow(now, now.wall()));
    } catch (IOException e) {
      log.atError().addKeyValue("because", e.getMessage()).log("clock_not_followed");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("clock_not_followed");
    }
  }

  /** While the machine slept time has passed, and nobody needs to be told. */
  private synchronized void followSleep() {
    var now = read();
    var slept = slept(now);
    if (slept.compareTo(TOLERANCE) > 0) {
      log.atWarn().addKeyValue("for_s", slept.toSeconds()).log("slept");
      var awake = anchor.at(now.nanos()).plus(slept);
      anchor = new Anchor(awake, now.nanos(), now.uptime(), awake);
    }
  }

  private synchronized void follow(Anchor now, Instant floor) {
    anchor = new Anchor(now.wall(), now.nanos(), now.uptime(), floor);
  }

  private Anchor read() {
    return new Anchor(wall.instant(), nanoTime.getAsLong(), uptime.get(), Instant.MIN);
  }

  private Duration slept(Anchor now) {
    var before = anchor;
    if (before.uptime().isPresent() && now.uptime().isPresent()) {
      return now.uptime()
          .get()
          .minus(before.uptime().get())
          .minusNanos(now.nanos() - before.nanos());
    }
    var ahead = Duration.between(before.at(now.nanos()), now.wall());
    return ahead.isNegative() ? Duration.ZERO : ahead;
  }

  private static boolean differ(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(TOLERANCE) > 0;
  }

  private static Optional<Duration> uptime() {
    try {
      var seconds = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
      return Optional.of(Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000)));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
