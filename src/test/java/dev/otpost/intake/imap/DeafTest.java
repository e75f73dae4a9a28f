package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.message.Reply;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that die without a word, and ends that come at any time. */
@Beside
class DeafTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final OddServer server = new OddServer();
  private final Cable cable = Cable.to(server.port());
  private final Desk desk = new Desk();

  DeafTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    cable.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 12, 40, 90, 160, 260})
  void comesBackWhereverTheServerFallsSilentAtTheBeginning(int octets) throws Exception {
    cable.holdAfter(octets);
    try (var _ = quick().watch(desk)) {
      assertTrue(cable.await(() -> cable.connections() >= 2, LIMIT));
      cable.pass();
      server.deliver(GreenServer.mail("first"));
      desk.awaitState(State.WATCHING);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+ idling",
        "SEARCH",
        "FETCH (UID 10 RFC822",
        "FETCH (UID 10 BODY",
        "123456",
        "OK done"
      })
  void comesBackWhereTheServerFallsSilentInTheMiddleOfALine(String line) throws Exception {
    try (var _ = quick().watch(desk)) {
      desk.awaitState(State.WATCHING);
      int before = cable.connections();
      cable.halfALine(line);
      server.deliver(GreenServer.mail("first"));
      assertTrue(cable.await(() -> cable.connections() > before, LIMIT));
      cable.pass();
      desk.awaitMails(1);
      desk.awaitState(State.WATCHING);
    }
    assertEquals(1, desk.mails().size());
    assertTrue(desk.mails().getFirst().heldBecause().isEmpty());
  }

  @Test
  void knowsADeadConnectionAfterTheRenewalAndAnAnswer() throws Exception {
    var station = Station.at(cable.port()).times(Duration.ofMillis(500), Duration.ofMillis(500));
    try (var _ = station.watch(desk)) {
      server.await(it -> it.heard("IDLE") > 1);
      long begun = System.nanoTime();
      cable.hold();
      assertTrue(cable.await(() -> cable.open() == 0 || cable.connections() > 1, LIMIT));
      // A second, and as much again for a machine that is busy.
      assertTrue(System.nanoTime() - begun < Duration.ofSeconds(2).toNanos());
      cable.pass();
      server.put(GreenServer.mail("first"));
      desk.awaitMails(1);
    }
  }

  @Test
  void endsInTimeWhileItIsOnItsWay() throws Exception {
    cable.hold();
    assertEndsInTime(Station.at(cable.port()), _ -> awaitConnection());
  }

  @Test
  void endsInTimeWhileItWaitsForMail() {
    assertEndsInTime(Station.at(cable.port()), it -> it.awaitState(State.WATCHING));
    assertEquals(State.STOPPED, desk.watch("INBOX").state());
    assertTrue(server.heard("LOGOUT") > 0);
  }

  @Test
  void endsInTimeWhileNobodyAnswers() {
    assertEndsInTime(
        Station.at(cable.port()),
        it -> {
          it.awaitState(State.WATCHING);
          cable.hold();
        });
    assertEquals(State.STOPPED, desk.watch("INBOX").state());
  }

  @Test
  void endsInTimeInTheMiddleOfAMail() {
    server.odd("UID FETCH .* \\(UID BODY.*", "* 1 FETCH (UID 10 BODY[] {99}\r\nabc");
    assertEndsInTime(
        Station.at(cable.port()),
        it -> {
          it.awaitState(State.WATCHING);
          deliver();
          server.await(odd -> odd.heard("UID FETCH .* \\(UID BODY.*") > 0);
        });
    assertEquals(0, desk.mails().size());
  }

  @Test
  void endsInTimeWhileTheSpoolIsFull() {
    for (int i = 0; i < 1_000; i++) {
      desk.then(new Reply.StorageFull());
    }
    assertEndsInTime(
        Station.at(cable.port()),
        it -> {
          it.awaitState(State.WATCHING);
          deliver();
          it.awaitState(State.STALLED);
        });
    assertEquals(0, desk.mails().size());
  }

  @Test
  void endsInTimeWhileTheLoginIsRefused() {
    server.odd("AUTHENTICATE .*", "{tag} NO [AUTHENTICATIONFAILED] no");
    assertEndsInTime(Station.at(cable.port()), it -> it.awaitState(State.REFUSED));
  }

  @Test
  void endsInTimeWithManyFoldersOfASilentServer() {
    assertEndsInTime(
        Station.at(cable.port()).folders("A", "B", "C", "D", "E", "F", "G", "H"),
        it -> {
          server.await(odd -> odd.heard("IDLE") >= 8);
          cable.hold();
        });
  }

  @Test
  void comesBackByItselfFromAnErrorThatIsNobodysFault() throws Exception {
    var once = new CountDownLatch(1);
    desk.objecting(
        _ -> {
          if (once.getCount() > 0) {
            once.countDown();
            throw new NoClassDefFoundError("for the test");
          }
          return Optional.empty();
        });
    try (var _ = Station.at(cable.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertTrue(desk.watch("INBOX").trouble().contains("otpost failed"));
    }
  }

  private void assertEndsInTime(Station station, Consumer<Desk> until) {
    var watchers = station.watch(desk);
    try {
      until.accept(desk);
    } finally {
      long begun = System.nanoTime();
      watchers.close();
      assertTrue(
          System.nanoTime() - begun < Duration.ofSeconds(3).toNanos(),
          (System.nanoTime() - begun) / 1_000_000 + " ms");
    }
    assertTrue(watchers.haveEnded());
  }

  private void awaitConnection() {
    try {
      assertTrue(cable.await(() -> cable.connections() > 0, LIMIT));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void deliver() {
    try {
      server.deliver(GreenServer.mail("first"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whatever is not answered is over after a fraction of a second. */
  private Station quick() {
    return Station.at(cable.port())
        .limits(
            new ImapSettings.Limits(
                8,
                100_000,
                1000,
                new ImapSettings.Times(
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofMillis(20),
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofMillis(200))));
  }
}
