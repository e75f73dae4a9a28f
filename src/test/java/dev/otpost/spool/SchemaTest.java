package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Dkim;
import dev.otpost.message.Folder;
import dev.otpost.message.Form;
import dev.otpost.message.Place;
import dev.otpost.message.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a spool that an otpost of an older version of its schema has left. */
@ParameterizedClass
@ValueSource(ints = {1, 2, 3, 4})
final class SchemaTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private static final int PAGE = 4096;

  /** What version 2 knew of the signature of the first mail. */
  private static final Dkim SIGNED =
      new Dkim(Dkim.Verdict.PASS, "github.com", "signed by github.com");

  /** Where version 3 knew that it lay. */
  private static final Place PLACE = new Place(new Folder("work", "INBOX"), 7, 123);

  @TempDir private Path directory;
  private SpoolSettings settings =
      new SpoolSettings(Path.of("unset"), Duration.ZERO, Duration.ZERO);

  /** Of the otpost that has left it. */
  private final int version;

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  SchemaTest(int version) {
    this.version = version;
  }

  @BeforeEach
  void leaveASpoolOfThatVersion() throws IOException, SQLException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    // The tables as that otpost made them.
    var tables = Path.of("src/test/resources/spool/version-%d.sql".formatted(version));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      for (var one : Files.readString(tables).split(";\n", -1)) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
  }

  private long pageOfAttempts() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery("select rootpage from sqlite_master where name = 'attempt'")) {
      return row.getLong(1);
    }
  }

  private Path file() {
    return directory.resolve("spool.db");
  }

  @Test
  void keepsEverythingAndGoesOn() throws IOException {
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(List.of(1L), spool.pending().stream().map(Pending::id).toList());
      assertKept();
      try (var queue = Queue.open(settings, CLOCK)) {
        assertEquals(version >= 3 ? 2 : 1, queue.attempts(1).size());
        assertEquals(Form.FIRST, queue.attempts(1).getFirst().form());
      }
      // Of what an older otpost had begun, nobody knows what came of it.
      assertEquals(
          version >= 3 ? Optional.of(NOW.plusMillis(1_076).plusNanos(544_000)) : Optional.empty(),
          Mails.begun(spool, 1).doubtSince());
      var new1 = mail("new@x", "123456");
      spool.commit(
          new1.envelope(), new1.raw(), new1.letter(), List.of(new1.deliver("a@example.com")));
      assertEquals(2, spool.pending().size());
    }
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(2, spool.pending().size(), "opened a second time");
    }
  }

  @Test
  void isRescuedWhenItIsDamagedToo() throws IOException, SQLException {
    long page = pageOfAttempts(); // which are not rescued
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[PAGE]), (page - 1) * PAGE);
    }
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(1, spool.pending().size());
      assertKept();
    }
    try (var files = Files.list(directory)) {
      assertTrue(files.anyMatch(it -> it.getFileName().toString().startsWith("spool.damaged-")));
    }
  }

  @Test
  void isLeftAloneByWhoeverOnlyLooks() {
    var said = assertThrows(IOException.class, () -> Queue.open(settings, CLOCK));
    assertTrue(String.valueOf(said.getMessage()).contains("of an older version"), said::toString);
  }

  private void assertKept() throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      var entries = queue.list(Optional.empty(), 10);
      assertEquals(List.of(State.HELD, State.PENDING), entries.stream().map(Entry::state).toList());
      var pending = queue.find(1).orElseThrow();
      assertEquals("john@example.com", pending.identifier().orElseThrow().value());
      assertEquals("github.com", pending.site());
      assertEquals(version == 1 ? Dkim.UNCHECKED : SIGNED, pending.dkim());
      assertEquals(version >= 3 ? Optional.of(PLACE) : Optional.empty(), pending.place());
      assertEquals(version >= 3 ? 1 : 0, queue.watched().size());
      assertEquals(Optional.empty(), pending.durableAt());
      assertFalse(pending.forced());
      assertEquals("Your code is 123456", queue.content(1).orElseThrow().text());
      assertArrayEquals(new byte[] {0x41, 0x42}, queue.raw(1).orElseThrow());
      assertEquals(Dkim.UNCHECKED, queue.confirmations().getFirst().dkim());
    }
  }
}
