package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.otpost.Beside;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is done with mails at servers that can little, or do not want to. */
@Beside
class ErrandsTest {

  private static final String STORE = "UID STORE 10 \\+FLAGS.SILENT \\(\\\\Deleted\\)";

  private final OddServer server = new OddServer();
  private final Desk desk = new Desk();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Errands.class);

  ErrandsTest() throws IOException {}

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() throws IOException {
    logger.detachAppender(lines);
    server.close();
  }

  @Test
  void movesInOneStepWhereThatCanBeDone() {
    run(new After.Move("Done & dusted"));
    assertEquals(1, server.heard("UID MOVE 10 \"Done &- dusted\""));
    assertEquals(0, server.heard("UID (COPY|STORE|EXPUNGE) .*"));
  }

  @Test
  void copiesAndDeletesWhereNothingCanBeMoved() {
    server.can("IMAP4rev1 UIDPLUS");
    run(new After.Move("Done"));
    var said = server.heard().stream().filter(it -> it.matches("UID [CSE][OTX][POR].*")).toList();
    assertEquals(3, said.size(), said.toString());
    assertEquals("UID COPY 10 Done", said.get(0));
    assertTrue(said.get(1).matches(STORE), said.get(1));
    assertEquals("UID EXPUNGE 10", said.get(2));
  }

  @Test
  void marksOnlyWhereASingleMailCannotBeExpunged() {
    server.can("IMAP4rev1");
    run(new After.Delete());
    assertEquals(1, server.heard(STORE));
    assertEquals(0, server.heard(".*EXPUNGE.*"));
    assertEquals(0, server.heard("CLOSE"));
  }

  @Test
  void deletesNothingOfWhichThereIsNoCopy() {
    server.can("IMAP4rev1 UIDPLUS").odd("UID COPY .*", "{tag} NO [OVERQUOTA] full");
    run(new After.Move("Done"));
    assertEquals(Errands.TRIES, server.heard("UID COPY .*"));
    assertEquals(0, server.heard("UID (STORE|EXPUNGE) .*"));
    assertGivenUp("full");
  }

  @Test
  void copiesOnceThoughTheMailCannotBeDeletedThen() {
    server.can("IMAP4rev1 UIDPLUS").odd("UID STORE .*", "{tag} NO [READ-ONLY] not here");
    run(new After.Move("Done"));
    assertEquals(1, server.heard("UID COPY .*"));
    assertGivenUp("not here");
  }

  @Test
  void makesTheFolderThatIsMissing() {
    server.once("UID MOVE .*", "{tag} NO [TRYCREATE] no such folder");
    run(new After.Move("Done"));
    assertEquals(1, server.heard("CREATE Done"));
    assertEquals(2, server.heard("UID MOVE 10 Done"));
  }

  @Test
  void givesUpWhatIsDeniedAgainAndAgain() {
    server.odd("UID STORE .*", "{tag} NO [READ-ONLY] this folder is read-only");
    run(new After.Seen());
    assertEquals(Errands.TRIES, server.heard("UID STORE .*"));
    assertGivenUp("this folder is read-only");
    assertEquals(1, server.connections());
  }

  @Test
  void givesUpWhatEndsTheConnectionAgainAndAgain() {
    server.odd("UID STORE .*", "* BYE I have crashed", "{bye}");
    run(new After.Seen());
    assertEquals(Errands.TRIES, server.heard("UID STORE .*"));
    assertGivenUp("I have crashed");
  }

  @Test
  void binsAtGmail() {
    server
        .can("IMAP4rev1 MOVE UIDPLUS X-GM-EXT-1")
        .odd(
            "LIST .*",
            "* LIST (\\HasChildren \\Noselect) \"/\" \"[Gmail]\"",
            "* LIST (\\HasNoChildren \\Trash) \"/\" \"[Gmail]/M&APw-ll\"",
            "{tag} OK done");
    run(new After.Delete());
    assertEquals(
        1, server.heard("UID MOVE 10 \"?\\[Gmail]/M&APw-ll\"?"), server.heard().toString());
    assertEquals(0, server.heard("UID STORE .*"));
  }

  @Test
  void readsTheNextMailsThoughNothingCanBeDoneWithOne() throws IOException {
    server.odd("UID STORE .*", "{tag} NO not now");
    try (var _ = station(new After.Seen()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
      server.deliver(GreenServer.mail("second"));
      desk.awaitMails(2);
    }
  }

  /** One mail comes, and what is to be done with it is done or given up. */
  private void run(After after) {
    server.once("SELECT .*", "* OK [UIDVALIDITY 7] it", "* OK [UIDNEXT 10] is", "{tag} OK done");
    server.put(GreenServer.mail("first"));
    try (var _ = station(after).watch(desk)) {
      desk.awaitMails(1);
      desk.await("no errand", () -> desk.errandsLeft().isEmpty());
    }
  }

  /** A round takes 50 ms. */
  private Station station(After after) {
    return Station.at(server.port())
        .after(after)
        .times(Duration.ofMillis(50), Duration.ofSeconds(5));
  }

  private void assertGivenUp(String because) {
    var line = lines.list.getLast();
    assertEquals("after_not_done", line.getMessage());
    assertTrue(line.getKeyValuePairs().toString().contains(because), line.toString());
  }
}
