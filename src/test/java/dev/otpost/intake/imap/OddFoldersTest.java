package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and searches that servers answer for in odd ways. */
@Beside
class OddFoldersTest {

  private static final String SEARCH = "UID SEARCH UID .*";

  private final OddServer server = new OddServer();
  private final Desk desk = new Desk();

  OddFoldersTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void leavesTheLastOldMailThatTheServerAlwaysLists() throws IOException {
    server.put(GreenServer.mail("old"));
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("new"));
      desk.awaitMails(1);
    }
    assertEquals(List.of(11L), uids());
  }

  @Test
  void takesEachMailOnceAndInOrderHoweverTheyAreListed() throws IOException {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.put(GreenServer.mail("first"));
      server.put(GreenServer.mail("second"));
      server.odd(SEARCH, "* SEARCH 12 10 12 0 11", "* SEARCH 10", "{tag} OK done");
      server.deliver(GreenServer.mail("third"));
      desk.awaitMails(3);
    }
    assertEquals(List.of(10L, 11L, 12L), uids());
  }

  @Test
  void takesANumberThatNoMailCanHaveForNone() throws IOException {
    var often = Station.at(server.port()).times(Duration.ofMillis(300), Duration.ofSeconds(5));
    try (var _ = often.watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.once(SEARCH, "* SEARCH 4294967296 9223372036854775807", "{tag} OK done");
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
    }
    assertEquals(List.of(10L), uids());
    assertEquals(List.of(), desk.passed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"* SEARCH", "* OK nothing", "* SEARCH NIL"})
  void findsNothingWhereNothingIsListed(String answer) throws IOException {
    server.odd(SEARCH, answer, "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.even();
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
    }
    assertEquals(1, server.connections());
  }

  @Test
  void findsAMailThatShowsUpBelowOneThatWasThereBefore() throws IOException {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.put(12, GreenServer.mail("second"));
      server.say("* 1 EXISTS");
      desk.awaitMails(1);
      server.put(11, GreenServer.mail("first"));
      server.say("* 2 EXISTS");
      desk.awaitMails(2);
    }
    assertEquals(List.of(12L, 11L), uids());
  }

  @Test
  void asksForTheNextNumberWhereItIsNotTold() throws IOException {
    server.put(GreenServer.mail("old"));
    server.odd("EXAMINE .*", "* 1 EXISTS", "* OK [UIDVALIDITY 7] fine", "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("new"));
      desk.awaitMails(1);
    }
    assertEquals(List.of(11L), uids());
    assertTrue(server.heard("STATUS .*") > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"* STATUS INBOX ()", "* OK no"})
  void takesTheNumberBehindTheLastWhereTheNextOneIsToldNowhere(String status) throws IOException {
    server.put(GreenServer.mail("old"));
    server.odd("EXAMINE .*", "* 1 EXISTS", "* OK [UIDVALIDITY 7] fine", "{tag} OK done");
    server.odd("STATUS .*", status, "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("new"));
      desk.awaitMails(1);
    }
    assertEquals(List.of(11L), uids());
  }

  @Test
  void doesWithoutTheNumberOfMails() throws IOException {
    server.odd(
        "EXAMINE .*", "* OK [UIDVALIDITY 7] fine", "* OK [UIDNEXT 10] next", "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("new"));
      desk.awaitMails(1);
    }
  }

  @Test
  void doesNotWatchAFolderWhoseMailsHaveNoLastingNumbers() {
    server.odd("EXAMINE .*", "* 1 EXISTS", "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.RETRYING);
      assertTrue(
          desk.watch("INBOX").trouble().contains("UIDVALIDITY"), desk.watch("INBOX").trouble());
    }
  }

  @Test
  void knowsFoldersOfAllUidvaliditiesThereAre() throws IOException {
    server.uidValidity(4_294_967_295L);
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("new"));
      desk.awaitMails(1);
    }
    assertEquals(
        4_294_967_295L,
        desk.mails().getFirst().envelope().stored().orElseThrow().place().uidValidity());
  }

  @Test
  void opensAFolderThatIsOnlyDeniedForAWhile() {
    server.once("EXAMINE .*", "{tag} NO [INUSE] somebody is compacting it");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    assertTrue(desk.reports().stream().anyMatch(it -> it.state() == State.RETRYING));
    assertTrue(desk.reports().stream().noneMatch(it -> it.state() == State.MISSING));
  }

  @Test
  void looksBackAtAServerThatTellsNoDates() {
    server.put(GreenServer.mail("old"));
    server.odd("UID FETCH .* \\(UID INTERNALDATE\\)", "{tag} NO one of them is broken");
    try (var _ = Station.at(server.port()).since(Duration.ofMinutes(10)).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    assertEquals(List.of(), uids());
  }

  @Test
  void doesNotTakeAMailForOldBecauseItsDateIsNotTold() {
    server.put(GreenServer.mail("old"));
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    for (int i = 0; i < 15; i++) {
      server.put(GreenServer.mail("new " + i));
    }
    server.odd("UID FETCH .* \\(UID INTERNALDATE\\)", "{tag} NO one of them is broken");
    var limits = new ImapSettings.Limits(8, 100_000, 10, Station.TIMES);
    try (var _ = Station.at(server.port()).limits(limits).watch(desk)) {
      desk.awaitMails(15);
    }
    assertEquals(List.of(), desk.passed());
  }

  private List<Long> uids() {
    return desk.mails().stream().map(Desk.Mail::uid).toList();
  }
}
