package dev.otpost.web.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How often a part of the way took how long. Never fails. Safe for any number of threads. */
final class Histogram {

  /** From a commit to the life of a code, in seconds. */
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900
  };

  /** What is longer, in seconds, is none of ours, and more nanoseconds than a long holds. */
  private static final long CENTURY = Duration.ofDays(36_525).toSeconds();

  private static final double SECOND = 1e9; // in nanoseconds

  private final String hop;

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1).toArray(LongAdder[]::new);

  private final LongAdder nanos = new LongAdder();

  /**
   * @param hop the part of the way, in a word
   */
  Histogram(String hop) {
    this.hop = hop;
  }

  /** It took so long; no time at all if the clock, set meanwhile, says less. */
  void observe(Duration took) {
    long spent = Math.clamp(took.toSeconds(), 0, CENTURY) == took.toSeconds() ? took.toNanos() : 0;
    int found = Arrays.binarySearch(BOUNDS, (double) spent / SECOND);
    counts[found < 0 ? -found - 1 : found].increment();
    nanos.add(spent);
  }

  /** Its buckets, sum and count. */
  void tell(Exposition.Family family) {
    long upTo = 0;
    for (int i = 0; i <= BOUNDS.length; i++) {
      upTo += counts[i].sum();
      var bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
      family.part("_bucket", upTo, "hop", hop, "le", bound);
    }
    family.sum((double) nanos.sum() / SECOND, "hop", hop).part("_count", upTo, "hop", hop);
  }
}
