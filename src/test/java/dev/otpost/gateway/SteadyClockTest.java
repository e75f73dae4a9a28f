package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock, with the machine in the test's hand. */
final class SteadyClockTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private volatile Instant wall = START;
  private volatile Duration awake = Duration.ZERO;
  private volatile Optional<Duration> uptime = Optional.of(Duration.ofDays(3));
  private final SteadyClock clock =
      new SteadyClock(() -> wall, () -> awake.toNanos(), () -> uptime);
  private final List<Duration> told = new ArrayList<>();

  @Test
  void goesAsTheMachineDoes() {
    pass(Duration.ofSeconds(5));
    assertEquals(START.plusSeconds(5), clock.instant());
    look();
    assertEquals(List.of(), told);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, -3, 3, 3600, 86_400 * 365 * 56})
  void showsAClockThatWasSetWhenEverybodyHasBeenTold(long seconds) {
    pass(Duration.ofSeconds(5));
    wall = wall.plusSeconds(seconds);
    assertEquals(START.plusSeconds(5), clock.instant());
    clock.look(
        (by, follow) -> {
          told.add(by);
          assertEquals(START.plusSeconds(5), clock.instant(), "as long as it is being told");
          follow.run();
          assertEquals(wall, clock.instant());
        });
    assertEquals(List.of(Duration.ofSeconds(seconds)), told);
    look();
    assertEquals(1, told.size(), "once");
  }

  @Test
  void goesOnAsBeforeAndTellsAgainWhenNothingCouldBePutRight() {
    wall = wall.plusSeconds(3600);
    clock.look(
        (_, _) -> {
          throw new IOException("the disk is full");
        });
    pass(Duration.ofSeconds(1));
    assertEquals(START.plusSeconds(1), clock.instant());
    look();
    assertEquals(List.of(Duration.ofHours(1)), told);
    assertEquals(wall, clock.instant());
  }

  @Test
  void knowsAtOnceThatTimePassedWhileTheMachineSlept() {
    try (var _ = clock.watch((_, _) -> {})) {
      sleep(Duration.ofHours(8));
      assertEquals(START.plus(Duration.ofHours(8)), clock.instant());
    }
    look();
    assertEquals(List.of(), told);
  }

  @Test
  void tellsSleepFromAClockThatWasSetMeanwhile() {
    sleep(Duration.ofHours(8));
    wall = wall.minusSeconds(600);
    look();
    assertEquals(List.of(Duration.ofMinutes(-10)), told);
    assertEquals(wall, clock.instant());
  }

  @Test
  void takesALeapAheadForSleepWhereTheMachineDoesNotTell() {
    uptime = Optional.empty();
    var blind = new SteadyClock(() -> wall, () -> awake.toNanos(), () -> uptime);
    wall = wall.plusSeconds(3600);
    blind.look((by, _) -> told.add(by));
    assertEquals(List.of(), told);
    assertEquals(wall, blind.instant());
    wall = wall.minusSeconds(3600);
    blind.look((by, _) -> told.add(by));
    assertEquals(List.of(Duration.ofHours(-1)), told);
  }

  @Test
  void followsSmallCorrectionsWithoutAWordAndNeverGoesBack() {
    pass(Duration.ofSeconds(10));
    wall = wall.minusSeconds(2);
    look();
    assertEquals(START.plusSeconds(10), clock.instant());
    pass(Duration.ofSeconds(1));
    assertEquals(START.plusSeconds(10), clock.instant());
    pass(Duration.ofSeconds(2));
    assertEquals(wall, clock.instant());
    wall = wall.plusSeconds(2);
    look();
    assertEquals(wall, clock.instant());
    assertEquals(List.of(), told);
  }

  @Test
  void tellsWithinASecondWithoutBeingAskedForTheTime() throws InterruptedException {
    var heard = new CountDownLatch(1);
    try (var _ =
        clock.watch(
            (_, follow) -> {
              follow.run();
              heard.countDown();
            })) {
      wall = wall.plusSeconds(3600);
      assertTrue(heard.await(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void readsTheUptimeOfThisMachine() {
    var ours = SteadyClock.over(InstantSource.system());
    ours.look((by, _) -> told.add(by));
    assertEquals(List.of(), told);
    assertFalse(ours.instant().isBefore(Instant.now().minusSeconds(2)));
  }

  private void look() {
    clock.look(
        (by, follow) -> {
          told.add(by);
          follow.run();
        });
  }

  private void pass(Duration time) {
    awake = awake.plus(time);
    uptime = uptime.map(it -> it.plus(time));
    wall = wall.plus(time);
  }

  private void sleep(Duration time) {
    uptime = uptime.map(it -> it.plus(time));
    wall = wall.plus(time);
  }
}
