package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiversTest {

  private static final HttpUrl NEW = HttpUrl.get("http://skyvern.example/v1/credentials/totp");
  private static final HttpUrl OLD = HttpUrl.get("http://skyvern.example/api/v1/totp");

  private final Receivers receivers = new Receivers(URI.create("http://skyvern.example/"));

  @Test
  void triesTheOtherOneOnce() {
    assertEquals(NEW, receivers.used());
    assertTrue(receivers.missed(NEW));
    assertEquals(OLD, receivers.used());
    assertFalse(receivers.missed(OLD));
    assertEquals(NEW, receivers.used());
    assertTrue(receivers.missed(NEW), "the next time both are tried again");
  }

  @Test
  void staysWithTheOneThatAnswers() {
    receivers.missed(NEW);
    receivers.found(OLD);
    assertEquals(OLD, receivers.used());
    assertTrue(receivers.isOld(receivers.used()));
    assertTrue(receivers.missed(OLD));
    assertEquals(NEW, receivers.used());
  }

  @Test
  void isNotMovedBackByThoseWhoAskedBefore() {
    receivers.missed(NEW);
    receivers.found(OLD);
    assertTrue(receivers.missed(NEW), "asked before the other one was found");
    assertEquals(OLD, receivers.used());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "api"})
  void isFoundByManyAtOnceInTwoStepsEach(String there) throws Exception {
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> asker =
          () -> {
            boolean first = isAt(there);
            return first || isAt(there);
          };
      for (var found : askers.invokeAll(IntStream.range(0, 1000).mapToObj(_ -> asker).toList())) {
        assertTrue(found.get());
      }
    }
  }

  private boolean isAt(String there) {
    var url = receivers.used();
    if (url.pathSegments().getFirst().equals(there)) {
      receivers.found(url);
      return true;
    }
    assertTrue(receivers.missed(url));
    return false;
  }
}
