package dev.otpost.story;

import java.util.List;
import java.util.Locale;

/**
 * What was measured by the way, printed for whoever reads the output of a build; nothing is
 * asserted on it.
 */
final class Figures {

  private Figures() {}

  static void print(String figure) {
    System.out.println("figure: " + figure);
  }

  /** Median, 99th percentile and maximum of some spans. */
  static String spread(List<Long> nanos) {
    if (nanos.isEmpty()) {
      return "none";
    }
    var sorted = nanos.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d",
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get((int) (sorted.size() * 0.99)) / 1e6,
        sorted.getLast() / 1e6,
        sorted.size());
  }
}
