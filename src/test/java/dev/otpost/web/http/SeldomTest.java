package dev.otpost.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomTest {

  /** About to overflow, as it may be. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

  @Test
  void isTimeAtOnceAndThenAMinuteAfterTheLastTime() {
    var seldom = new Seldom(now::get);
    assertTrue(seldom.isTime());
    assertFalse(seldom.isTime());

    now.addAndGet(Seldom.PAUSE.toNanos() - 1);
    assertFalse(seldom.isTime());
    now.incrementAndGet();
    assertTrue(seldom.isTime());
    assertFalse(seldom.isTime());
  }
}
