package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.otpost.demo.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Codes, texts, subjects, keys and whole addresses never stand in the log, on good days and on bad
 * ones.
 */
class SecretsIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String MAIL =
      """
      From: "Harbour Bank" <no-reply@harbourbank.example>
      To: ferdinand@example.com
      Subject: Subjectword 918273
      Message-ID: <secrets@harbourbank.example>
      Content-Type: text/plain; charset=utf-8

      Bodyword: your code is 918273.
      https://harbourbank.example/login?token=Linkword
      """;

  @RegisterExtension final Stage stage = new Stage();

  SecretsIT() throws IOException {}

  @Test
  void neverStandInTheLog() throws Exception {
    neverStandIn("text");
  }

  @Tag("system")
  @Test
  void neverStandInTheLogForCollectors() throws Exception {
    neverStandIn("json");
  }

  private void neverStandIn(String format) throws Exception {
    var daemon = stage.daemon("OTPOST_LOG_FORMAT", format);
    stage
        .skyvern()
        .answerNext(
            Answer.status(503),
            Answer.garbage(),
            Answer.cut(),
            // An answer that says back what it was sent, as validation does.
            Answer.json(
                429, "{\"detail\":\"918273 Bodyword ferdinand@example.com " + Stage.KEY + "\"}"));
    var mail = bytes(MAIL);
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertEquals(250, client.send("ferdinand@example.com", Stage.GATEWAY, mail).code());
      client.send("", "ferdinand@example.com", mail);
      client.command("Bodyword 918273");
    }
    stage.skyvern().awaitCodes(1, SOON);

    stage
        .skyvern()
        .answerNext(Answer.json(422, "{\"detail\":\"918273 Bodyword " + Stage.KEY + "\"}"));
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertEquals(
          250, client.send("", Stage.GATEWAY, bytes(MAIL.replace("secrets@", "others@"))).code());
    }
    stage.skyvern().awaitPosts(6, SOON);
    assertEquals(0, daemon.terminate());

    var log = String.join("\n", daemon.log());
    for (var secret :
        List.of(
            "918273", "Bodyword", "Subjectword", "Linkword", Stage.KEY, "ferdinand@example.com")) {
      assertFalse(log.contains(secret), () -> secret + " stands in the log");
    }
  }

  private static byte[] bytes(String mail) {
    return mail.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
