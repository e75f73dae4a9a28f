package dev.otpost.web.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts, under the values of some labels. Never fails. Safe for any number of threads. */
final class Counter {

  /** So many are told apart; what comes beyond is counted under {@link #OTHER}. */
  static final int MOST = 500;

  static final String OTHER = "other";

  private final String name;
  private final String help;
  private final List<String> labels;
  private final Map<List<String>, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * @param help what it says, and what to do with it
   * @param labels their names
   */
  Counter(String name, String help, String... labels) {
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
    if (labels.length == 0) {
      expect();
    }
  }

  /** It is known beforehand that these values may come: they are told from the start, with 0. */
  void expect(String... values) {
    counts.put(List.of(values), new LongAdder());
  }

  /** It has happened. */
  void count(String... values) {
    var found = counts.get(List.of(values));
    (found == null ? beginning(List.of(values)) : found).increment();
  }

  private LongAdder beginning(List<String> values) {
    var told = counts.size() < MOST ? values : Collections.nCopies(labels.size(), OTHER);
    return counts.computeIfAbsent(told, _ -> new LongAdder());
  }

  void tell(Exposition text) {
    var family = text.counter(name, help);
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(values -> String.join("\0", values))))
        .forEach(it -> family.at(it.getValue().sum(), pairs(it.getKey())));
  }

  private String[] pairs(List<String> values) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < labels.size(); i++) {
      pairs.add(labels.get(i));
      pairs.add(values.get(i));
    }
    return pairs.toArray(String[]::new);
  }
}
