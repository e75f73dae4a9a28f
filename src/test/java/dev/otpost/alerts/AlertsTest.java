package dev.otpost.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.alerts.AlertSettings.MailServer;
import dev.otpost.alerts.AlertSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Secret;
import dev.otpost.message.Telling;
import dev.otpost.message.Tellings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The channels together, each in its own time. */
final class AlertsTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Concern BARRED = new Concern(Kind.SKYVERN_BARRED, "default", "HTTP 401", 0);

  private static final Pace AT_ONCE =
      new Pace(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofMinutes(10),
          Duration.ofHours(4),
          Duration.ZERO,
          Duration.ofMillis(20),
          Duration.ofMillis(20));

  /** What is told here survives everything. */
  private static final class Notes implements Tellings {
    private final Map<String, Telling> kept = new ConcurrentHashMap<>();

    @Override
    public List<Telling> tellings(String channel) {
      return kept.values().stream().filter(it -> it.channel().equals(channel)).toList();
    }

    @Override
    public void keep(List<Telling> some, List<Telling> forgotten) {
      forgotten.forEach(it -> kept.remove(it.channel() + it.concern().topic()));
      some.forEach(it -> kept.put(it.channel() + it.concern().topic(), it));
    }
  }

  private final Hook hook = new Hook();
  private final Notes notes = new Notes();
  private final AtomicReference<Sight> sight = new AtomicReference<>(Sight.of(BARRED));

  AlertsTest() throws IOException {}

  @AfterEach
  void close() {
    hook.close();
  }

  @Test
  void tellsWhereItCanAtOnceThoughOtherChannelsHangRefuseAndAreWrong() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var _ =
            start(
                new AlertSettings(
                    AlertSettings.Limits.STANDARD,
                    List.of(
                        new Secret("http://127.0.0.1:" + silent.getLocalPort()),
                        new Secret("http://127.0.0.1:1"),
                        new Secret(hook.url("/well"))),
                    List.of("/bin/false"),
                    Optional.of(mail(silent.getLocalPort())),
                    Optional.empty()))) {
      await(() -> !hook.bodies().isEmpty());
      await(() -> notes.tellings("webhook-3").size() == 1);
      assertEquals("raised", hook.bodies().getFirst().get("state"));
      await(() -> notes.tellings("log").size() == 1);
      for (var broken : List.of("webhook", "webhook-2", "command", "mail")) {
        assertEquals(List.of(), notes.tellings(broken), broken);
      }
    }
  }

  @Test
  void triesAgainUntilItIsTold() {
    hook.answerNext(503);
    hook.answerNext(429);
    try (var _ = start(webhook())) {
      await(() -> notes.tellings("webhook").size() == 1);
      assertEquals(3, hook.bodies().size());
    }
  }

  @Test
  void takesTheUrlOfTheNewSettings() {
    try (var alerts = start(webhook("http://127.0.0.1:1/gone"))) {
      await(() -> notes.tellings("log").size() == 1);
      alerts.useSecretsOf(webhook());
      await(() -> !hook.bodies().isEmpty());
    }
  }

  @Test
  void closesThoughAChannelHangs() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long begin;
      try (var _ = start(webhook("http://127.0.0.1:" + silent.getLocalPort()))) {
        silent.accept();
        begin = System.nanoTime();
      }
      assertTrue(System.nanoTime() - begin < SOON.toNanos());
    }
  }

  @Test
  void saysOfEachChannelWhatCameOfATest() throws Exception {
    hook.answerNext(200);
    hook.answerNext(403);
    var settings =
        new AlertSettings(
            AlertSettings.Limits.STANDARD,
            List.of(new Secret(hook.url("/a")), new Secret(hook.url("/b"))),
            List.of("/bin/true"),
            Optional.empty(),
            Optional.empty());
    assertEquals(
        List.of(
            new Alerts.Tried("webhook", true, "HTTP 200"),
            new Alerts.Tried("webhook-2", false, "HTTP 403"),
            new Alerts.Tried("command", true, "exit code 0")),
        Alerts.test(settings, "mx1", InstantSource.system()));
    assertEquals("test", hook.bodies().getFirst().get("kind"));
  }

  private Alerts start(AlertSettings settings) {
    return Alerts.start(settings, AT_ONCE, sight::get, notes, "mx1", InstantSource.system());
  }

  private AlertSettings webhook() {
    return webhook(hook.url("/well"));
  }

  private static AlertSettings webhook(String url) {
    return new AlertSettings(
        AlertSettings.Limits.STANDARD,
        List.of(new Secret(url)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static MailServer mail(int port) {
    var ops = new Address("ops@example.com");
    return new MailServer("localhost", port, Tls.NONE, "", Secret.NONE, ops, List.of(ops));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.multipliedBy(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not in time");
      LockSupport.parkNanos(10_000_000);
    }
  }
}
