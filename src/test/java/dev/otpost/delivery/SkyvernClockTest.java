package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether Skyvern is told when a life ends. */
final class SkyvernClockTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Optional<String> NOW_BY_SKYVERN =
      Optional.of("Sun, 22 Nov 2026 10:00:00 GMT");

  private final SkyvernClock clock = new SkyvernClock();

  @Test
  void saysNothingByAClockThatWasSetWrongUntilItIsRightAgain() {
    clock.observe(NOW_BY_SKYVERN, NOW);
    assertEquals(Optional.of("2026-11-22T10:00:00"), clock.expiredAt(NOW));
    clock.shifted(Duration.ofHours(-1));
    assertTrue(clock.expiredAt(NOW).isEmpty());
    clock.shifted(Duration.ofHours(1));
    assertTrue(clock.expiredAt(NOW).isPresent());
  }

  @Test
  void saysItAgainAtOnceWhenAWrongClockIsSetRight() {
    clock.observe(NOW_BY_SKYVERN, NOW.minus(Duration.ofDays(10_000)));
    assertTrue(clock.expiredAt(NOW).isEmpty());
    clock.shifted(Duration.ofDays(10_000));
    assertTrue(clock.expiredAt(NOW).isPresent());
  }

  @Test
  void isPutRightByTheNextAnswer() {
    clock.shifted(Duration.ofHours(-1));
    assertTrue(clock.expiredAt(NOW).isEmpty());
    clock.observe(NOW_BY_SKYVERN, NOW.plusSeconds(2));
    assertTrue(clock.expiredAt(NOW).isPresent());
  }
}
