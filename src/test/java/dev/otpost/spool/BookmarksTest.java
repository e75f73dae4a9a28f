package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Errand;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import dev.otpost.message.State;
import dev.otpost.message.Watch;
import dev.otpost.spool.Mails.Mail;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the spool remembers of watched folders, and how that moves with the mail. */
final class BookmarksTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Folder INBOX = new Folder("work", "INBOX");
  private static final Folder SPAM = new Folder("work", "[Gmail]/Spam");
  private static final Place START = new Place(INBOX, 7, 100);

  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  BookmarksTest() {}

  @BeforeEach
  void open() throws IOException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, CLOCK);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void knowsNoBookmarkOfAFolderThatWasNeverWatched() throws IOException {
    spool.begin(START);
    assertEquals(Optional.empty(), spool.bookmark(SPAM));
    assertEquals(Optional.empty(), spool.bookmark(new Folder("home", "INBOX")));
  }

  @Test
  void beginsWhereItIsToldAlsoFurtherBack() throws IOException {
    for (var place : List.of(START, START.at(50), new Place(INBOX, 8, 3))) {
      spool.begin(place);
      restart();
      assertEquals(Optional.of(place), spool.bookmark(INBOX));
    }
  }

  @Test
  void movesTheBookmarkWithTheMail() throws IOException {
    spool.begin(START);
    take(mail("1@x", "123456"), START.at(101));
    restart();
    assertEquals(Optional.of(START.at(101)), spool.bookmark(INBOX));
    assertEquals(1, spool.pending().size());
  }

  @Test
  void movesTheBookmarkWithAMailThatWasHereBefore() throws IOException {
    spool.begin(START);
    var mail = mail("1@x", "123456");
    spool.commit(mail.envelope(), mail.raw(), mail.letter(), List.of(deliver(mail)));
    assertTrue(take(mail, START.at(101)).again());
    assertEquals(Optional.of(START.at(101)), spool.bookmark(INBOX));
  }

  @Test
  void movesTheBookmarkNeverBackBehindAMailThatWasOverlooked() throws IOException {
    spool.begin(START);
    take(mail("1@x", "123456"), START.at(105));
    take(mail("2@x", "654321"), START.at(103));
    spool.pass(List.of(START.at(104)), "no code in it");
    assertEquals(Optional.of(START.at(105)), spool.bookmark(INBOX));
    assertEquals(2, spool.pending().size());
  }

  @Test
  void leavesTheBookmarksOfOtherFoldersAlone() throws IOException {
    spool.begin(START);
    spool.begin(new Place(SPAM, 7, 1));
    spool.begin(new Place(new Folder("home", "INBOX"), 7, 1));
    take(mail("1@x", "123456"), START.at(101));
    assertEquals(Optional.of(new Place(SPAM, 7, 1)), spool.bookmark(SPAM));
    assertEquals(1, spool.bookmark(new Folder("home", "INBOX")).orElseThrow().uid());
  }

  @Test
  void keepsNoMailUnderABookmarkOfAnotherUidValidity() throws IOException {
    spool.begin(START);
    var elsewhere = new Place(INBOX, 8, 1);
    var mail = mail("1@x", "123456");
    assertThrows(IllegalStateException.class, () -> take(mail, elsewhere));
    assertThrows(
        IllegalStateException.class, () -> spool.pass(List.of(elsewhere), "no code in it"));
    restart();
    assertEquals(List.of(), spool.pending());
    assertEquals(List.of(), passed());
    assertEquals(Optional.of(START), spool.bookmark(INBOX));

    spool.begin(elsewhere);
    assertFalse(take(mail, elsewhere.at(2)).again(), "nothing of it was kept before");
    assertEquals(Optional.of(elsewhere.at(2)), spool.bookmark(INBOX));
  }

  @Test
  void takesTheMailForTheBookmarkIfThatWasLost() throws IOException {
    take(mail("1@x", "123456"), START.at(101));
    assertEquals(Optional.of(START.at(101)), spool.bookmark(INBOX));
  }

  @Test
  void hasBookmarkAndMailTogetherOrNeither() throws IOException, SQLException {
    spool.begin(START);
    for (var table : List.of("entry", "errand", "mailbox")) {
      var mail = mail(table + "@x", "123456");
      // The database fails at one statement after the other, as a disk or a crash would have it.
      sql(
          "create trigger fails before %s on %s begin select raise(abort, 'disk'); end"
              .formatted(table.equals("mailbox") ? "update" : "insert", table));
      assertThrows(IOException.class, () -> take(mail, START.at(101)));
      sql("drop trigger fails");
      restart();
      assertEquals(List.of(), spool.pending(), table);
      assertEquals(List.of(), spool.errands(INBOX), table);
      assertEquals(Optional.of(START), spool.bookmark(INBOX), table);
    }
    take(mail("entry@x", "123456"), START.at(101));
    restart();
    assertEquals(1, spool.pending().size());
    assertEquals(1, spool.errands(INBOX).size());
    assertEquals(Optional.of(START.at(101)), spool.bookmark(INBOX));
  }

  @Test
  void keepsTheMailsOfOthersThatWereCommittedAtTheSameTime() throws Exception {
    spool.begin(START);
    var threads = Executors.newFixedThreadPool(8);
    try (threads) {
      var works =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            var mail = mail(i + "@x", "text " + i);
                            if (i % 10 == 0) {
                              assertThrows(
                                  IllegalStateException.class,
                                  () -> take(mail, new Place(INBOX, 8, i)));
                            } else {
                              take(mail, START.at(101 + i));
                            }
                            return i;
                          }))
              .toList();
      for (var work : works) {
        work.get();
      }
    }
    assertEquals(36, spool.pending().size());
    assertEquals(Optional.of(START.at(140)), spool.bookmark(INBOX));
  }

  @Test
  void saysWhereAMailLay() throws IOException {
    spool.begin(START);
    long stored = take(mail("1@x", "123456"), START.at(101)).ids().getFirst();
    var other = mail("2@x", "654321");
    long sent =
        spool
            .commit(other.envelope(), other.raw(), other.letter(), List.of(deliver(other)))
            .ids()
            .getFirst();
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(Optional.of(START.at(101)), queue.find(stored).orElseThrow().place());
      assertEquals(Optional.empty(), queue.find(sent).orElseThrow().place());
    }
  }

  @Test
  void keepsOfAMailThatIsPassedOverWhereItLayWhenAndWhyAndNoMore() throws IOException {
    spool.begin(START);
    spool.pass(List.of(START.at(103), START.at(101)), "no code in it");
    assertEquals(Optional.of(START.at(103)), spool.bookmark(INBOX));
    assertEquals(
        List.of("work INBOX 7 103 no code in it", "work INBOX 7 101 no code in it"), passed());
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(List.of(), queue.list(Optional.empty(), 10));
    }
  }

  @Test
  void passesOverNothingIfThereIsNothing() throws IOException {
    spool.begin(START);
    spool.pass(List.of(), "no code in it");
    assertEquals(Optional.of(START), spool.bookmark(INBOX));
    assertThrows(
        IllegalArgumentException.class,
        () -> spool.pass(List.of(START.at(101), new Place(SPAM, 7, 102)), "no code in it"));
  }

  @Test
  void forgetsWhatWasPassedOverWithTheHistory() throws IOException {
    spool.begin(START);
    spool.pass(List.of(START.at(101)), "no code in it");
    spool.sweep(NOW.plus(settings.history()).minusMillis(1));
    assertEquals(1, passed().size());
    spool.sweep(NOW.plus(settings.history()));
    assertEquals(0, passed().size());
    assertEquals(Optional.of(START.at(101)), spool.bookmark(INBOX));
  }

  @Test
  void hasAnErrandForEachMailThatIsForSkyvern() throws IOException {
    spool.begin(START);
    var first = mail("1@x", "123456");
    take(first, START.at(101));
    take(first, START.at(102)); // the same mail once more, which is to go away as well
    take(first, START.at(102));
    restart();
    assertEquals(List.of(101L, 102L), uids(spool.errands(INBOX)));
    assertEquals(List.of(), spool.errands(SPAM));
  }

  @Test
  void hasNoErrandForMailThatIsNotForSkyvernOrStays() throws IOException {
    spool.begin(START);
    var mail = mail("1@x", "123456");
    commit(mail, START.at(101), true, mail.hold());
    commit(mail, START.at(102), true, mail.ignore());
    commit(mail, START.at(103), false, deliver(mail));
    assertEquals(List.of(), spool.errands(INBOX));
    commit(mail, START.at(104), true, mail.ignore(), deliver(mail));
    assertEquals(List.of(104L), uids(spool.errands(INBOX)));
  }

  @Test
  void countsHowOftenAnErrandFailedUntilItIsDone() throws IOException {
    spool.begin(START);
    take(mail("1@x", "123456"), START.at(101));
    take(mail("2@x", "654321"), START.at(102));
    var errand = spool.errands(INBOX).getFirst();
    assertEquals(0, errand.tries());
    spool.failed(errand);
    restart();
    assertEquals(List.of(1, 0), spool.errands(INBOX).stream().map(Errand::tries).toList());
    spool.done(errand);
    assertEquals(List.of(102L), uids(spool.errands(INBOX)));
    spool.done(errand);
    spool.failed(errand);
    assertEquals(List.of(102L), uids(spool.errands(INBOX)));
  }

  @Test
  void forgetsErrandsOfAnotherUidValidityOnly() throws IOException {
    spool.begin(START);
    spool.begin(new Place(SPAM, 7, 1));
    take(mail("1@x", "123456"), START.at(101));
    take(mail("2@x", "654321"), new Place(SPAM, 7, 2));
    spool.begin(START.at(50));
    assertEquals(List.of(101L), uids(spool.errands(INBOX)), "the same UIDVALIDITY");
    spool.begin(new Place(INBOX, 8, 0));
    assertEquals(List.of(), spool.errands(INBOX));
    assertEquals(List.of(2L), uids(spool.errands(SPAM)));
    assertEquals(2, spool.pending().size());
  }

  @Test
  void forgetsErrandsWithoutAFolder() throws IOException, SQLException {
    take(mail("1@x", "123456"), START.at(101));
    spool.sweep(NOW);
    assertEquals(1, spool.errands(INBOX).size());
    sql("delete from mailbox");
    spool.sweep(NOW);
    assertEquals(List.of(), spool.errands(INBOX));
  }

  @Test
  void remembersHowAWatchStood() throws IOException {
    var connecting = watch(Watch.State.CONNECTING, Optional.empty(), "");
    spool.report(connecting);
    assertEquals(List.of(new Watched(connecting, Optional.empty())), watched());
    spool.begin(START);
    var refused = watch(Watch.State.REFUSED, Optional.of(NOW), "wrong password");
    spool.report(refused);
    restart();
    assertEquals(List.of(new Watched(refused, Optional.of(START))), watched());
  }

  @Test
  void knowsMoreThanAWatchThatHasJustBegun() throws IOException {
    spool.begin(START);
    spool.report(watch(Watch.State.RETRYING, Optional.of(NOW), "no answer"));
    spool.report(watch(Watch.State.CONNECTING, Optional.empty(), ""));
    assertEquals(
        List.of(
            new Watched(
                watch(Watch.State.CONNECTING, Optional.of(NOW), "no answer"), Optional.of(START))),
        watched());
  }

  @Test
  void movesNothingByAReport() throws IOException {
    spool.begin(START);
    spool.report(watch(Watch.State.WATCHING, Optional.of(NOW), ""));
    assertEquals(Optional.of(START), spool.bookmark(INBOX));
    take(mail("1@x", "123456"), START.at(101));
    assertEquals(Watch.State.WATCHING, watched().getFirst().watch().state());
  }

  @Test
  void countsTheEntriesOfEachState() throws IOException {
    var mail = mail("1@x", "123456");
    commit(mail, START.at(101), true, deliver(mail), mail.hold());
    commit(mail("2@x", "654321"), START.at(102), true, deliver(mail("2@x", "654321")));
    try (var queue = Queue.open(settings, CLOCK)) {
      assertEquals(Map.of(State.PENDING, 2L, State.HELD, 1L), queue.count());
    }
  }

  private static Watch watch(Watch.State state, Optional<Instant> at, String trouble) {
    return new Watch(INBOX, state, NOW, at, at, trouble, trouble.isEmpty() ? Optional.empty() : at);
  }

  private static Decision deliver(Mail mail) {
    return mail.deliver("john@example.com");
  }

  private Receipt take(Mail mail, Place place) throws IOException {
    return commit(mail, place, true, deliver(mail));
  }

  private Receipt commit(Mail mail, Place place, boolean errand, Decision... decisions)
      throws IOException {
    return spool.commit(
        mail.from(place, errand), mail.raw(), mail.letter(), Dkim.UNCHECKED, List.of(decisions));
  }

  private static List<Long> uids(List<Errand> errands) {
    return errands.stream().map(it -> it.place().uid()).toList();
  }

  private List<Watched> watched() throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      return queue.watched();
    }
  }

  private void restart() throws IOException {
    spool.close();
    spool = Spool.open(settings, CLOCK);
  }

  private void sql(String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        var each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private List<String> passed() throws IOException {
    try (var sql = Database.connect(directory.resolve("spool.db"))) {
      return sql.all(
          "select account || ' ' || folder || ' ' || uid_validity || ' ' || uid || ' ' || because"
              + " from passed order by id",
          row -> row.getString(1));
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }
}
