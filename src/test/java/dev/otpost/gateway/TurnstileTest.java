package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever waits for ever fails by the time limit. */
@Timeout(30)
final class TurnstileTest {

  @Test
  void letsSmallMailsPassWhileManyLargeOnesAreReadAndWait() throws Exception {
    var turnstile = new Turnstile(2);
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var mails = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        mails.execute(() -> turnstile.pass(Turnstile.LARGE + 1, () -> stay(begun, end)));
      }
      begun.await();
      assertEquals("read", turnstile.pass(Turnstile.LARGE, () -> "read"));
      end.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Turnstile.LARGE, Turnstile.LARGE + 1})
  void neverLetsMoreThanItsPlacesBeReadAtOnce(int size) {
    int places = 3;
    int most = size > Turnstile.LARGE ? places - 1 : places;
    var turnstile = new Turnstile(places);
    var inside = new AtomicInteger();
    var largest = new AtomicInteger();
    // All may begin only together: there are that many, or this never ends.
    var together = new CountDownLatch(most);
    try (var mails = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        mails.execute(
            () ->
                turnstile.pass(
                    size,
                    () -> {
                      largest.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      stay(together, together);
                      return inside.decrementAndGet();
                    }));
      }
    }
    assertEquals(most, largest.get());
  }

  @Test
  void readsOneAfterAnotherWhereThereIsOnePlace() {
    var turnstile = new Turnstile(1);
    assertEquals("large", turnstile.pass(Turnstile.LARGE + 1, () -> "large"));
    assertEquals("small", turnstile.pass(1, () -> "small"));
  }

  @Test
  void takesNoPlaceForGoodWhenReadingFails() {
    var turnstile = new Turnstile(1);
    for (int size : new int[] {1, Turnstile.LARGE + 1}) {
      assertThrows(IllegalStateException.class, () -> turnstile.pass(size, () -> fail()));
    }
    assertEquals("read", turnstile.pass(Turnstile.LARGE + 1, () -> "read"));
  }

  private static String fail() {
    throw new IllegalStateException("as a test wants it");
  }

  private static String stay(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }
}
