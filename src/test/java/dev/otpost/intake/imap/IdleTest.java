package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for mail at servers that tell of it in odd ways, or not at all. */
@Beside
class IdleTest {

  private static final String SEARCH = "UID SEARCH .*";

  private final OddServer server = new OddServer();
  private final Desk desk = new Desk();

  IdleTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{tag} NO not today", "{tag} BAD what is that"})
  void asksNowAndThenWhereIdleIsRefused(String refusal) {
    server.odd("IDLE", refusal);
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.POLLING);
      server.put(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertEquals(1, server.heard("IDLE"));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void asksNowAndThenWhereThereIsNoIdle() {
    server.can("IMAP4rev1 AUTH=PLAIN");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.POLLING);
      server.put(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertEquals(0, server.heard("IDLE"));
    }
  }

  @Test
  void asksNowAndThenWhereIdleIsOverAtOnce() {
    server.odd("IDLE", "{tag} OK done already");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.POLLING);
      server.put(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertTrue(server.heard("IDLE") < 3, server.heard().toString());
    }
  }

  @Test
  void asksNowAndThenWhereIdleIsEndedByTheServer() {
    server.odd("IDLE", "+ idling", "{tag} OK enough");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.POLLING);
      server.put(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertTrue(server.heard("IDLE") < 3, server.heard().toString());
    }
  }

  @Test
  void doesNotSearchWithoutEndAtAServerThatAlwaysSpeaksOfMail() {
    server
        .odd(SEARCH, "* 3 EXISTS", "{usual}", "{tag} OK done")
        .odd("NOOP", "* 3 EXISTS", "{tag} OK")
        .odd("IDLE", "+ idling", "* 3 EXISTS");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.await(it -> it.heard("NOOP") >= 8);
      // The first few follow at once; then there is a poll-interval (100 ms here) between them.
      long begun = System.nanoTime();
      long before = server.heard(SEARCH);
      server.await(it -> it.heard(SEARCH) >= before + 5);
      assertTrue(System.nanoTime() - begun > Duration.ofMillis(300).toNanos());
      server.put(GreenServer.mail("first"));
      desk.awaitMails(1);
    }
  }

  @Test
  void hearsOfMailBeforeIdleHasBegun() {
    server.odd("IDLE", "* 1 EXISTS", "+ idling");
    try (var _ = Station.at(server.port()).watch(desk)) {
      server.await(it -> it.heard("DONE") > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UID SEARCH UID 1:\\*",
        "UID FETCH 10 \\(UID RFC822.SIZE.*",
        "UID FETCH 10 \\(UID BODY.PEEK\\[].*",
        "NOOP"
      })
  void findsMailThatIsToldOfInAnotherAnswer(String command) throws IOException {
    server.can("IMAP4rev1 IDLE AUTH=PLAIN");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.await(it -> it.heard("IDLE") > 0);
      // Told of inside the answer, which itself knows nothing of it.
      server.once(command, "{usual}", "* 2 EXISTS", "{tag} OK done");
      server.deliver(GreenServer.mail("first"));
      server.await(it -> !it.heard().isEmpty() && it.heard(command) > 0);
      server.put(GreenServer.mail("second"));
      desk.awaitMails(2);
    }
  }

  @Test
  void saysDoneOnceHoweverOftenItHearsOfMail() throws IOException {
    server.odd("DONE", "* 1 EXISTS", "* 2 EXISTS", "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      server.await(it -> it.heard("IDLE") > 0);
      server.put(GreenServer.mail("first"));
      server.put(GreenServer.mail("second"));
      server.say("* 1 EXISTS\r\n* 2 EXISTS");
      desk.awaitMails(2);
      server.await(it -> it.heard("IDLE") > 1);
      assertEquals(1, server.heard("DONE"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"* OK Still here", "* 1 RECENT", "* 1 FETCH (FLAGS (\\Seen))"})
  void goesOnIdlingWhateverElseIsSaid(String line) throws IOException {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.await(it -> it.heard("IDLE") > 0);
      server.say(line);
      server.say(line);
      assertEquals(0, server.heard("DONE"));
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
    }
    assertEquals(
        1,
        server.heard().stream()
            .takeWhile(it -> !it.startsWith("UID FETCH"))
            .filter("DONE"::equals)
            .count());
  }

  @Test
  void comesBackWhenTheServerSaysGoodbyeInIdle() throws IOException {
    try (var _ = Station.at(server.port()).watch(desk)) {
      server.await(it -> it.heard("IDLE") > 0);
      server.put(GreenServer.mail("first"));
      server.say("* BYE shutting down for a moment");
      desk.awaitMails(1);
    }
    assertTrue(
        desk.watch("INBOX").trouble().contains("shutting down for a moment"),
        desk.watch("INBOX").trouble());
  }

  @Test
  void comesBackMoreAndMoreSeldomWhereIdleEndsTheConnection() {
    server.odd("IDLE", "* BYE no", "{bye}");
    try (var _ = Station.at(server.port()).watch(desk)) {
      // 20, 40, 80, 160, 200 ms, or half of that by chance.
      long begun = System.nanoTime();
      server.await(it -> it.connections() >= 6);
      assertTrue(System.nanoTime() - begun >= Duration.ofMillis(240).toNanos());
    }
  }

  @Test
  void findsMailOfWhichItIsNotTold() throws Exception {
    try (var cable = Cable.to(server.port());
        var _ =
            Station.at(cable.port())
                .times(Duration.ofMillis(300), Duration.ofSeconds(5))
                .watch(desk)) {
      desk.awaitState(State.WATCHING);
      cable.swallow("EXISTS");
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertEquals(1, cable.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "DONE", "NOOP", "UID SEARCH .*"})
  void comesBackWhereNoAnswerComes(String command) {
    server.odd(command);
    try (var _ =
        Station.at(server.port())
            .times(Duration.ofMillis(100), Duration.ofMillis(300))
            .watch(desk)) {
      server.await(it -> it.connections() >= 2);
      server.even();
      server.put(GreenServer.mail("first"));
      desk.awaitState(State.WATCHING);
      assertTrue(
          desk.watch("INBOX").trouble().contains("did not answer in time"),
          desk.watch("INBOX").trouble());
    }
  }

  @Test
  void doesNotWaitForTheRenewalWhenNewsAreNotFollowedByAnAnswer() throws IOException {
    server.odd("DONE");
    try (var _ =
        Station.at(server.port())
            .times(Duration.ofSeconds(60), Duration.ofSeconds(1))
            .watch(desk)) {
      // The first wait is a short one, so that it is the second.
      server.once("DONE", "{tag} OK done");
      server.await(it -> it.heard("IDLE") > 1);
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertEquals(2, server.connections());
    }
  }

  @Test
  void takesLeaveOfAFolderThatIsMadeAnewUnderItsEyes() throws IOException {
    try (var _ = Station.at(server.port()).watch(desk)) {
      server.await(it -> it.heard("IDLE") > 0);
      server.uidValidity(8).put(3, GreenServer.mail("first"));
      server.say("* OK [UIDVALIDITY 8] all is new");
      desk.awaitMails(1);
      assertEquals(
          8, desk.mails().getFirst().envelope().stored().orElseThrow().place().uidValidity());
    }
  }
}
