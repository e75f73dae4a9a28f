package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The disk under the spool fails. The sender keeps what is not on it, and otpost goes on by itself
 * when the disk does.
 */
class DiskFaultsIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension final Stage stage = new Stage();

  DiskFaultsIT() throws IOException {}

  @Test
  void aFullDiskIs452AndMailIsTakenAgainWhenThereIsRoom() throws Exception {
    var disk = stage.disk("2m");
    var daemon = stage.daemon();
    assertEquals(250, send(daemon, 1));

    disk.fill();
    int refused = refused(daemon, 452);
    assertTrue(logs(daemon, " not_kept "));

    disk.empty();
    assertEquals(250, send(daemon, refused + 1));
    assertEquals(250, send(daemon, refused));
    assertPosted(IntStream.rangeClosed(1, refused + 1).toArray());
    assertEquals(0, daemon.terminate());
  }

  @Tag("system")
  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource({
    "the disk does not sync, fsync, EIO, 451",
    "the disk takes no writes, pwrite64, EIO, 451",
    "the disk has become read-only, pwrite64, EROFS, 451",
    "the quota is used up, pwrite64, EDQUOT, 451",
    "there is no room, pwrite64, ENOSPC, 452",
  })
  void aDiskThatFailsCostsNoMailAndNoRestart(String why, String call, String error, int reply)
      throws Exception {
    var daemon = stage.daemon();
    assertEquals(250, send(daemon, 1));
    stage.skyvern().awaitCodes(1, SOON);

    int refused;
    try (var _ = Trace.failing(daemon, stage.spool(), call, error)) {
      refused = refused(daemon, reply);
      assertTrue(logs(daemon, " not_kept "));
    }

    assertEquals(250, send(daemon, refused + 1));
    assertEquals(250, send(daemon, refused));
    assertPosted(IntStream.rangeClosed(1, refused + 1).toArray());
    assertEquals(0, daemon.terminate());
    assertEquals(1, daemon.log().stream().filter(line -> line.contains(" started ")).count());
  }

  @Tag("system")
  @Test
  void whatCouldNotBeTriedWhileTheDiskWasFullIsNotOvertaken() throws Exception {
    stage.skyvern().goDown();
    var disk = stage.disk("2m");
    var daemon = stage.daemon();
    assertEquals(250, send(daemon, 1));
    assertTrue(logs(daemon, " unanswered id=1 "));
    disk.fill();
    assertTrue(logs(daemon, " spool_failed id=1 "));

    disk.empty();
    assertEquals(250, send(daemon, 2));
    assertEquals(250, send(daemon, 3));
    stage.skyvern().comeBack();
    assertPosted(1, 2, 3);
    Verdict.nothingIsOvertaken(stage.skyvern());
  }

  @Tag("system")
  @Test
  void whatSkyvernTookWhileTheDiskFailedIsPostedOnce() throws Exception {
    var answer = new CountDownLatch(1);
    stage
        .skyvern()
        .answerBy(
            post -> {
              awaitQuietly(answer);
              return Optional.empty();
            });
    var daemon = stage.daemon();
    assertEquals(250, send(daemon, 1));
    stage.skyvern().awaitPosts(1, SOON);
    try (var _ = Trace.failing(daemon, stage.spool(), "fsync", "EIO")) {
      answer.countDown();
      stage.skyvern().awaitCodes(1, SOON);
      assertTrue(logs(daemon, " spool_failed "));
    }
    assertTrue(logs(daemon, " delivered id=1 "));
    assertEquals(250, send(daemon, 2));
    assertPosted(1, 2);
  }

  @Test
  void aSpoolThatIsReadOnlyFromTheStartIsSaid() throws Exception {
    stage.disk("1m").becomeReadOnly();
    var ended = Product.run(stage.environment(), "serve");
    assertEquals(73, ended.exit(), ended::toString);
    assertTrue(ended.toString().contains(stage.spool().toString()), ended::toString);
  }

  @Test
  void aDiskThatIsFullFromTheStartIsSaid() throws Exception {
    stage.disk("64k").fill();
    var ended = Product.run(stage.environment(), "serve");
    assertEquals(73, ended.exit(), ended::toString);
    assertTrue(ended.toString().contains(stage.spool().toString()), ended::toString);
    assertTrue(Files.exists(stage.spool()));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int send(Daemon daemon, int number) throws IOException {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      var mail = new Mail(number, "john@example.com").bytes();
      return client.send(Mail.FROM, Stage.GATEWAY, mail).code();
    }
  }

  /**
   * The first mail from the second one on that is answered so. Each is a new one, for there may be
   * a little room left, and one that is here already needs none.
   */
  private static int refused(Daemon daemon, int reply) throws Exception {
    var last = new AtomicInteger(1);
    Until.holds(
        "the sender is told " + reply, SOON, () -> send(daemon, last.incrementAndGet()) == reply);
    return last.get();
  }

  private static boolean logs(Daemon daemon, String event) {
    return daemon.awaitLine(line -> line.contains(event), SOON).isPresent();
  }

  /** Each of them once, and no other. */
  private void assertPosted(int... numbers) {
    stage.skyvern().awaitCodes(numbers.length, SOON);
    var posted =
        stage.skyvern().codes().stream()
            .map(row -> Mail.numberIn(row.content()).orElse(-1))
            .sorted()
            .toList();
    assertEquals(IntStream.of(numbers).boxed().toList(), posted);
  }
}
