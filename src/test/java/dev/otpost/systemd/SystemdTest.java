package dev.otpost.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SystemdTest {

  @TempDir private Path folder;

  private static Systemd systemd(String address) {
    return Systemd.of(Map.of("NOTIFY_SOCKET", address), 42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract"})
  void isToldEverythingAtAPathAndInTheAbstractNamespace(String kind) throws Exception {
    var address =
        kind.equals("path") ? folder.resolve("notify").toString() : "@otpost-test-" + folder;
    try (var listener = new SocketOfSystemd(address)) {
      var systemd = systemd(address);
      assertTrue(systemd.isThere());
      systemd.ready();
      assertEquals("READY=1", listener.next());
      long before = System.nanoTime() / 1000;
      systemd.reloading();
      var reloading = listener.next();
      assertTrue(reloading.startsWith("RELOADING=1 MONOTONIC_USEC="), reloading);
      long told = Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1));
      assertTrue(before <= told && told <= System.nanoTime() / 1000, reloading);
      systemd.status("1,234 taken, 2 held, Skyvern answers – gut\nREADY=1");
      assertEquals("STATUS=1,234 taken, 2 held, Skyvern answers – gut", listener.next());
      systemd.alive();
      assertEquals("WATCHDOG=1", listener.next());
      systemd.stopping();
      assertEquals("STOPPING=1", listener.next());
    }
  }

  @Test
  void isNotThereIfNobodyNamesASocket() {
    assertFalse(Systemd.of(Map.of(), 42).isThere());
    assertFalse(systemd("").isThere());
    Systemd.of(Map.of(), 42).ready();
  }

  @ParameterizedTest
  @ValueSource(strings = {"notify", "@", "vsock:2:1234"})
  void isNotThereIfTheAddressIsNone(String address) {
    assertFalse(systemd(address).isThere());
  }

  @Test
  void takesAnAddressAsLongAsOneMayBeAndNoLongerOne() {
    assertTrue(systemd("/" + "x".repeat(Datagrams.LONGEST_PATH - 2)).isThere());
    assertFalse(systemd("/" + "x".repeat(Datagrams.LONGEST_PATH - 1)).isThere());
  }

  @Test
  void doesNotFailBecauseNobodyListens() {
    systemd(folder.resolve("nobody").toString()).ready();
    systemd("@otpost-nobody-" + folder).ready();
  }

  @ParameterizedTest
  @CsvSource({
    "2000000, , PT2S",
    "2000000, 42, PT2S",
    "2000000, 43, ",
    "0, 42, ",
    "x, 42, ",
    "-1, 42, ",
    ", 42, ",
  })
  void isWatchedIfSystemdSaysSoOfThisProcess(String micros, String pid, Duration watchdog) {
    var environment =
        Map.of(
            "NOTIFY_SOCKET",
            "/run/x",
            "WATCHDOG_USEC",
            micros == null ? "" : micros,
            "WATCHDOG_PID",
            pid == null ? "" : pid);
    assertEquals(Optional.ofNullable(watchdog), Systemd.of(environment, 42).watchdog());
  }

  @Test
  void hearsOfItAsLongAsItLivesAndOfALineWhenItChanges() throws Exception {
    var address = folder.resolve("notify").toString();
    var alive = new AtomicBoolean(true);
    try (var listener = new SocketOfSystemd(address)) {
      var systemd = Systemd.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "100000"), 42);
      try (var heartbeat = Heartbeat.of(systemd)) {
        heartbeat.start(() -> "all is well", alive::get);
        assertEquals("STATUS=all is well", listener.next("STATUS="));
        assertEquals("WATCHDOG=1", listener.next());
        assertEquals("WATCHDOG=1", listener.next());
        alive.set(false);
      }
      systemd.stopping();
      assertEquals("STOPPING=1", listener.next("STOPPING"));
    }
  }
}
