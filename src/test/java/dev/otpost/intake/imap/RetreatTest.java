package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetreatTest {

  @Test
  void waitsLongerEachTimeUpToAMinute() {
    assertEquals(seconds(1, 2, 4, 8, 16, 32, 60, 60), longest(lost(), 8));
  }

  @Test
  void waitsMuchLongerWhereSomebodyHasToAct() {
    assertEquals(seconds(60, 120, 240, 480, 900, 900), longest(refused(), 6));
  }

  @Test
  void looksForAFolderOnceAMinute() {
    assertEquals(seconds(60, 60), longest(missing(), 2));
  }

  @Test
  void beginsAnewWhenAllWasWell() {
    var retreat = new Retreat(ImapSettings.Limits.DEFAULT.times(), always(0.999_999));
    IntStream.range(0, 5).forEach(_ -> retreat.after(lost()));
    retreat.reset();
    assertEquals(1, rounded(retreat.after(lost())));
  }

  @Test
  void isCutByChanceToNoLessThanHalf() {
    var shortest = new Retreat(ImapSettings.Limits.DEFAULT.times(), always(0));
    assertEquals(Duration.ofMillis(500), shortest.after(lost()));
    var random = new Retreat(ImapSettings.Limits.DEFAULT.times(), new Random(7));
    assertTrue(
        Stream.generate(() -> random.after(missing())).limit(50).distinct().count() > 40,
        "they are all alike");
  }

  @Test
  void isNeverBeyondTheLongestHoweverOftenItFails() {
    var retreat = new Retreat(ImapSettings.Limits.DEFAULT.times(), new Random(7));
    for (int i = 0; i < 10_000; i++) {
      var pause = retreat.after(lost());
      assertTrue(pause.isPositive() && pause.toSeconds() <= 60, pause.toString());
    }
  }

  private static Trouble lost() {
    return new Trouble.Lost("gone");
  }

  private static Trouble refused() {
    return new Trouble.Refused("no");
  }

  private static Trouble missing() {
    return new Trouble.Missing("none");
  }

  private static List<Long> longest(Trouble trouble, int times) {
    var retreat = new Retreat(ImapSettings.Limits.DEFAULT.times(), always(0.999_999));
    return IntStream.range(0, times).mapToObj(_ -> rounded(retreat.after(trouble))).toList();
  }

  private static long rounded(Duration pause) {
    return Math.round(pause.toMillis() / 1000.0);
  }

  private static List<Long> seconds(long... seconds) {
    return Arrays.stream(seconds).boxed().toList();
  }

  /** Chance that always falls at this part of what is possible. */
  private static RandomGenerator always(double part) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public long nextLong(long bound) {
        return (long) (part * bound);
      }
    };
  }
}
