package dev.otpost.web.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {

  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void whatCostsTimeIsNotAskedForAgainAtOnce() throws IOException {
    var slow =
        new Kept<>(
            () -> {
              long end = System.nanoTime() + 2 * Kept.QUICK.toNanos();
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              return reads.incrementAndGet();
            });
    assertEquals(1, slow.get());
    assertEquals(1, slow.get());
  }

  @Test
  void whatIsQuickIsAskedForEachTime() throws IOException {
    var quick = new Kept<>(reads::incrementAndGet);
    assertEquals(1, quick.get());
    assertEquals(2, quick.get());
  }
}
