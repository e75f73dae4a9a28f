package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Of all that was weighed the best one, if it is good enough and no other comes near. Two that are
 * about as likely are a question that is not ours to answer: a wrong code is worse than none, for
 * it is typed in, and after some of these the account is locked. Not thread-safe.
 */
final class Ranking {

  private final int enough;
  private final int clear;
  private final Map<String, Weighed> best = new LinkedHashMap<>();

  private record Weighed(String value, int place, Evidence evidence) {
    int points() {
      return evidence.points();
    }

    @Override
    public String toString() {
      return "Weighed[at %d, %s]".formatted(place, evidence);
    }
  }

  /**
   * What it came to.
   *
   * @param otp what was found, or that several are meant; empty if there is nothing
   * @param place where it stands on the page
   */
  record Verdict(Optional<Otp> otp, int place) {}

  /**
   * A ranking of nothing yet.
   *
   * @param enough points that the best one needs
   * @param clear points by which it must be ahead of the next
   */
  Ranking(int enough, int clear) {
    this.enough = enough;
    this.clear = clear;
  }

  /** Adds one; of the same value only the best counts, and of those the first. */
  void add(String value, int place, Evidence evidence) {
    best.merge(
        value,
        new Weighed(value, place, evidence),
        (known, again) -> known.points() >= again.points() ? known : again);
  }

  /**
   * Decides.
   *
   * @param found makes what was found of its value and the reasons
   * @param question what to say behind the number of those that may be meant
   */
  Verdict verdict(BiFunction<String, String, Otp> found, String question) {
    var ranked = new ArrayList<>(best.values());
    ranked.removeIf(weighed -> weighed.points() < enough);
    ranked.sort(Comparator.comparingInt(Weighed::points).reversed());
    if (ranked.isEmpty()) {
      return new Verdict(Optional.empty(), -1);
    }
    var first = ranked.getFirst();
    if (ranked.size() > 1 && first.points() - ranked.get(1).points() < clear) {
      return new Verdict(
          Optional.of(new Otp.Ambiguous(ranked.size() + " " + question)), first.place());
    }
    return new Verdict(
        Optional.of(found.apply(first.value(), first.evidence().because())), first.place());
  }
}
