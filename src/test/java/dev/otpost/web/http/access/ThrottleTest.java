package dev.otpost.web.http.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Network;
import dev.otpost.message.Secret;
import dev.otpost.web.http.access.Keyring.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE); // It may overflow.
  private final Throttle throttle = new Throttle(now::get);

  @Test
  void letsOneSourceTryFiveTimesAndThenOnceAMinute() {
    for (int i = 0; i < Throttle.FROM_ONE; i++) {
      assertTrue(throttle.admit(address("192.0.2.1")));
    }
    assertFalse(throttle.admit(address("192.0.2.1")));
    assertTrue(throttle.admit(address("192.0.2.2")));

    now.addAndGet(Throttle.FROM_ONE_EVERY.toNanos() - 1);
    assertFalse(throttle.admit(address("192.0.2.1")));
    now.addAndGet(1);
    assertTrue(throttle.admit(address("192.0.2.1")));
    assertFalse(throttle.admit(address("192.0.2.1")));
  }

  @Test
  void takesAnIpv6NetworkForOneSource() {
    for (int i = 0; i < Throttle.FROM_ONE; i++) {
      assertTrue(throttle.admit(address("2001:db8::" + i)));
    }
    assertFalse(throttle.admit(address("2001:db8::ffff")));
    assertTrue(throttle.admit(address("2001:db8:0:1::1")));
  }

  @Test
  void letsAllTogetherTryThirtyTimesAndThenOnceASecond() {
    for (int i = 0; i < Throttle.IN_ALL; i++) {
      assertTrue(throttle.admit(address("192.0.2." + i)));
    }
    assertFalse(throttle.admit(address("198.51.100.1")));

    now.addAndGet(Throttle.IN_ALL_EVERY.toNanos());
    assertTrue(throttle.admit(address("198.51.100.1")));
    assertFalse(throttle.admit(address("198.51.100.1")));
  }

  @Test
  void forgetsTheTriesOfWhoGotItRight() throws Exception {
    var keys = new Keyring(new Secret("correct horse"), List.of(), now::get);
    for (int i = 0; i < 3; i++) {
      for (int j = 1; j < Throttle.FROM_ONE; j++) {
        assertEquals(Verdict.WRONG, keys.login(address("192.0.2.1"), new Secret("wrong")));
      }
      assertEquals(Verdict.RIGHT, keys.login(address("192.0.2.1"), new Secret("correct horse")));
    }
  }

  @Test
  void knowsAPasswordHoweverASystemTypesIt() throws Exception {
    var keys = new Keyring(new Secret("sch\u00f6n genug"), List.of(), now::get);

    assertEquals(Verdict.RIGHT, keys.login(address("::1"), new Secret("scho\u0308n genug")));
    assertEquals(
        Verdict.WRONG, keys.login(address("::1"), new Secret("x".repeat(Keyring.LONGEST + 1))));
  }

  private static InetAddress address(String text) {
    return Network.address(text).orElseThrow();
  }
}
