package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often a source may come. */
class ArrivalsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Arrivals arrivals = new Arrivals(60);

  @Test
  void admitsAMinutesWorthAtOnceAndThenAsManyAsTimeGoesBy() throws UnknownHostException {
    var source = source("192.0.2.1");
    for (int i = 0; i < 60; i++) {
      assertTrue(arrivals.admit(source, 0));
    }
    assertFalse(arrivals.admit(source, 0));
    assertFalse(arrivals.admit(source, SECOND - 1));
    assertTrue(arrivals.admit(source, SECOND + 1));
    assertFalse(arrivals.admit(source, SECOND + 2));
  }

  @Test
  void doesNotHoldOneSourceAgainstAnother() throws UnknownHostException {
    for (int i = 0; i < 61; i++) {
      var _ = arrivals.admit(source("192.0.2.1"), 0);
    }
    assertFalse(arrivals.admit(source("192.0.2.1"), 0));
    assertTrue(arrivals.admit(source("192.0.2.2"), 0));
  }

  @Test
  void countsAnIpv6NetworkAsOne() throws UnknownHostException {
    for (int i = 1; i <= 60; i++) {
      assertTrue(arrivals.admit(source("2001:db8::" + i), 0));
    }
    assertFalse(arrivals.admit(source("2001:db8::ffff:1:2:3"), 0));
    assertTrue(arrivals.admit(source("2001:db8:0:1::1"), 0));
  }

  @Test
  void forgetsWhoHasNotComeForTheLongestTimeWhenThereAreTooMany() throws UnknownHostException {
    var first = source("192.0.2.1");
    for (int i = 0; i < 60; i++) {
      assertTrue(arrivals.admit(first, 0));
    }
    for (int i = 0; i < Arrivals.SOURCES - 1; i++) {
      assertTrue(arrivals.admit(source("10.0." + i / 256 + "." + i % 256), 0));
    }
    assertFalse(arrivals.admit(first, 0));
    for (int i = 0; i < Arrivals.SOURCES; i++) {
      assertTrue(arrivals.admit(source("10.1." + i / 256 + "." + i % 256), 0));
    }
    assertTrue(arrivals.admit(first, 0));
  }

  private static Neighbour source(String address) throws UnknownHostException {
    return Neighbour.of(InetAddress.getByName(address));
  }
}
