package dev.otpost.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Answer;
import dev.otpost.demo.Post;
import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code otpost doctor} beside a daemon that runs, or should. */
class DoctorIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern TEST =
      Pattern.compile("otpost-doctor-[a-z0-9]{16}@otpost\\.invalid");

  @RegisterExtension final Stage stage = new Stage();

  DoctorIT() throws IOException {}

  @Test
  void sendsAMailAllTheWayAndReadsItBack() throws Exception {
    // Rules that would hold it, or turn it away, if it were anybody else's.
    var rules =
        new String[] {
          "OTPOST_IDENTIFIERS_ALLOW", "*@example.com",
          "OTPOST_SENDERS_ALLOW", "*@github.com",
          "OTPOST_SENDERS_REQUIRE", "dkim"
        };
    var daemon = stage.daemon(rules);
    var ended = doctor(daemon, rules);
    assertEquals(0, ended.exit(), ended::toString);
    assertTrue(ended.out().contains("all the way"), ended::toString);
    assertFalse(ended.out().contains("WRONG"), ended::toString);

    var post = stage.skyvern().awaitPosts(1, SOON).getFirst();
    assertTrue(TEST.matcher(post.identifier()).matches(), post::identifier);
    assertTrue(post.content().matches("[0-9]{6}"), "the bare code");
    assertTrue(post.expiry().orElseThrow().isBefore(Instant.now().plusSeconds(301)));
    assertFalse((ended.out() + ended.err() + daemon.log()).contains(post.content()));

    // Nobody has to act on it, and mail of others goes its way.
    var status = Product.run(stage.environment(rules), "status");
    assertEquals(0, status.exit(), status::toString);
    assertTrue(status.out().contains("0 pending, 1 delivered, 0 held"), status::toString);
  }

  @Tag("system")
  @Test
  void saysTheSameToAProgram() throws Exception {
    var daemon = stage.daemon();
    var ended = doctor(daemon, List.of("--json"));
    assertEquals(0, ended.exit(), ended::toString);
    assertEquals(1, ended.out().lines().count(), ended::toString);
    assertTrue(ended.out().startsWith("{\"passed\":true,\"steps\":[{\"name\":\"configuration\""));
    assertTrue(ended.out().contains("\"name\":\"skyvern\""), ended::toString);
    assertTrue(ended.out().matches("(?s).*\"took_ms\":[0-9].*"), ended::toString);
  }

  @Test
  void saysHowToStartADaemonThatIsStopped() throws Exception {
    var daemon = stage.daemon();
    int port = daemon.smtpPort();
    daemon.terminate();
    var ended = doctor(port, List.of());
    broken(ended, "no otpost runs", "systemctl start otpost");
    assertEquals(List.of(), stage.skyvern().posts());
  }

  @Test
  void saysThatTheKeyIsWrongAndLeavesNothingBehind() throws Exception {
    stage.skyvern().apiKey("another");
    var daemon = stage.daemon();
    var ended = doctor(daemon);
    broken(ended, "HTTP 403", "api-key-file");
    assertFalse(ended.out().contains(Stage.KEY), ended::toString);
    assertTrue(ended.out().contains("is dropped"), ended::toString);
    var list = Product.run(stage.environment(), "queue", "list", "--state", "pending");
    assertFalse(list.out().contains("otpost.invalid"), list::toString);
  }

  @Tag("system")
  @Test
  void saysThatSkyvernIsDown() throws Exception {
    stage.skyvern().goDown();
    broken(doctor(stage.daemon()), "no connection", "curl -sv " + stage.skyvern().uri());
  }

  @Tag("system")
  @Test
  void saysThatSkyvernNeverAnswers() throws Exception {
    stage.skyvern().answerBy(_ -> Optional.of(Answer.silence()));
    var ended = doctor(stage.daemon(), List.of("--wait", "2"));
    broken(ended, "has no answer", "curl -sv");
  }

  @Tag("system")
  @Test
  void saysThatThisMachineMayNotSendAndTakesAPassword() throws Exception {
    var hash =
        Product.finish(
            new ProcessBuilder(
                "sh",
                "-c",
                "echo tr0ub4dor | %s hash-password"
                    .formatted(Product.home().resolve("bin/otpost"))));
    var settings =
        new String[] {
          "OTPOST_SMTP_ALLOWED_NETWORKS",
          "192.0.2.0/24",
          "OTPOST_SMTP_USERS",
          "relay=" + hash.out().strip()
        };
    var daemon = stage.daemon(settings);
    broken(doctor(daemon, settings), "530 5.7.0", "smtp.allowed-networks", "--password-file");

    var file = Files.writeString(stage.folder().resolve("password"), "tr0ub4dor\n");
    var known =
        doctor(
            daemon.smtpPort(),
            List.of("--user", "relay", "--password-file", file.toString()),
            settings);
    assertEquals(0, known.exit(), known::toString);
    assertFalse(known.out().contains("tr0ub4dor"), known::toString);
  }

  @Tag("system")
  @Test
  void saysThatTheDaemonHasAnotherConfiguration() throws Exception {
    var daemon = stage.daemon();
    var ended = doctor(daemon, "OTPOST_SMTP_RECIPIENTS", "codes@gw.example.net");
    broken(ended, "550 5.1.1", "restart it");
  }

  @Test
  void saysThatTheConfigurationIsWrong() throws Exception {
    var daemon = stage.daemon();
    var ended = doctor(daemon, "OTPOST_SMTP_MAX_MESSAGE_SIZE", "large");
    broken(ended, "smtp.max-message-size", "put it right");
  }

  @Tag("system")
  @Test
  void handsTheMailInByTheSideWhereNoneComesBySmtp() throws Exception {
    var settings = new String[] {"OTPOST_SMTP_ENABLED", "false"};
    stage.daemon(settings);
    var ended = Product.run(stage.environment(settings), "doctor");
    assertEquals(0, ended.exit(), ended::toString);
    assertTrue(ended.out().contains("otpost ingest"), ended::toString);
  }

  /** Whoever sees a test mail on its way cannot use its header for a mail of his own. */
  @Test
  void aForgedOrReplayedHeaderOpensNoDoor() throws Exception {
    var rules = new String[] {"OTPOST_IDENTIFIERS_ALLOW", "*@example.com"};
    var daemon = stage.daemon(rules);
    assertEquals(0, doctor(daemon, rules).exit());
    var post = stage.skyvern().awaitPosts(1, SOON).getFirst();
    for (var seal : List.of("ab".repeat(32), "")) {
      forged(post, seal, daemon.smtpPort());
    }
    // A mail of somebody else behind it shows that these two were not posted.
    SampleMail.forwarded(new Address("john@example.com"), new Address(Stage.GATEWAY), Instant.now())
        .send("127.0.0.1", daemon.smtpPort());
    var posts = stage.skyvern().awaitPosts(2, SOON);
    assertEquals("john@example.com", posts.getLast().identifier());
    var held = Product.run(stage.environment(rules), "queue", "list", "--state", "held");
    assertEquals(
        2,
        held.out().lines().filter(line -> line.contains("otpost.invalid")).count(),
        held::toString);
  }

  private static void forged(Post post, String seal, int port) throws IOException {
    var mail =
        """
        X-Otpost-Test: %s default %d %s
        From: otpost doctor <otpost-doctor@otpost.invalid>
        To: <%s>
        Subject: Your verification code
        Message-ID: <forged-%d@otpost.invalid>

        Your verification code is %s.
        """
            .formatted(
                post.identifier(),
                Instant.now().getEpochSecond(),
                seal,
                post.identifier(),
                seal.length(),
                post.content());
    SampleMail.send(
        "127.0.0.1",
        port,
        "otpost-doctor@otpost.invalid",
        Stage.GATEWAY,
        mail.replace("\n", "\r\n").getBytes(UTF_8));
  }

  private static void broken(Product.Ended ended, String because, String... asks) {
    assertEquals(69, ended.exit(), ended::toString);
    assertEquals(1, ended.out().split("WRONG", -1).length - 1, ended::toString);
    assertTrue(ended.out().contains(because), ended::toString);
    for (var each : asks) {
      assertTrue(
          ended.out().lines().anyMatch(it -> it.contains("what to do: ") && it.contains(each)),
          ended::toString);
    }
  }

  private Product.Ended doctor(Daemon daemon, String... settings) throws Exception {
    return doctor(daemon.smtpPort(), List.of(), settings);
  }

  private Product.Ended doctor(Daemon daemon, List<String> options) throws Exception {
    return doctor(daemon.smtpPort(), options);
  }

  private Product.Ended doctor(int port, List<String> options, String... settings)
      throws Exception {
    var arguments = new ArrayList<>(List.of("doctor", "--server", "127.0.0.1:" + port));
    arguments.addAll(options);
    return Product.run(stage.environment(settings), arguments.toArray(String[]::new));
  }
}
