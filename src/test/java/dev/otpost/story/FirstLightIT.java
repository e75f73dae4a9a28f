package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Answer;
import dev.otpost.demo.Post;
import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StoredCode;
import dev.otpost.message.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One mail, all the way. */
class FirstLightIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Address JOHN = new Address("John.Doe@example.com");

  @RegisterExtension final Stage stage = new Stage();

  FirstLightIT() throws IOException {}

  @Test
  void aMailSentBySwaksArrivesAtSkyvern() throws Exception {
    var swaks = Needs.program("swaks", "swaks");
    var daemon = stage.daemon("OTPOST_DELIVERY_LIFETIME", "5m");
    var mail = SampleMail.forwarded(JOHN, new Address(Stage.GATEWAY), Instant.now());
    var file = Files.write(stage.folder().resolve("mail.eml"), mail.bytes());

    var before = Instant.now();
    var sent =
        Product.finish(
            new ProcessBuilder(
                swaks.toString(),
                "--server=127.0.0.1:" + daemon.smtpPort(),
                "--from=" + mail.mailFrom(),
                "--to=" + Stage.GATEWAY,
                "--data=@" + file));
    assertEquals(0, sent.exit(), sent::toString);

    var post = stage.skyvern().awaitPosts(1, SOON).getFirst();
    var after = Instant.now();
    assertEquals("john.doe@example.com", post.identifier());
    assertEquals(Stage.KEY, post.apiKey());
    assertEquals("email", post.source());
    assertTrue(post.content().startsWith("Subject: Your Harbour Bank sign-in code\n\n"));
    assertTrue(post.content().contains("If it’s you, enter this code"));
    assertFalse(post.content().contains("<"));
    // A second less, in case the time is sent in whole seconds.
    var expiry = post.expiry().orElseThrow();
    assertFalse(expiry.isBefore(before.plusSeconds(5 * 60 - 1)), () -> expiry + " " + before);
    assertFalse(expiry.isAfter(after.plusSeconds(5 * 60)), () -> expiry + " " + after);
    assertTrue(stage.skyvern().awaitCode(row -> row.code().equals(mail.code()), SOON).isPresent());
    assertEquals(
        Optional.of(mail.code()),
        stage.skyvern().codeForRun("john.doe@example.com").map(StoredCode::code));
  }

  @Test
  void theSameMailAgainIsTakenAndPostedOnce() throws Exception {
    var daemon = stage.daemon();
    var mail = SampleMail.forwarded(JOHN, new Address(Stage.GATEWAY), Instant.now());
    var other = SampleMail.forwarded(JOHN, new Address(Stage.GATEWAY), Instant.now());
    mail.send("127.0.0.1", daemon.smtpPort());
    mail.send("127.0.0.1", daemon.smtpPort());
    other.send("127.0.0.1", daemon.smtpPort());

    // The other mail is last in the lane: when it is there, the second coming of the first would be
    // too.
    assertTrue(stage.skyvern().awaitCode(row -> row.code().equals(other.code()), SOON).isPresent());
    assertEquals(2, stage.skyvern().posts().size());
  }

  /** As long as a language model reads the first, all the others are under way. */
  @Test
  void sixtyFourRecipientsDoNotWaitForEachOther() throws Exception {
    stage.skyvern().answerBy(post -> Optional.of(Answer.contract().after(Duration.ofMinutes(1))));
    var daemon = stage.daemon();
    try (var load = new Load(64)) {
      load.start(daemon.smtpPort());
      assertEquals(List.of(), load.finish());
      var posts = stage.skyvern().awaitPosts(64, SOON);
      assertEquals(64, posts.stream().map(Post::identifier).distinct().count());
    }
  }

  @Test
  void nobodyElseGetsMailIn() throws Exception {
    var daemon = stage.daemon();
    try (var client = new SmtpClient(daemon.smtpPort())) {
      var reply = client.send(Mail.FROM, "someone@elsewhere.example", new byte[0]);
      assertTrue(reply.line().startsWith("550 5.1.1"), reply::line);
    }
  }

  @Test
  void aNewKeyIsTakenFromItsFileAtSighupAndNothingIsLostMeanwhile() throws Exception {
    var file = Files.writeString(stage.folder().resolve("key"), "sk-of-yesterday\n");
    var daemon =
        stage.daemon("SKYVERN_API_KEY", "", "OTPOST_SKYVERN_API_KEY_FILE", file.toString());
    var mail = SampleMail.forwarded(JOHN, new Address(Stage.GATEWAY), Instant.now());
    mail.send("127.0.0.1", daemon.smtpPort());
    var refused = stage.skyvern().awaitPosts(1, SOON).getFirst();
    assertEquals("sk-of-yesterday", refused.apiKey());
    assertTrue(daemon.awaitLine(line -> line.contains(" barred id="), SOON).isPresent());

    Files.writeString(file, Stage.KEY + "\n");
    daemon.hangUp();

    var row = stage.skyvern().awaitCodes(1, SOON).getFirst();
    assertEquals(mail.code(), row.code());
  }

  @Test
  void theDemoShowsAMailPosted() throws Exception {
    var demo =
        Product.run(
            stage.environment("SKYVERN_API_KEY", "", "SKYVERN_BASE_URL", ""), "demo", "--once");
    assertEquals(0, demo.exit(), demo::toString);
    assertTrue(demo.out().matches("(?s).*\\b\\d{6}\\b.*"), demo::toString);
    assertTrue(demo.out().contains(" ms"), demo::toString);
  }

  @Test
  void startsQuickly() throws Exception {
    long begin = System.nanoTime();
    var daemon = stage.daemon();
    try (var client = new SmtpClient(daemon.smtpPort())) {
      Figures.print(
          "start to 220 banner and EHLO: %d ms".formatted((System.nanoTime() - begin) / 1_000_000));
      assertTrue(client.command("NOOP").isYes());
    }
    assertEquals(0, daemon.terminate());
    assertTrue(daemon.awaitLine(line -> line.contains(" stopped"), Duration.ZERO).isPresent());
  }
}
