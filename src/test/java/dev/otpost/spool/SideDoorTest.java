package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail that comes into the spool beside the daemon, or while there is none. */
final class SideDoorTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir private Path directory;
  private SpoolSettings settings;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  SideDoorTest() {}

  @BeforeEach
  void make() throws IOException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    Spool.open(settings, CLOCK).close();
  }

  @Test
  void keepsForTheDaemonThatStartsLater() throws IOException {
    long id = take(mail("1@x", "123456")).ids().getFirst();
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(List.of(id), spool.pending().stream().map(Pending::id).toList());
      assertEquals("123456", Mails.begun(spool, id).content());
    }
  }

  @Test
  void tellsTheDaemonThatRuns() throws Exception {
    try (var spool = Spool.open(settings, CLOCK)) {
      var changed = new CountDownLatch(1);
      spool.listen(
          new Spool.Listener() {
            @Override
            public void arrived(Pending pending) {}

            @Override
            public void changed() {
              changed.countDown();
            }
          });
      take(mail("1@x", "123456"));
      assertTrue(changed.await(20, TimeUnit.SECONDS));
      assertEquals(1, spool.pending().size());
    }
  }

  @Test
  void recognisesWhatTheDaemonTookInAndTheOtherWayRound() throws IOException {
    var first = mail("1@x", "123456");
    var second = mail("2@x", "654321");
    try (var spool = Spool.open(settings, CLOCK)) {
      var receipt = commit(spool, first);
      assertEquals(new Receipt(receipt.ids(), true), take(first));
      assertEquals(new Receipt(take(second).ids(), true), commit(spool, second));
      assertEquals(2, spool.pending().size());
    }
  }

  @Test
  void goesOnAfterAMailThatItMustNotKeep() throws IOException {
    var inbox = new Place(new Folder("work", "INBOX"), 7, 100);
    try (var spool = Spool.open(settings, CLOCK)) {
      spool.begin(inbox);
    }
    var mail = mail("1@x", "123456");
    try (var door = SideDoor.open(settings, CLOCK)) {
      var elsewhere = mail.from(new Place(inbox.folder(), 8, 101), false);
      assertThrows(IllegalStateException.class, () -> commit(door, elsewhere, mail));
      assertFalse(commit(door, mail.from(inbox.at(101), false), mail).again());
    }
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(1, spool.pending().size());
      assertEquals(Optional.of(inbox.at(101)), spool.bookmark(inbox.folder()));
    }
  }

  @Test
  void losesNothingHoweverManyComeAtOnce() throws Exception {
    try (var spool = Spool.open(settings, CLOCK);
        var threads = Executors.newFixedThreadPool(8)) {
      var works =
          IntStream.range(0, 80)
              .mapToObj(i -> mail(i + "@x", "text " + i))
              .map(
                  mail ->
                      threads.submit(
                          () -> mail.messageId().length() == 3 ? commit(spool, mail) : take(mail)))
              .toList();
      for (var work : works) {
        assertFalse(work.get().again());
      }
      assertEquals(80, spool.pending().size());
    }
  }

  @Test
  void makesNoSpool() {
    var nowhere =
        new SpoolSettings(directory.resolve("none"), settings.content(), settings.history());
    var failure = assertThrows(IOException.class, () -> SideDoor.open(nowhere, CLOCK));
    assertTrue(String.valueOf(failure.getMessage()).contains("spool.path"));
    assertFalse(Files.exists(nowhere.path()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void leavesASpoolOfAnotherVersionAsItIs(int version) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        var statement = connection.createStatement()) {
      statement.execute("pragma user_version = " + version);
    }
    assertThrows(IOException.class, () -> SideDoor.open(settings, CLOCK));
  }

  private Receipt take(Mails.Mail mail) throws IOException {
    try (var door = SideDoor.open(settings, CLOCK)) {
      return commit(door, mail);
    }
  }

  private static Receipt commit(Keeper keeper, Mails.Mail mail) throws IOException {
    return commit(keeper, mail.envelope(), mail);
  }

  private static Receipt commit(Keeper keeper, Envelope envelope, Mails.Mail mail)
      throws IOException {
    return keeper.commit(
        envelope,
        mail.raw(),
        mail.letter(),
        Dkim.UNCHECKED,
        List.of(mail.deliver("john@example.com")));
  }
}
