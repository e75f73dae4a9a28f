package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.StandInSkyvern;
import dev.otpost.demo.StoredCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** What has become of a load at the other end. */
final class Verdict {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Verdict() {}

  /** Every mail that got its 250 is stored at Skyvern, with its own code, for its own recipient. */
  static void nothingIsLost(Load load, StandInSkyvern skyvern) {
    nothingIsLostBut(() -> 0, load, skyvern);
  }

  /**
   * The same where mail may come out of order: but for what was superseded, having been brought
   * after one that was written later.
   */
  static void nothingIsLost(Load load, StandInSkyvern skyvern, Daemon daemon) {
    nothingIsLostBut(
        () -> daemon.log().stream().filter(line -> line.contains(" superseded ")).count(),
        load,
        skyvern);
  }

  private static void nothingIsLostBut(LongSupplier superseded, Load load, StandInSkyvern skyvern) {
    skyvern.awaitUntil(() -> missing(load, skyvern).size() <= superseded.getAsLong(), LIMIT);
    var lost = missing(load, skyvern);
    assertTrue(
        lost.size() <= superseded.getAsLong(),
        () -> "got their 250 and were never posted: " + lost);
    for (var row : skyvern.codes()) {
      var mail = load.mails().get(number(row));
      assertEquals(mail.recipient(), row.identifier());
      assertEquals(mail.code(), row.code());
    }
  }

  /** No mail was posted after a later one for the same identifier. */
  static void nothingIsOvertaken(StandInSkyvern skyvern) {
    var lanes = new HashMap<String, List<Integer>>();
    for (var row : skyvern.codes()) {
      lanes.computeIfAbsent(row.identifier(), lane -> new ArrayList<>()).add(number(row));
    }
    lanes.forEach(
        (identifier, posted) ->
            assertEquals(posted.stream().sorted().toList(), posted, identifier));
  }

  /** How many rows there are more than mails. */
  static int repeated(StandInSkyvern skyvern) {
    return skyvern.codes().size() - numbers(skyvern.codes()).size();
  }

  /** From the final dot to the POST, of each accepted mail's first one. */
  static List<Long> latencies(Load load, StandInSkyvern skyvern) {
    Map<Integer, Long> arrived = new HashMap<>();
    for (var post : skyvern.posts()) {
      Mail.numberIn(post.content())
          .ifPresent(number -> arrived.putIfAbsent(number, post.arrivedNanos()));
    }
    return load.accepted().entrySet().stream()
        .filter(mail -> arrived.containsKey(mail.getKey()))
        .map(mail -> arrived.getOrDefault(mail.getKey(), 0L) - mail.getValue())
        .toList();
  }

  private static Set<Integer> missing(Load load, StandInSkyvern skyvern) {
    var missing = new TreeSet<>(load.accepted().keySet());
    missing.removeAll(numbers(skyvern.codes()));
    return missing;
  }

  private static Set<Integer> numbers(List<StoredCode> rows) {
    var numbers = new HashSet<Integer>();
    rows.forEach(row -> numbers.add(number(row)));
    return numbers;
  }

  private static int number(StoredCode row) {
    return Mail.numberIn(row.content())
        .orElseThrow(() -> new IllegalStateException("a row of no mail of ours: " + row));
  }
}
