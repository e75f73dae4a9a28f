package dev.otpost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.Security;
import org.junit.jupiter.api.Test;

/** The story of it is told with a real daemon. */
final class NameMemoryTest {

  @Test
  void remembersAnAddressForASecondAndAFailureNotAtAll() {
    NameMemory.shorten();
    assertEquals("1", Security.getProperty("networkaddress.cache.ttl"));
    assertEquals("0", Security.getProperty("networkaddress.cache.negative.ttl"));
  }
}
