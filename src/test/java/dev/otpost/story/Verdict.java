package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** What has become of a load at the other end. */
final class Verdict {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Verdict() {}

  /** Every mail that got its 250 is stored at Skyvern, with its own code, for its own recipient. */
  static void nothingIsLost(Load load, StandInSkyvern skyvern) {
    var accepted = load.accepted().keySet();
    skyvern.awaitUntil(() -> numbers(skyvern.codes()).containsAll(accepted), LIMIT);
    var lost = new TreeSet<>(accepted);
    lost.removeAll(numbers(skyvern.codes()));
    assertEquals(Set.of(), lost, "got their 250 and were never posted");
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
