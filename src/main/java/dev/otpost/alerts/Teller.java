package dev.otpost.alerts;

import dev.otpost.message.Tellings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in one channel what is due there, on a thread of its own: however slow or broken the
 * channel, nobody else waits for it.
 */
final class Teller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  /** However often a channel has failed. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Pace pace;
  private final Tellings tellings;
  private final InstantSource clock;
  private final Semaphore news = new Semaphore(0);
  private final Thread loop;
  private volatile Channel channel;
  private volatile Sight sight = Sight.of();

  // Touched by the loop alone.
  private Optional<Ledger> ledger = Optional.empty();
  private int failures;
  private long failedAt;

  private Teller(Channel channel, Pace pace, Tellings tellings, InstantSource clock) {
    this.channel = channel;
    this.pace = pace;
    this.tellings = tellings;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("otpost-alerts-" + channel.name()).unstarted(this::run);
  }

  static Teller start(Channel channel, Pace pace, Tellings tellings, InstantSource clock) {
    var teller = new Teller(channel, pace, tellings, clock);
    teller.loop.start();
    return teller;
  }

  String name() {
    return channel.name();
  }

  /** From now on in this one, of the same name. */
  void use(Channel other) {
    channel = other;
  }

  /** This is what stands now. */
  void see(Sight now) {
    sight = now;
    news.release();
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
    while (true) {
      try {
        news.acquire();
        news.drainPermits();
        var known = ledger();
        if (known.isPresent()) {
          tell(known.get());
          save(known.get());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("alerts_failed");
      }
    }
  }

  /** Empty as long as nobody can say what has been told. */
  private Optional<Ledger> ledger() {
    if (ledger.isEmpty()) {
      try {
        var now = clock.instant();
        ledger =
            Optional.of(new Ledger(channel.name(), pace, tellings.tellings(channel.name()), now));
      } catch (IOException e) {
        return ledger; // With the next look; that the spool is broken others say.
      }
    }
    return ledger;
  }

  private void tell(Ledger known) throws InterruptedException {
    for (var notice : known.due(sight, clock.instant())) {
      if (failures > 0 && System.nanoTime() - failedAt < pause().toNanos()) {
        return;
      }
      try {
        channel.tell(notice);
        failures = 0;
        known.told(notice, clock.instant());
      } catch (IOException e) {
        failures++;
        failedAt = System.nanoTime();
        log.atError()
            .addKeyValue("channel", channel.name())
            .addKeyValue("kind", notice.concern().kind().word())
            .addKeyValue("because", e.getMessage())
            .addKeyValue("again_in_s", pause().toSeconds())
            .log("alert_not_told");
        return;
      }
    }
  }

  private Duration pause() {
    var pause = pace.retry().multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void save(Ledger known) {
    if (known.unsaved().isEmpty() && known.forgotten().isEmpty()) {
      return;
    }
    try {
      tellings.keep(known.unsaved(), known.forgotten());
      known.saved();
    } catch (IOException e) {
      // Told is told; it is tried again with the next look.
    }
  }
}
