package dev.otpost.delivery;

import dev.otpost.spool.Pending;
import dev.otpost.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where entries lie that are not posted: until a run fetches them or their life ends, which is
 * recorded here. It asks nobody, so nobody can be down for it.
 */
final class Shelf implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Shelf.class);

  /** The longest sleep, and how soon what the spool could not record is tried again. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /** How long the end is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final String OBSTACLE = "it is not posted (push is false), and no run fetched it";

  private final Spool spool;
  private final Predicate<Pending> share;
  private final InstantSource clock;
  private final Thread loop;

  /** What came; empty for: look at the spool again. */
  private final BlockingQueue<Optional<Pending>> events = new LinkedBlockingQueue<>();

  /** The first to end first. Of the loop alone; what was fetched meanwhile may still be in it. */
  private final Queue<Pending> byEnd =
      new PriorityQueue<>(Comparator.comparing((Pending pending) -> pending.life().end()));

  private Shelf(Spool spool, Predicate<Pending> share, InstantSource clock) {
    this.spool = spool;
    this.share = share;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("otpost-shelf").unstarted(this::run);
  }

  /**
   * Begins with what is pending already.
   *
   * @param share which entries of the spool are its own
   */
  static Shelf start(Spool spool, Predicate<Pending> share, InstantSource clock) {
    var shelf = new Shelf(spool, share, clock);
    shelf.changed();
    shelf.loop.start();
    return shelf;
  }

  /** An entry of its share is new in the spool. */
  void arrived(Pending pending) {
    events.add(Optional.of(pending));
  }

  /** Somebody has changed the spool, or the clock. */
  void changed() {
    events.add(Optional.empty());
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
        var event = events.poll(sleep().toMillis() + 1, TimeUnit.MILLISECONDS);
        try {
          if (event != null) {
            take(event);
          }
          expire(clock.instant());
        } catch (IOException e) {
          log.atError().addKeyValue("because", e.getMessage()).log("spool_failed");
          Thread.sleep(LONGEST_SLEEP);
          changed(); // What could not be recorded is still pending in the spool.
        } catch (RuntimeException e) {
          log.atError().setCause(e).log("delivery_failed");
          Thread.sleep(LONGEST_SLEEP);
        }
      }
    } catch (InterruptedException e) {
      // It is to end.
    }
  }

  private void take(Optional<Pending> event) throws IOException {
    if (event.isPresent()) {
      byEnd.add(event.get());
    } else {
      byEnd.clear();
      spool.pending().stream().filter(share).forEach(byEnd::add);
    }
  }

  private void expire(Instant now) throws IOException {
    for (var first = byEnd.peek();
        first != null && first.life().isOver(now);
        first = byEnd.peek()) {
      var because = spool.expire(first.id(), OBSTACLE, now);
      byEnd.remove();
      if (because.isPresent()) {
        log.atWarn()
            .addKeyValue("id", first.id())
            .addKeyValue("identifier", first.lane().identifier())
            .addKeyValue("route", first.lane().route())
            .addKeyValue("because", because.get())
            .log("expired");
      }
    }
  }

  private Duration sleep() {
    var first = byEnd.peek();
    var left =
        first == null ? LONGEST_SLEEP : Duration.between(clock.instant(), first.life().end());
    return left.isNegative()
        ? Duration.ZERO
        : left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
  }
}
