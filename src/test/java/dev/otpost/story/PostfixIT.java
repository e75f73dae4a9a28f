package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real mail server relays to the daemon, and takes its answers at their word. */
class PostfixIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension final Stage stage = new Stage();

  PostfixIT() throws IOException {}

  @Test
  void relaysTwoHundredMails() throws Exception {
    var daemon = stage.daemon();
    var postfix = stage.postfix(daemon.smtpPort());
    try (var load = new Load(200, Mail::recipient)) {
      load.start(postfix.port());
      assertEquals(List.of(), load.finish());

      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
      assertEquals(0, Verdict.repeated(stage.skyvern()));
      Until.holds("the queue is empty", LIMIT, () -> postfix.queued() == 0);
      Figures.print(
          "through Postfix, final dot to POST: %s"
              .formatted(Figures.spread(Verdict.latencies(load, stage.skyvern()))));
    }
  }

  @Test
  void keepsTheMailWhileTheDaemonIsAway() throws Exception {
    var port = Integer.toString(Ports.free());
    var daemon = stage.daemon("OTPOST_SMTP_PORT", port);
    assertEquals(0, daemon.terminate());
    var postfix = stage.postfix(Integer.parseInt(port));
    try (var load = new Load(20, Mail::recipient)) {
      load.start(postfix.port());
      assertEquals(List.of(), load.finish());
      Until.holds("all are in the queue", LIMIT, () -> postfix.queued() == 20);
      assertEquals(List.of(), stage.skyvern().posts());

      daemon.restart();
      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
      Until.holds("the queue is empty", LIMIT, () -> postfix.queued() == 0);
    }
  }

  @Tag("system")
  @Test
  void sendsAgainWhatAKillLeftWithoutAnAnswer() throws Exception {
    var daemon = stage.daemon("OTPOST_SMTP_PORT", Integer.toString(Ports.free()));
    var postfix = stage.postfix(daemon.smtpPort());
    try (var load = new Load(200, Mail::recipient)) {
      load.start(postfix.port());
      stage.skyvern().awaitPosts(50, LIMIT);
      daemon.kill();
      assertEquals(List.of(), load.finish());

      daemon.restart();
      // What was cut off comes again when Postfix likes, perhaps after what was written later.
      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
    }
  }
}
