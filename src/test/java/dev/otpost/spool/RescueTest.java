package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to the file: otpost starts, nothing is deleted, and what can be read is kept.
 */
final class RescueTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final int MAILS = 200;
  private static final int PAGE = 4096;
  private static final Folder INBOX = new Folder("work", "INBOX");
  private static final Place START = new Place(INBOX, 7, 0);

  @TempDir private static Path filled;
  @TempDir private Path directory;
  private SpoolSettings settings =
      new SpoolSettings(Path.of("unset"), Duration.ZERO, Duration.ZERO);

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  RescueTest() {}

  @BeforeEach
  void copy() throws IOException {
    settings = settings(directory);
    Files.copy(filled.resolve("spool.db"), file());
  }

  @BeforeAll
  static void fill() throws IOException {
    try (var spool = Spool.open(settings(filled), CLOCK)) {
      spool.begin(START);
      for (int i = 0; i < MAILS; i++) {
        var mail = mail(i + "@x", "text ".repeat(200) + i);
        spool.commit(
            mail.from(START.at(i + 1), true),
            mail.raw(),
            mail.letter(),
            List.of(mail.deliver("john" + i + "@example.com")));
      }
      spool.pass(List.of(START.at(MAILS + 1)), "no code in it");
    }
  }

  @Test
  void startsAnewWhenTheFileIsNoDatabaseAnyMore() throws IOException {
    Files.write(file(), new byte[10_000]);
    assertEquals(0, pendingAfterRestart());
    assertEquals(1, setAside());
  }

  @Test
  void startsWhenTheFileIsCutOff() throws IOException {
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2 / PAGE * PAGE);
    }
    assertTrue(pendingAfterRestart() > MAILS / 4, () -> "only " + lastPending);
    assertEquals(1, setAside());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void keepsMostWhenAPageIsDamaged(long seed) throws IOException {
    var garbage = new byte[PAGE];
    var random = new Random(seed);
    random.nextBytes(garbage);
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      // Any page but the first, without which nothing can be read, and the roots of the tables
      // behind it.
      long page = random.nextLong(20, channel.size() / PAGE);
      channel.write(ByteBuffer.wrap(garbage), page * PAGE);
    }
    assertTrue(pendingAfterRestart() > MAILS * 9 / 10, () -> "only " + lastPending);
    assertTrue(setAside() <= 1);
  }

  @Test
  void keepsBookmarksAndErrandsOfWatchedFolders() throws IOException {
    cutOffAPage();
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(Optional.of(START.at(MAILS + 1)), spool.bookmark(INBOX));
      var errands = spool.errands(INBOX);
      assertEquals(MAILS, errands.size());
      assertEquals(START.at(1), errands.getFirst().place());
    }
    assertEquals(1, setAside());
  }

  @ParameterizedTest
  @CsvSource({"mailbox, 201", "mailbox passed, 200"})
  void setsABookmarkThatWasLostBehindTheLastMailThatIsKnown(String lost, long uid)
      throws IOException, SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      for (var table : lost.split(" ", -1)) {
        statement.execute("delete from " + table);
      }
      statement.execute("update mail set uid_validity = 6, uid = 5000 where id = 1"); // long ago
    }
    cutOffAPage();
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(Optional.of(START.at(uid)), spool.bookmark(INBOX));
      assertEquals(MAILS, spool.errands(INBOX).size());
    }
  }

  @Test
  void takesInMailAsBeforeAfterwards() throws IOException {
    Files.write(file(), new byte[10_000]);
    try (var spool = Spool.open(settings, CLOCK)) {
      var mail = mail("new@x", "123456");
      spool.commit(
          mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver("john@example.com")));
      assertEquals(1, spool.pending().size());
    }
    assertEquals(1, pendingAfterRestart());
  }

  @Test
  void goesOnWhereItWasKilledInTheMiddleOfTheExchange() throws IOException {
    Files.move(file(), directory.resolve("spool.rescued.db"));
    Files.write(file(), new byte[10_000]);
    Files.write(directory.resolve("spool.db-wal"), new byte[10_000]);
    assertEquals(MAILS, pendingAfterRestart());
    assertEquals(1, setAside());
  }

  @Test
  void beginsAgainWhereItWasKilledBeforeTheNewOneWasComplete() throws IOException {
    Files.write(directory.resolve("spool.rescue.db"), new byte[10_000]);
    cutOffAPage();
    assertTrue(pendingAfterRestart() > MAILS * 9 / 10, () -> "only " + lastPending);
  }

  @Test
  void keepsALogThatIsNotReadToItsEndAndSaysSo() throws IOException {
    copyAsAfterAKill();
    var log = directory.resolve("spool.db-wal");
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'x'}), channel.size() / 2);
    }
    assertTrue(WriteAheadLog.damage(log).orElse("").startsWith("frame "));
    var damaged = Files.readAllBytes(log);
    assertTrue(pendingAfterRestart() < 2 * MAILS);
    assertEquals(1, setAside());
    try (var files = Files.newDirectoryStream(directory, "spool.damaged-*.db-wal")) {
      for (var kept : files) {
        assertArrayEquals(damaged, Files.readAllBytes(kept));
      }
    }
  }

  @Test
  void findsNothingWrongWithTheLogOfASpoolThatWasKilled() throws IOException {
    copyAsAfterAKill();
    var log = directory.resolve("spool.db-wal");
    assertTrue(Files.size(log) > 0);
    assertEquals(Optional.empty(), WriteAheadLog.damage(log));
    assertEquals(2 * MAILS, pendingAfterRestart());
    assertEquals(0, setAside());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 24, 4000, 4120, 5000})
  void findsNothingWrongWithALogWhoseEndWasNeverWritten(int missing) throws IOException {
    copyAsAfterAKill();
    var log = directory.resolve("spool.db-wal");
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - missing);
    }
    assertEquals(Optional.empty(), WriteAheadLog.damage(log));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16, 24, 31})
  void seesThatTheHeaderOfALogIsDamaged(int at) throws IOException {
    copyAsAfterAKill();
    var log = directory.resolve("spool.db-wal");
    var octets = Files.readAllBytes(log);
    octets[at] ^= 1;
    Files.write(log, octets);
    assertEquals(
        Optional.of("the header of its write-ahead log is damaged"), WriteAheadLog.damage(log));
  }

  /** The files as they are while a spool with twice as many mails is open. */
  private void copyAsAfterAKill() throws IOException {
    var open = Files.createDirectory(directory.resolve("open"));
    Files.copy(file(), open.resolve("spool.db"));
    try (var spool = Spool.open(settings(open), CLOCK)) {
      for (int i = 0; i < MAILS; i++) {
        var mail = mail("again" + i + "@x", "Your code is " + i);
        spool.commit(
            mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver("john@example.com")));
      }
      for (var part : List.of("", "-wal")) {
        Files.copy(
            open.resolve("spool.db" + part),
            directory.resolve("spool.db" + part),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static SpoolSettings settings(Path path) {
    return new SpoolSettings(path, Duration.ofHours(1), Duration.ofDays(30));
  }

  /** The last one, which holds a few mails at the most. */
  private void cutOffAPage() throws IOException {
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - PAGE);
    }
  }

  private int lastPending;

  private int pendingAfterRestart() throws IOException {
    try (var spool = Spool.open(settings, CLOCK)) {
      lastPending = spool.pending().size();
      return lastPending;
    }
  }

  private Path file() {
    return directory.resolve("spool.db");
  }

  private long setAside() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(it -> it.getFileName().toString().matches("spool\\.damaged-.*\\.db"))
          .count();
    }
  }
}
