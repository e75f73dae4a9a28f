package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.web.pull.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs of Skyvern fetch their codes from the product. */
class PullIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String JOHN = "john@example.com";
  private static final String PATH = Run.path(JOHN);

  @RegisterExtension final Stage stage = new Stage();

  PullIT() throws IOException {}

  @Test
  void theSameRunGetsItAgainWhenOtpostIsKilledBeforeItsAnswer() throws Exception {
    var daemon = stage.daemon("OTPOST_DELIVERY_PUSH", "false", "OTPOST_PULL_WAIT", "5s");
    var mail = new Mail(1, JOHN);
    try (var asking = Executors.newVirtualThreadPerTaskExecutor();
        var client = HttpClient.newHttpClient()) {
      int port = daemon.httpPort();
      // Nobody reads this answer: it may as well not have been sent.
      var _ = asking.submit(() -> new Run(client, port, Stage.KEY, "wr_1", "tsk_1").code(PATH));
      Until.holds("the run waits", LIMIT, () -> count("run") == 1);
      send(daemon, mail);
      Until.holds("it is handed out", LIMIT, () -> count("serving") == 1);
      Until.holds(
          "it is counted",
          LIMIT,
          () -> metrics(client, port).contains("\notpost_codes_served_total 1\n"));
      daemon.kill();
    }
    daemon.restart();
    try (var client = HttpClient.newHttpClient()) {
      assertEquals("", run(client, daemon, "wr_2").code(PATH), "no other run gets it");
      assertEquals(mail.code(), run(client, daemon, "wr_1").code(PATH));
    }
    assertEquals(List.of(), stage.skyvern().posts());
    assertEquals(1, count("serving"));
    var shown = Product.run(stage.environment(), "queue", "show", "1");
    assertTrue(shown.out().contains("served: a run of Skyvern has fetched it"), shown::toString);
    assertTrue(shown.out().contains("by wr_1, task tsk_1"), shown::toString);
    assertFalse(String.join("\n", daemon.log()).contains(mail.code()), "no code in the log");
  }

  @Test
  void aKeyThatIsChangedCountsAtOnce() throws Exception {
    var keys = stage.folder().resolve("pull-keys");
    Files.writeString(keys, "sk-one\nsk-two\n");
    var daemon =
        stage.daemon("OTPOST_SKYVERN_PULL_KEYS_FILE", keys.toString(), "OTPOST_PULL_WAIT", "0s");
    try (var client = HttpClient.newHttpClient()) {
      for (var key : List.of(Stage.KEY, "sk-one", "sk-two")) {
        assertEquals(
            200, new Run(client, daemon.httpPort(), key, "wr_1", "").ask(PATH).statusCode());
      }
      var three = new Run(client, daemon.httpPort(), "sk-three", "wr_1", "");
      assertEquals(401, three.ask(PATH).statusCode());
      Files.writeString(keys, "sk-three");
      daemon.hangUp();
      Until.holds("the new key is taken", LIMIT, () -> status(three) == 200);
      assertEquals(401, status(new Run(client, daemon.httpPort(), "sk-one", "wr_1", "")));
    }
  }

  private static int status(Run run) {
    try {
      return run.ask(PATH).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String metrics(HttpClient client, int port) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)));
    try {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Run run(HttpClient client, Daemon daemon, String run) {
    return new Run(client, daemon.httpPort(), Stage.KEY, run, run.replace("wr", "tsk"));
  }

  private static void send(Daemon daemon, Mail mail) throws Exception {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertTrue(client.send(Mail.FROM, Stage.GATEWAY, mail.bytes()).isYes());
    }
  }

  private long count(String table) {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + stage.spool().resolve("spool.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from " + table)) {
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
