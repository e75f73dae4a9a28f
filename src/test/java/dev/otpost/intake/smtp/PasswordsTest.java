package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.Passwords.Verdict;
import dev.otpost.message.Network;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.message.Users;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordsTest {

  private static final Secret RIGHT = new Secret("correct horse");

  private static final Users USERS =
      new Users(
          Map.of(
              "tim", PasswordHash.make(RIGHT, PasswordHash.FEWEST),
              "tom", PasswordHash.make(new Secret("other"), PasswordHash.FEWEST + 1)));

  private static final Neighbour ONE = new Neighbour(Network.of("192.0.2.1").orElseThrow());

  @ParameterizedTest
  @CsvSource({
    "tim, correct horse, RIGHT",
    "tom, other, RIGHT",
    "tim, other, WRONG",
    "tom, correct horse, WRONG",
    "TIM, correct horse, WRONG",
    "nobody, correct horse, WRONG",
    "nobody, '', WRONG"
  })
  void knowsEachUserByHisOwnPassword(String user, String password, Verdict verdict)
      throws InterruptedException {
    assertEquals(verdict, new Passwords(USERS).check(ONE, user, new Secret(password)));
  }

  @Test
  void letsNobodyInWhereThereAreNoUsers() throws InterruptedException {
    assertEquals(Verdict.WRONG, new Passwords(Users.NONE).check(ONE, "", Secret.NONE));
  }

  @Test
  void turnsAFloodAwayAndServesItsPlaces() throws InterruptedException, ExecutionException {
    var passwords = new Passwords(USERS);
    int places = Passwords.AT_ONCE + Passwords.WAITING;
    var start = new CountDownLatch(1);
    try (var flood = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 20 * places)
              .mapToObj(
                  i ->
                      flood.submit(
                          () -> {
                            start.await();
                            return passwords.check(source(i), "tim", RIGHT);
                          }))
              .toList();
      start.countDown();
      var verdicts = all.stream().map(PasswordsTest::result).toList();
      assertTrue(verdicts.contains(Verdict.BUSY));
      assertFalse(verdicts.contains(Verdict.WRONG));
      assertTrue(Collections.frequency(verdicts, Verdict.RIGHT) >= places, verdicts::toString);
    }
    assertEquals(
        Verdict.RIGHT, passwords.check(ONE, "tim", RIGHT), "afterwards all places are free");
  }

  @Test
  void leavesTurnsToOthersWhereOneSourceTriesAgainAndAgain() throws InterruptedException {
    var passwords = new Passwords(USERS);
    var start = new CountDownLatch(1);
    try (var flood = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Verdict> again =
          () -> {
            start.await();
            return passwords.check(ONE, "tim", RIGHT);
          };
      var all = Stream.generate(() -> flood.submit(again)).limit(100).toList();
      start.countDown();
      assertEquals(Verdict.RIGHT, passwords.check(source(1), "tim", RIGHT));
      var verdicts = all.stream().map(PasswordsTest::result).toList();
      assertTrue(verdicts.contains(Verdict.BUSY));
      assertTrue(Collections.frequency(verdicts, Verdict.RIGHT) >= Passwords.OF_ONE);
    }
  }

  @Test
  void leavesItsPlaceToOthersWhenItIsInterrupted() throws InterruptedException {
    var passwords = new Passwords(USERS);
    for (int i = 0; i <= Passwords.AT_ONCE + Passwords.WAITING; i++) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> passwords.check(ONE, "tim", RIGHT));
    }
    assertEquals(Verdict.RIGHT, passwords.check(ONE, "tim", RIGHT));
  }

  private static Neighbour source(int number) {
    return new Neighbour(
        Network.of("10.0.%d.%d".formatted(number / 256, number % 256)).orElseThrow());
  }

  private static Verdict result(Future<Verdict> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
