package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration;
import dev.otpost.config.Origin;
import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Checkup;
import dev.otpost.message.Checkup.Step;
import dev.otpost.message.Checkup.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsultationTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Checkup WELL =
      new Checkup(
          List.of(new Step("mail", "a mail", Verdict.PASSED, Optional.empty(), "it came", "")));

  @TempDir private Path directory;
  private Instant now = NOW;
  private int tests;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ConsultationTest() {}

  @Test
  void makesTheNextTestTenSecondsAfterTheLast() throws InterruptedException {
    var consultation = new Consultation(this::test, () -> now);
    assertTrue(consultation.test().passed());
    now = NOW.plus(Consultation.EVERY).minusMillis(1);
    var tooSoon = consultation.test();
    assertFalse(tooSoon.passed());
    assertEquals("wait 1 s", tooSoon.steps().getFirst().asks());
    assertEquals(1, tests);
    now = NOW.plus(Consultation.EVERY);
    assertTrue(consultation.test().passed());
    assertEquals(2, tests);
  }

  @Test
  void aClockThatWasSetBackLocksNobodyOut() throws InterruptedException {
    var consultation = new Consultation(this::test, () -> now);
    consultation.test();
    now = NOW.minus(Duration.ofDays(1));
    assertTrue(consultation.test().passed());
  }

  /** The whole way in this process, as the dashboard asks for it. */
  @Test
  void sendsAMailThroughTheDaemonThatItIsPartOf() throws Exception {
    try (var skyvern = StandInSkyvern.start()) {
      var settings = settings(skyvern);
      var clock = InstantSource.system();
      var daemon = new Daemon(settings, clock);
      daemon.run(
          running -> {
            try {
              var began = clock.instant();
              var checkup =
                  Consultation.of(
                          () -> settings, began, () -> running.smtp().orElseThrow().port(), clock)
                      .test();
              assertTrue(checkup.passed(), checkup::toString);
              assertEquals(1, skyvern.posts().size());
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            } finally {
              daemon.stop();
            }
          });
    }
  }

  private Settings settings(StandInSkyvern skyvern) {
    var environment =
        Map.of(
            "SKYVERN_API_KEY", skyvern.apiKey(),
            "SKYVERN_BASE_URL", skyvern.uri().toString(),
            "OTPOST_SMTP_HOST", "127.0.0.1",
            "OTPOST_SMTP_PORT", "0",
            "OTPOST_HTTP_PORT", "0",
            "OTPOST_SMTP_RECIPIENTS", "*@gw.example.com",
            "OTPOST_SPOOL_PATH", directory.resolve("spool").toString());
    var configuration =
        Configuration.load(new Origin(Optional.empty(), environment, "mx1"), Purpose.SERVE);
    return assertInstanceOf(Configuration.Loaded.class, configuration, configuration::toString)
        .settings();
  }

  @Test
  void makesOneAtATime() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var consultation =
        new Consultation(
            () -> {
              begun.countDown();
              end.await();
              return WELL;
            },
            () -> now);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(consultation::test);
      begun.await();
      now = NOW.plus(Duration.ofMinutes(1));
      assertFalse(consultation.test().passed());
      end.countDown();
      assertTrue(first.get().passed());
    }
  }

  private Checkup test() {
    tests++;
    return WELL;
  }
}
