package dev.otpost.intake.smtp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each source has come of late: a bucket of tokens each, which fills again within a
 * minute. For one thread at a time.
 *
 * <p>Sources are remembered up to {@link #SOURCES}, the one that has not come for the longest time
 * is forgotten first: whoever has that many addresses is not held up by a limit for one.
 */
final class Arrivals {

  static final int SOURCES = 10_000;

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private record Bucket(double tokens, long at) {}

  private final int perMinute;
  private final Map<Neighbour, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Neighbour, Bucket> eldest) {
          return size() > SOURCES;
        }
      };

  Arrivals(int perMinute) {
    this.perMinute = perMinute;
  }

  /** Whether the source may come once more at this time. */
  boolean admit(Neighbour neighbour, long nanoTime) {
    var bucket = buckets.getOrDefault(neighbour, new Bucket(perMinute, nanoTime));
    double filled = perMinute * ((nanoTime - bucket.at()) / MINUTE);
    double tokens = Math.min(perMinute, bucket.tokens() + filled);
    boolean admitted = tokens >= 1;
    buckets.put(neighbour, new Bucket(admitted ? tokens - 1 : tokens, nanoTime));
    return admitted;
  }
}
