package dev.otpost.web.http.access;

import dev.otpost.message.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often passwords may be tried: some at once, then one now and then, from each source and in
 * all. Safe for any number of threads.
 */
final class Throttle {

  /** Tries from one source at once. */
  static final int FROM_ONE = 5;

  /** After them, one in this time. */
  static final Duration FROM_ONE_EVERY = Duration.ofMinutes(1);

  /** Tries in all at once. */
  static final int IN_ALL = 30;

  /** After them, one in this time. */
  static final Duration IN_ALL_EVERY = Duration.ofSeconds(1);

  /** Sources that are remembered; beyond, who has not tried for the longest time is forgotten. */
  static final int SOURCES = 1000;

  /** An IPv6 customer has as many addresses as he likes below it (RFC 6177). */
  private static final int IPV6_SOURCE = 64;

  private final LongSupplier nanoTime;
  private final Bucket all = new Bucket(IN_ALL, IN_ALL_EVERY); // under this

  private final Map<Network, Bucket> sources = // under this
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Network, Bucket> eldest) {
          return size() > SOURCES;
        }
      };

  Throttle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether one more try may be made now; it counts then. */
  synchronized boolean admit(InetAddress from) {
    // A source that is out of tries must not use up those of all.
    return sources
            .computeIfAbsent(source(from), _ -> new Bucket(FROM_ONE, FROM_ONE_EVERY))
            .take(nanoTime.getAsLong())
        && all.take(nanoTime.getAsLong());
  }

  /** He has got it right: his earlier tries are forgotten. */
  synchronized void forget(InetAddress from) {
    sources.remove(source(from));
  }

  private static Network source(InetAddress address) {
    var alone = Network.alone(address);
    return alone.prefix() > IPV6_SOURCE ? Network.around(address, IPV6_SOURCE) : alone;
  }

  /** Holds so many, and fills by one in every so long. */
  private static final class Bucket {

    private final int size;
    private final long everyNanos;
    private int left;

    /** When it was full, or was filled by one the last time. */
    private long filledAt;

    Bucket(int size, Duration every) {
      this.size = size;
      this.everyNanos = every.toNanos();
      this.left = size;
    }

    boolean take(long now) {
      if (left == size) {
        filledAt = now;
      }
      long more = (now - filledAt) / everyNanos;
      left = (int) Math.min(size, left + more);
      filledAt += more * everyNanos;
      if (left == 0) {
        return false;
      }
      left--;
      return true;
    }
  }
}
