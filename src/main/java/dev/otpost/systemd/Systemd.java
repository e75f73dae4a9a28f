package dev.otpost.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who started this process and wants to hear of it, if anybody does. For any thread; never throws.
 */
public final class Systemd {

  private static final Logger log = LoggerFactory.getLogger(Systemd.class);

  private final Optional<Datagrams> datagrams;
  private final Optional<Duration> watchdog;
  private volatile boolean complained;

  private Systemd(Optional<Datagrams> datagrams, Optional<Duration> watchdog) {
    this.datagrams = datagrams;
    this.watchdog = watchdog;
  }

  /**
   * The one that these variables speak of, if they do: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}
   * and {@code WATCHDOG_PID}.
   *
   * @param pid of this process
   */
  public static Systemd of(Map<String, String> environment, long pid) {
    var address = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(it -> !it.isEmpty());
    if (address.isEmpty()) {
      return new Systemd(Optional.empty(), Optional.empty());
    }
    try {
      return new Systemd(Optional.of(new Datagrams(address.get())), watchdog(environment, pid));
    } catch (IOException e) {
      log.atWarn().addKeyValue("because", e.getMessage()).log("systemd_not_told");
      return new Systemd(Optional.empty(), Optional.empty());
    }
  }

  /** Whether anybody listens. */
  public boolean isThere() {
    return datagrams.isPresent();
  }

  /** After so long without a sign of life the process is ended; empty if it is not watched. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** Everything listens, also after a reload. */
  public void ready() {
    send("READY=1");
  }

  /** Reads keys again; {@link #ready} follows. */
  public void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  public void stopping() {
    send("STOPPING=1");
  }

  /** How it stands, in one line. */
  public void status(String line) {
    send("STATUS=" + line.lines().findFirst().orElse(""));
  }

  /** The sign of life. */
  public void alive() {
    send("WATCHDOG=1");
  }

  private void send(String message) {
    if (datagrams.isEmpty()) {
      return;
    }
    try {
      datagrams.get().send(message);
    } catch (IOException e) {
      if (!complained) {
        complained = true;
        log.atWarn().addKeyValue("because", e.getMessage()).log("systemd_not_told");
      }
    }
  }

  /** sd_watchdog_enabled(3). */
  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    var ours = environment.getOrDefault("WATCHDOG_PID", "");
    if (!ours.isEmpty() && !ours.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return micros > 0
          ? Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
