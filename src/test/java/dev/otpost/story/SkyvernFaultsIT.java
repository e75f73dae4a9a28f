package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Answer;
import dev.otpost.demo.StoredCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Skyvern, or what stands in its place, does not do as it should: every mail waits, and when
 * Skyvern is back all of them are there, once and in order.
 */
class SkyvernFaultsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int LANES = 4;
  private static final int MAILS = 12;

  /** What is promised, and a second for a machine that has other things to do. */
  private static final Duration AFTER_A_RETURN = Duration.ofSeconds(3);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

  /** How often who wants the operator is asked. */
  private static final Duration BARRED_PROBE = Duration.ofSeconds(15);

  @RegisterExtension final Stage stage = new Stage();

  SkyvernFaultsIT() throws IOException {}

  @Test
  void whatWaitedWhileSkyvernWasDownIsThereTwoSecondsAfterItsReturn() throws Exception {
    stage.skyvern().goDown();
    var daemon = stage.daemon();
    sendAll(daemon);
    assertTrue(logs(daemon, " unanswered id="));

    long back = System.nanoTime();
    stage.skyvern().comeBack();
    assertAllArrive("down", back, AFTER_A_RETURN);
  }

  @Tag("system")
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SAYS_NOTHING, unanswered",
    "RESETS_AT_ONCE, unanswered",
    "RESETS_IN_THE_MIDDLE, unanswered",
    "SAYS_WHAT_IS_NO_HTTP, unanswered",
    "SAYS_ONE_OCTET_A_SECOND, unanswered",
    "SAYS_HEADERS_WITHOUT_END, unanswered",
    "SAYS_A_BODY_WITHOUT_END, barred",
    "WANTS_A_PERSON_TO_SIGN_IN, barred"
  })
  void whateverStandsInSkyvernsPlaceCostsNoMail(Impostor.Way way, String event) throws Exception {
    var impostor = stage.with(Impostor.of(stage.skyvern()));
    impostor.goes(way);
    var daemon =
        stage.daemon(
            "SKYVERN_BASE_URL",
            impostor.uri().toString(),
            "OTPOST_DELIVERY_CALL_TIMEOUT",
            CALL_TIMEOUT.toSeconds() + "s");
    sendAll(daemon);
    assertTrue(logs(daemon, " " + event + " id="));
    assertEquals(List.of(), stage.skyvern().codes());

    long back = System.nanoTime();
    impostor.goes(Impostor.Way.PASSES_ON);
    assertAllArrive(
        way.toString(),
        back,
        event.equals("barred")
            ? BARRED_PROBE.plus(AFTER_A_RETURN)
            : CALL_TIMEOUT.plus(AFTER_A_RETURN));
    assertEquals(0, daemon.terminate());
  }

  @Tag("system")
  @Test
  void aSkyvernWhoseCertificateDoesNotHoldIsToldNothing() throws Exception {
    var authority = new Authority();
    var server = stage.with(SecureFront.to(stage.skyvern(), authority.ofAStranger()));
    var daemon =
        stage.daemon(
            "SKYVERN_BASE_URL", server.uri().toString(),
            "OTPOST_JAVA_OPTS", authority.trustedBy(stage.folder()));
    sendAll(daemon);
    assertTrue(logs(daemon, "no secure connection"));
    for (var bad : List.of(authority.expired(), authority.ofAnotherHost())) {
      int before = daemon.log().size();
      server.shows(bad);
      Until.holds(
          "it is seen",
          SOON,
          () ->
              daemon.log().stream()
                      .skip(before)
                      .filter(line -> line.contains("no secure connection"))
                      .count()
                  > 1);
    }
    assertEquals(List.of(), stage.skyvern().posts());

    long back = System.nanoTime();
    server.shows(authority.good());
    assertAllArrive("certificates that do not hold", back, AFTER_A_RETURN);
  }

  @Tag("system")
  @Test
  void aSkyvernWhoseNameIsNotKnownIsFoundAsSoonAsItIs() throws Exception {
    var hosts = Files.writeString(stage.folder().resolve("hosts"), "127.0.0.1 other.example\n");
    var daemon =
        stage.daemon(
            "SKYVERN_BASE_URL",
            "http://skyvern.example:" + stage.skyvern().uri().getPort(),
            "OTPOST_JAVA_OPTS",
            "-Djdk.net.hosts.file=" + hosts);
    sendAll(daemon);
    assertTrue(logs(daemon, "no such host"));

    long back = System.nanoTime();
    Files.writeString(hosts, "127.0.0.1 skyvern.example\n");
    assertAllArrive("a name that is not known", back, AFTER_A_RETURN);
  }

  @Tag("system")
  @Test
  void endsInTimeWhileSkyvernHangsAndPostsAfterwards() throws Exception {
    stage.skyvern().answerBy(_ -> Optional.of(Answer.silence()));
    var daemon = stage.daemon();
    sendAll(daemon);
    stage.skyvern().awaitPosts(LANES, SOON);

    long begin = System.nanoTime();
    assertEquals(0, daemon.terminate());
    var took = Duration.ofNanos(System.nanoTime() - begin);
    Figures.print("SIGTERM to exit while Skyvern hangs: %d ms".formatted(took.toMillis()));
    assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);

    stage.skyvern().answerBy(_ -> Optional.empty());
    daemon.restart();
    assertAllArrive("a stop while Skyvern hangs", System.nanoTime(), SOON);
  }

  private static void sendAll(Daemon daemon) throws IOException {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      for (int number = 0; number < MAILS; number++) {
        var mail = new Mail(number, "user%d@example.com".formatted(number % LANES));
        assertEquals(250, client.send(Mail.FROM, Stage.GATEWAY, mail.bytes()).code());
      }
    }
  }

  private static boolean logs(Daemon daemon, String event) {
    return daemon.awaitLine(line -> line.contains(event), SOON).isPresent();
  }

  private void assertAllArrive(String after, long back, Duration within) {
    stage.skyvern().awaitCodes(MAILS, SOON);
    var took = Duration.ofNanos(System.nanoTime() - back);
    Figures.print(
        "%d mails of %d lanes are there %d ms after %s"
            .formatted(MAILS, LANES, took.toMillis(), after));
    Verdict.nothingIsOvertaken(stage.skyvern());
    var once = new HashSet<String>();
    assertTrue(
        stage.skyvern().codes().stream().map(StoredCode::code).allMatch(once::add), "posted twice");
    assertTrue(took.compareTo(within) < 0, () -> "after %s: %s".formatted(after, took));
  }
}
