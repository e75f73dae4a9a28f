package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.message.Stored.Extent;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that servers hand out in odd ways, or not at all: the next ones are read all the same. */
@Beside
class OddMailsTest {

  private static final String HEADS = "UID FETCH [0-9,]+ \\(UID RFC822.SIZE.*";
  private static final String HEAD = "UID FETCH 10 \\(UID RFC822.SIZE.*";
  private static final String BODY = "UID FETCH (10|10,.*|.*,10) \\(UID BODY.PEEK\\[].*";
  private static final String DATE = " INTERNALDATE \"22-Nov-2026 10:00:00 +0000\"";
  private static final String HEADER = "Subject: first\r\n\r\n";

  private final OddServer server = new OddServer();
  private final Desk desk = new Desk();

  OddMailsTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void readsEachForItselfWhenTheServerDeniesAll() {
    server.odd("UID FETCH \\d+,\\d+ .*", "{tag} NO some of them are broken");
    both();
    assertEquals(List.of(Optional.empty(), Optional.empty()), held());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tag} NO broken",
        "{tag} BAD internal error",
        "{tag} OK done",
        "* 1 FETCH (UID 10 RFC822.SIZE 9 X-ODD)\r\n{tag} OK done",
        "* 1 FETCH (UID 10 RFC822.SIZE 9 INTERNALDATE \"yesterday\" BODY[HEADER]<0> {2}\r\n\r\n)"
            + "\r\n{tag} OK done",
        "* 1 FETCH (UID 10 RFC822.SIZE 9 BODY[HEADER]<0> {2}\r\n\r\n)\r\n{tag} OK done",
        "* 1 FETCH (UID 10 RFC822.SIZE 9 INTERNALDATE NIL BODY[HEADER]<0> \"\")\r\n{tag} OK done",
        "* 1 FETCH (UID 10\r\n{tag} OK done",
        "* 1 FETCH (UID 10 FLAGS ())\r\n{tag} OK done",
        "* 1 FETCH\r\n{tag} OK done",
        "* 1 FETCH (UID 10 RFC822.SIZE {3}\r\nabc\r\n{tag} OK done",
        "* FETCH ((((((\r\n{tag} OK done"
      })
  void holdsAMailOfWhichNothingIsToldThatIsUnderstood(String answer) {
    server.odd(HEADS, answer);
    server.odd("UID FETCH 11 .*", "{usual}", "{tag} OK done");
    both();
    assertTrue(held().getFirst().orElseThrow().startsWith("its server "), held().toString());
    assertEquals(Optional.empty(), held().getLast());
  }

  @Test
  void holdsAMailThatIsDescribedWithoutEnd() {
    server.odd(
        HEAD, "* 1 FETCH (UID 10 BODYSTRUCTURE " + "(".repeat(200_000) + ")", "{tag} OK done");
    server.odd("UID FETCH 10,11 .*", "{tag} NO not together");
    both();
    assertTrue(held().getFirst().isPresent());
  }

  @Test
  void holdsAMailWhoseHeaderIsHandedOutButNotTheRest() {
    server.odd(BODY, "* 1 FETCH (UID 10 BODY[] NIL)", "{tag} OK done");
    both();
    assertEquals(Optional.of("its server hands out its header only"), held().getFirst());
    assertTrue(desk.mails().getFirst().text().contains("Subject: first"));
    assertEquals(Extent.HEADER, desk.mails().getFirst().envelope().stored().orElseThrow().extent());
  }

  @Test
  void holdsAMailThatTheServerDenies() {
    server.odd(BODY, "{tag} NO [EXPIRED] it is in the archive");
    both();
    assertEquals(
        Optional.of("its server does not hand it out: it is in the archive"), held().getFirst());
  }

  @Test
  void asksAgainForAMailThatIsDeniedForAWhile() {
    server.once(BODY, "{tag} NO [UNAVAILABLE] the storage is being moved");
    both();
    assertEquals(List.of(Optional.empty(), Optional.empty()), held());
  }

  @Test
  void passesOverAMailThatIsGoneBeforeItsHeaderIsRead() {
    server.odd("UID SEARCH UID 1:\\*", "* SEARCH 10 11", "{tag} OK done");
    server.put(11, GreenServer.mail("second"));
    watchAndAwait(1);
    assertEquals(List.of(11L), desk.mails().stream().map(Desk.Mail::uid).toList());
    assertEquals("it was gone before it could be read", desk.passed().getFirst().because());
  }

  @Test
  void passesOverAMailThatIsGoneBeforeItsBodyIsRead() {
    server.odd(BODY, "{tag} OK done");
    server.odd("UID SEARCH UID 10", "* SEARCH", "{tag} OK done");
    server.put(GreenServer.mail("first"));
    server.put(GreenServer.mail("second"));
    watchAndAwait(1);
    assertEquals("it was gone before it could be read", desk.passed().getFirst().because());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 99_999, 4_000_000_000L})
  void readsAMailWhoseSizeIsNotWhatItIsSaidToBe(long size) {
    server.odd("UID FETCH \\d+,\\d+ .*", "{tag} NO one by one");
    server.odd(
        HEAD,
        "* 1 FETCH (UID 10 RFC822.SIZE %d%s BODY[HEADER]<0> %s)"
            .formatted(size, DATE, Script.literal(HEADER)),
        "{tag} OK done");
    server.odd(
        "UID FETCH 10 \\(UID BODYSTRUCTURE\\)",
        "* 1 FETCH (UID 10 BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 9 1))",
        "{tag} OK done");
    server.odd(
        "UID FETCH 10 \\(UID BODY.PEEK\\[1].*",
        "* 1 FETCH (UID 10 BODY[1]<0> \"code 123456\")",
        "{tag} OK done");
    both();
    assertEquals(List.of(Optional.empty(), Optional.empty()), held());
    assertTrue(desk.mails().getFirst().text().contains("123456"));
  }

  @Test
  void readsAMailOfWhichTheSizeIsNotTold() {
    server.odd("UID FETCH \\d+,\\d+ .*", "{tag} NO one by one");
    server.odd(
        HEAD,
        "* 1 FETCH (UID 10%s BODY[HEADER]<0> %s)".formatted(DATE, Script.literal(HEADER)),
        "{tag} OK done");
    both();
    assertEquals(List.of(Optional.empty(), Optional.empty()), held());
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 80_000, 99_999})
  void readsAMailOnceWhereThereAreNoPieces(int size) {
    var mail = HEADER + "x".repeat(size - HEADER.length());
    server.odd(BODY, "* 1 FETCH (UID 10 BODY[] " + Script.literal(mail) + ")", "{tag} OK done");
    server.put(mail);
    server.put(GreenServer.mail("second"));
    watchAndAwait(2);
    assertEquals(mail, desk.mails().getFirst().text());
    assertEquals(Extent.WHOLE, desk.mails().getFirst().envelope().stored().orElseThrow().extent());
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 100_000})
  void readsAMailInPiecesAsItIs(int size) {
    var mail = HEADER + "x".repeat(size - HEADER.length() - 1) + "y";
    server.put(mail);
    server.put(GreenServer.mail("second"));
    watchAndAwait(2);
    assertEquals(mail, desk.mails().getFirst().text());
    assertEquals(Extent.WHOLE, desk.mails().getFirst().envelope().stored().orElseThrow().extent());
  }

  @Test
  void readsAMailWithoutABody() {
    server.put(HEADER);
    server.put(GreenServer.mail("second"));
    watchAndAwait(2);
    assertEquals(HEADER, desk.mails().getFirst().text());
  }

  @Test
  void readsAMailWithAHeaderThatIsLongerThanIsLookedAt() {
    desk.objecting(header -> Optional.of("not wanted").filter(_ -> header.contains("first")));
    server.put("Subject: first\r\n" + "X: y\r\n".repeat(12_000) + "\r\nThe code is 123456.\r\n");
    server.put(GreenServer.mail("second"));
    watchAndAwait(2);
    assertTrue(desk.mails().getFirst().text().endsWith("123456.\r\n"));
  }

  @Test
  void isNotDisturbedByWhatIsSaidInBetweenAndBehind() {
    var disturbance =
        String.join(
            "\r\n",
            "* 1 EXPUNGE",
            "* 1 FETCH (FLAGS (\\Seen))",
            "* 1 FETCH (UID 10 FLAGS (\\Seen))",
            "* 9 FETCH (UID 99 BODY[] \"other\")",
            "* 1 FETCH (UID 10 BODY[TEXT] \"other\")",
            "* 1 FETCH (UID 10 BODY[]<5> \"other\")",
            "* OK hm");
    server.odd("UID FETCH .*", disturbance, "{usual}", disturbance, "{tag} OK done", disturbance);
    both();
    assertEquals(List.of(Optional.empty(), Optional.empty()), held());
    assertEquals(GreenServer.mail("first"), desk.mails().getFirst().text());
    assertEquals(GreenServer.mail("second"), desk.mails().getLast().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* BYE I have crashed\r\n{bye}",
        "* 1 FETCH (UID 10 BODY[] {2147483647}\r\nabc",
        "* 1 FETCH (UID 10 BODY[] {2147483648}\r\nabc",
        "* 1 FETCH (UID 10 BODY[] {400}\r\nabc",
        "* 1 FE",
        ""
      })
  void holdsAMailWhoseReadingEndsTheConnectionEachTime(String answer) {
    server.odd(BODY, answer);
    both(Station.at(server.port()).times(Station.TIMES.renew(), Duration.ofMillis(200)));
    assertEquals(Optional.of("the connection was lost each time it was read"), held().getFirst());
    assertTrue(desk.mails().getFirst().text().contains("Subject: first"));
    assertEquals(Optional.empty(), held().getLast());
  }

  @Test
  void holdsAMailWhoseHeaderEndsTheConnectionEachTime() {
    server.odd("UID FETCH (10|10,.*|.*,10) \\(UID RFC822.SIZE.*", "* BYE I have crashed", "{bye}");
    both();
    assertEquals(Optional.of("the connection was lost each time it was read"), held().getFirst());
    assertEquals(Optional.empty(), held().getLast());
  }

  @Test
  void readsAMailThoughTheConnectionWasLostOverItBefore() {
    server.once(BODY, "{bye}").once(BODY, "{bye}").once(BODY, "{bye}");
    both();
    assertEquals(List.of(Optional.empty(), Optional.empty()), held());
  }

  @Test
  void holdsAMailOnWhichTheGatewayFailsBeforeItIsRead() {
    desk.objecting(
        header -> {
          if (header.contains("Subject: first")) {
            throw new IllegalStateException("for the test");
          }
          return Optional.empty();
        });
    both();
    assertEquals(Optional.of("otpost failed on it: see its log"), held().getFirst());
    assertEquals(Optional.empty(), held().getLast());
  }

  /** Two mails come, the first of which is odd. */
  private void both() {
    both(Station.at(server.port()));
  }

  private void both(Station station) {
    server.put(GreenServer.mail("first"));
    server.put(GreenServer.mail("second"));
    watchAndAwait(station, 2);
  }

  private void watchAndAwait(int mails) {
    watchAndAwait(Station.at(server.port()), mails);
  }

  /** All that is there was not there when the watch began. */
  private void watchAndAwait(Station station, int mails) {
    server.once("EXAMINE .*", "* OK [UIDVALIDITY 7] it", "* OK [UIDNEXT 10] is", "{tag} OK done");
    try (var _ = station.watch(desk)) {
      desk.awaitMails(mails);
      desk.awaitState(State.WATCHING);
    }
    assertEquals(mails, desk.mails().size());
  }

  private List<Optional<String>> held() {
    return desk.mails().stream().map(Desk.Mail::heldBecause).toList();
  }
}
