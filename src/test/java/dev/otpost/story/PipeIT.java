package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A real mail server hands over its mail by {@code otpost ingest}, and goes by its exit codes. Both
 * it and the daemon act as the same user, who is not root.
 */
class PipeIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String USER = "nobody";
  private static final Mail MAIL = new Mail(7, "john@example.com");

  @RegisterExtension final Stage stage = new Stage();

  PipeIT() throws IOException {}

  @BeforeEach
  void belongToAUserWhoIsNotRoot() throws IOException {
    stage.belongTo(USER);
  }

  @Test
  void postsWhatIsPipedInWhileTheDaemonRuns() throws Exception {
    stage.daemonAs(USER);
    var postfix = stage.pipingPostfix(USER, configuration());
    try (var load = new Load(8, Mail::recipient)) {
      load.start(postfix.port());
      assertEquals(List.of(), load.finish());

      Verdict.nothingIsLost(load, stage.skyvern());
      assertEquals(0, Verdict.repeated(stage.skyvern()));
      Until.holds("the queue is empty", LIMIT, () -> postfix.queued() == 0);
      Figures.print(
          "piped in by Postfix, final dot to POST: %s"
              .formatted(Figures.spread(Verdict.latencies(load, stage.skyvern()))));
    }
  }

  @Tag("system")
  @Test
  void keepsWhatIsPipedInWhileTheDaemonIsStopped() throws Exception {
    var daemon = stage.daemonAs(USER);
    assertEquals(0, daemon.terminate());
    var postfix = stage.pipingPostfix(USER, configuration());
    try (var load = new Load(4, Mail::recipient)) {
      load.start(postfix.port());
      assertEquals(List.of(), load.finish());
      Until.holds("the queue is empty", LIMIT, () -> postfix.queued() == 0);
      assertEquals(List.of(), stage.skyvern().posts());

      daemon.restart();
      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
    }
  }

  @Test
  void leavesTheMailWithPostfixUntilThereIsASpool() throws Exception {
    var postfix = stage.pipingPostfix(USER, configuration());
    send(postfix, Mail.FROM, MAIL.recipient());
    Until.holds("it is put off", LIMIT, () -> postfix.logged("status=deferred"));
    assertEquals(1, postfix.queued());

    stage.daemonAs(USER);
    stage.skyvern().awaitPosts(1, LIMIT);
    Until.holds("the queue is empty", LIMIT, () -> postfix.queued() == 0);
  }

  @Tag("system")
  @Test
  void hasPostfixReturnWhatIsNotForUs() throws Exception {
    stage.daemonAs(USER);
    var postfix = stage.pipingPostfix(USER, configuration());
    send(postfix, Mail.FROM, "stranger@gw.example.net");
    Until.holds("it is returned", LIMIT, () -> postfix.logged("status=bounced (user unknown"));
    assertEquals(List.of(), stage.skyvern().posts());
  }

  @Tag("system")
  @Test
  void takesMailOfTheNullSender() throws Exception {
    stage.daemonAs(USER);
    var postfix = stage.pipingPostfix(USER, configuration());
    send(postfix, "", MAIL.recipient());
    Until.holds("it is handed over", LIMIT, () -> postfix.logged("status=sent"));
    var shown = Product.run(stage.environment(), "queue", "show", "1");
    assertTrue(shown.out().contains("mail from    <>"), shown::toString);
  }

  private static void send(Postfix postfix, String from, String to) throws IOException {
    try (var client = new SmtpClient(postfix.port())) {
      assertTrue(client.send(from, to, MAIL.bytes()).isYes());
    }
  }

  /** A file: Postfix hands down no variables. */
  private Path configuration() throws IOException {
    return Files.writeString(
        stage.folder().resolve("otpost.yaml"),
        "smtp:\n  recipients: %s\nspool:\n  path: %s\n"
            .formatted(Stage.GATEWAY, stage.folder().resolve("spool")));
  }
}
