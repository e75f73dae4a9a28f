package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mail that got its 250 is posted, whatever happens to the daemon. */
class NothingIsLostIT {

  private static final int MAILS = 1_000;
  private static final int KILLS = 8;

  /**
   * What was under way at a kill is looked for before it is posted again, so it is posted twice
   * only if Skyvern stored it after the look-up or did not answer that. The stand-in answers at
   * once, and none was ever counted; one for each kill leaves room for a machine that is very busy.
   */
  private static final int TWICE_FOR_A_KILL = 1;

  @RegisterExtension final Stage stage = new Stage();

  NothingIsLostIT() throws IOException {}

  @Test
  void allArriveWhenNothingGoesWrong() throws Exception {
    var daemon = stage.daemon();
    try (var load = new Load(MAILS)) {
      long begin = System.nanoTime();
      load.start(daemon.smtpPort());
      assertEquals(List.of(), load.finish());
      double seconds = (System.nanoTime() - begin) / 1e9;

      judge(load);
      assertEquals(0, Verdict.repeated(stage.skyvern()));
      Figures.print(
          "%d mails over 8 connections: %.0f accepted/s".formatted(MAILS, MAILS / seconds));
      Figures.print(
          "final dot to POST: %s"
              .formatted(Figures.spread(Verdict.latencies(load, stage.skyvern()))));
    }
    assertEquals(0, daemon.terminate());
  }

  @Test
  void survivesAKillInTheMiddle() throws Exception {
    var daemon = stage.daemon();
    try (var load = new Load(MAILS)) {
      killAt(MAILS / 2, load, daemon);
      sendTheRest(load, daemon);
      judge(load);
      judgeKills("a kill in the middle", 1, daemon);
    }
  }

  @Tag("system")
  @Test
  void survivesAKillWhileSkyvernIsDown() throws Exception {
    stage.skyvern().goDown();
    var daemon = stage.daemon();
    try (var load = new Load(MAILS)) {
      killAt(MAILS / 2, load, daemon);
      sendTheRest(load, daemon);
      assertEquals(List.of(), stage.skyvern().posts());

      stage.skyvern().comeBack();
      judge(load);
      assertEquals(0, Verdict.repeated(stage.skyvern()));
    }
  }

  @Test
  void endsInGoodOrderUnderLoad() throws Exception {
    var daemon = stage.daemon();
    try (var load = new Load(MAILS)) {
      load.start(daemon.smtpPort());
      load.awaitAccepted(MAILS / 3);
      long begin = System.nanoTime();
      assertEquals(0, daemon.terminate());
      Figures.print(
          "SIGTERM to exit under load: %d ms".formatted((System.nanoTime() - begin) / 1_000_000));
      load.finish();

      sendTheRest(load, daemon);
      judge(load);
      assertEquals(0, Verdict.repeated(stage.skyvern()));
    }
  }

  /**
   * Eight kills a run, which makes two hundred; the number of runs is the system property {@code
   * otpost.kills}.
   */
  @Tag("system")
  @ParameterizedTest
  @MethodSource("seeds")
  void survivesKillsAtAnyTime(long seed) throws Exception {
    var random = RandomGeneratorFactory.getDefault().create(seed);
    var daemon = stage.daemon();
    try (var load = new Load(MAILS)) {
      for (int kill = 0; kill < KILLS; kill++) {
        skyvernComesAndGoes(random);
        killAt(random.nextInt(1, MAILS / KILLS), load, daemon);
        daemon.restart();
      }
      stage.skyvern().comeBack();
      sendTheRestTo(daemon.smtpPort(), load);
      judge(load);
      judgeKills("seed " + seed, KILLS, daemon);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("otpost.kills", 25));
  }

  private void skyvernComesAndGoes(RandomGenerator random) throws IOException {
    if (random.nextBoolean()) {
      stage.skyvern().goDown();
    } else {
      stage.skyvern().comeBack();
    }
  }

  /** Begins to send, kills after so many more yeses, and waits until every sender has noticed. */
  private static void killAt(int yeses, Load load, Daemon daemon) throws Exception {
    load.start(daemon.smtpPort());
    load.awaitAccepted(yeses);
    daemon.kill();
    load.finish();
  }

  private static void sendTheRest(Load load, Daemon daemon) throws Exception {
    daemon.restart();
    sendTheRestTo(daemon.smtpPort(), load);
  }

  /** As any mail server does with what got no 250. */
  private static void sendTheRestTo(int port, Load load) throws InterruptedException {
    load.start(port);
    assertEquals(List.of(), load.finish());
    assertEquals(MAILS, load.accepted().size());
  }

  private void judge(Load load) {
    Verdict.nothingIsLost(load, stage.skyvern());
    Verdict.nothingIsOvertaken(stage.skyvern());
  }

  private void judgeKills(String what, int kills, Daemon daemon) {
    int twice = Verdict.repeated(stage.skyvern());
    long found = daemon.log().stream().filter(line -> line.contains("found there as")).count();
    Figures.print(
        "%s: of %d mails, %d found at Skyvern after a lost answer, %d posted twice"
            .formatted(what, MAILS, found, twice));
    assertTrue(twice <= kills * TWICE_FOR_A_KILL, twice + " were posted twice");
  }
}
