package dev.otpost.web.desk;

import dev.otpost.message.Reach;
import dev.otpost.spool.Queue;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes of the spool and of how Skyvern stands, for those who ask every second whether
 * there is anything new. SQLite counts what others than the connection itself have written, so this
 * is one that stays open and writes nothing; between two looks it reads nothing either, and holds
 * up no erasure. For any number of threads.
 */
final class Changes implements AutoCloseable {

  /**
   * So long a connection stays. A damaged file may have been set aside under it; and some things,
   * such as that a mailbox is deaf, come about without a change.
   */
  private static final Duration STAY = Duration.ofMinutes(1);

  private final SpoolSettings spool;
  private final InstantSource clock;
  private final Supplier<List<Reach>> skyverns;
  private final ReentrantLock gate = new ReentrantLock();

  /** Guarded by {@link #gate}, like all below; null before the first look and after a failure. */
  private @Nullable Queue queue;

  private long opened;
  private long seen;
  private List<Reach> standing = List.of();

  /** From the clock on, so that those of an earlier run are others. */
  private long count;

  Changes(SpoolSettings spool, InstantSource clock, Supplier<List<Reach>> skyverns) {
    this.spool = spool;
    this.clock = clock;
    this.skyverns = skyverns;
    this.count = clock.millis();
  }

  long count() throws IOException {
    gate.lock();
    try {
      var now = skyverns.get();
      var looking = open();
      long changes = looking.changes();
      if (changes != seen || !now.equals(standing)) {
        seen = changes;
        standing = now;
        count++;
      }
      return count;
    } catch (IOException e) {
      close();
      throw e;
    } finally {
      gate.unlock();
    }
  }

  private Queue open() throws IOException {
    long now = System.nanoTime();
    if (queue != null && now - opened < STAY.toNanos()) {
      return queue;
    }
    close();
    var fresh = Queue.open(spool, clock);
    queue = fresh;
    opened = now;
    seen = fresh.changes();
    count++;
    return fresh;
  }

  @Override
  public void close() throws IOException {
    gate.lock();
    try (var _ = queue) {
      queue = null;
    } finally {
      gate.unlock();
    }
  }
}
