package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A daemon that may open 64 files and no more. */
class FewFilesIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MAILS = 200;

  @RegisterExtension final Stage stage = new Stage();

  FewFilesIT() throws IOException {}

  @Tag("system")
  @Test
  void losesNothingInACrowdAndGoesOnWhenItIsGone() throws Exception {
    var prlimit = Needs.program("prlimit", "util-linux").toString();
    var daemon = stage.daemonBy(List.of(prlimit, "--nofile=64:64", "--"));
    try (var load = new Load(MAILS)) {
      load.start(daemon.smtpPort());
      load.awaitAccepted(MAILS / 4);
      try (var _ = new Crowd(daemon.smtpPort()).comes(200, List.of("127.0.0.1"))) {
        assertTrue(
            daemon.awaitLine(line -> line.contains("Too many open files"), SOON).isPresent(),
            "it has no files left");
      }
      load.finish();
      Until.holds("all mails are taken", SOON, () -> isAllTaken(load, daemon));
      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
      Verdict.nothingIsOvertaken(stage.skyvern());
    }
    assertEquals(0, daemon.terminate());
    assertEquals(1, daemon.log().stream().filter(line -> line.contains(" started ")).count());
  }

  private static boolean isAllTaken(Load load, Daemon daemon) throws InterruptedException {
    load.start(daemon.smtpPort());
    load.finish();
    return load.accepted().size() == MAILS;
  }
}
