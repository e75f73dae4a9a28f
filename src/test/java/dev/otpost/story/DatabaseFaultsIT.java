package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Something happens to the database of the spool that otpost has not done. */
class DatabaseFaultsIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final int WAITING = 40;

  /** Where SQLite's file format keeps {@code user_version}. */
  private static final int VERSION_AT = 60;

  /** What is done to the files while otpost is stopped. */
  enum Damage {
    CUT_IN_HALF {
      @Override
      void to(Path spool) throws IOException {
        try (var file = file(spool, "spool.db")) {
          file.setLength(file.length() / 2);
        }
      }
    },
    EMPTIED {
      @Override
      void to(Path spool) throws IOException {
        try (var file = file(spool, "spool.db")) {
          file.setLength(0);
        }
      }
    },
    GARBAGE {
      @Override
      void to(Path spool) throws IOException {
        Files.writeString(spool.resolve("spool.db"), "no database ".repeat(10_000));
      }
    },
    BITS_OF_THE_HEADER {
      @Override
      void to(Path spool) throws IOException {
        flip(spool, "spool.db", 0.0, 100);
      }
    },
    BITS_IN_THE_MIDDLE {
      @Override
      void to(Path spool) throws IOException {
        flip(spool, "spool.db", 0.5, 4096);
      }
    },
    BITS_AT_THE_END {
      @Override
      void to(Path spool) throws IOException {
        flip(spool, "spool.db", 0.9, 4096);
      }
    },
    BITS_OF_THE_LOG {
      @Override
      void to(Path spool) throws IOException {
        flip(spool, "spool.db-wal", 0.5, 4096);
      }
    };

    abstract void to(Path spool) throws IOException;

    private static RandomAccessFile file(Path spool, String name) throws IOException {
      return new RandomAccessFile(spool.resolve(name).toFile(), "rw");
    }

    private static void flip(Path spool, String name, double where, int many) throws IOException {
      try (var file = file(spool, name)) {
        long from = (long) (file.length() * where);
        for (long at = from; at < Math.min(from + many, file.length()); at++) {
          file.seek(at);
          int octet = file.read();
          file.seek(at);
          file.write(octet ^ 0xff);
        }
      }
    }
  }

  @RegisterExtension final Stage stage = new Stage();

  DatabaseFaultsIT() throws IOException {}

  /** The daemon starts by itself, posts what can be read, and what comes. */
  @Tag("system")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BITS_OF_THE_LOG")
  void aDamagedDatabaseIsSetAsideAndStopsNobody(Damage damage) throws Exception {
    var daemon = withMailThatWaits();
    assertEquals(0, daemon.terminate()); // so that there is no write-ahead log
    damage.to(stage.spool());
    goesOn(daemon, damage);
    var event = damage == Damage.EMPTIED ? " spool_damaged " : " spool_set_aside ";
    assertTrue(daemon.log().stream().anyMatch(line -> line.contains(event)));
  }

  /** What was said yes to a moment ago stands in the log as well. */
  @Tag("system")
  @ParameterizedTest
  @EnumSource(names = {"BITS_OF_THE_HEADER", "BITS_IN_THE_MIDDLE", "BITS_AT_THE_END"})
  void aDatabaseDamagedWhileOtpostWasKilledIsReadFromItsLog(Damage damage) throws Exception {
    var daemon = withMailThatWaits();
    daemon.kill();
    damage.to(stage.spool());
    assertEquals(WAITING, goesOn(daemon, damage));
  }

  /** A log alone is not enough: of what has not changed of late, it knows nothing. */
  @Tag("system")
  @ParameterizedTest
  @EnumSource(names = {"CUT_IN_HALF", "EMPTIED", "GARBAGE"})
  void aDatabaseThatIsGoneWhileOtpostWasKilledIsSaidAndStopsNobody(Damage damage) throws Exception {
    var daemon = withMailThatWaits();
    daemon.kill();
    damage.to(stage.spool());
    goesOn(daemon, damage);
    assertTrue(daemon.log().stream().anyMatch(line -> line.contains(" spool_damaged ")));
  }

  /** What was committed from the damage on is lost, and that is said. */
  @Tag("system")
  @Test
  void aDamagedLogIsKeptAndStopsNobody() throws Exception {
    var daemon = withMailThatWaits();
    daemon.kill();
    Damage.BITS_OF_THE_LOG.to(stage.spool());
    assertTrue(goesOn(daemon, Damage.BITS_OF_THE_LOG) > 0);
    assertTrue(daemon.log().stream().anyMatch(line -> line.contains(" spool_set_aside ")));
  }

  private Daemon withMailThatWaits() throws IOException {
    stage.skyvern().goDown();
    var daemon = stage.daemon();
    for (int number = 0; number < WAITING; number++) {
      assertEquals(250, send(daemon, number));
    }
    return daemon;
  }

  /** How many of those that waited were posted. */
  private int goesOn(Daemon daemon, Damage damage) throws Exception {
    stage.skyvern().comeBack();
    daemon.restart();
    assertEquals(250, send(daemon, 100));
    assertTrue(
        stage.skyvern().awaitCode(row -> row.code().equals("000100"), SOON).isPresent(),
        "posts what comes");
    assertEquals(0, daemon.terminate());
    assertFalse(daemon.log().stream().anyMatch(line -> line.contains("\tat ")));
    int posted = stage.skyvern().codes().size() - 1;
    boolean said = daemon.log().stream().anyMatch(line -> line.contains(" spool_damaged "));
    Figures.print(
        "%s: %d of %d mails were posted, %s"
            .formatted(damage, posted, WAITING, said ? "and it was said" : "without a word"));
    return posted;
  }

  @Test
  void aDatabaseOfANewerVersionIsLeftAsItIsAndSaid() throws Exception {
    assertEquals(0, stage.daemon().terminate());
    var file = stage.spool().resolve("spool.db");
    try (var database = new RandomAccessFile(file.toFile(), "rw")) {
      database.seek(VERSION_AT);
      database.writeInt(99);
    }
    var before = Files.readAllBytes(file);

    var ended = Product.run(stage.environment(), "serve");
    assertEquals(73, ended.exit(), ended::toString);
    assertTrue(ended.toString().contains("version 99"), ended::toString);
    assertTrue(Arrays.equals(before, Files.readAllBytes(file)), "it was changed");
  }

  @Tag("system")
  @Test
  void aDatabaseThatAnotherProgramLocksIs451AndGoesOnByItself() throws Exception {
    var daemon = stage.daemon();
    assertEquals(250, send(daemon, 1));
    var other = lock("begin immediate");
    assertEquals(451, send(daemon, 2));
    assertTrue(
        daemon
            .awaitLine(line -> line.contains(" not_kept ") && line.contains("locked"), SOON)
            .isPresent());

    other.destroy();
    assertTrue(other.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS));
    assertEquals(250, send(daemon, 2));
    stage.skyvern().awaitCodes(2, SOON);
    assertEquals(2, stage.skyvern().posts().size());
    assertEquals(0, daemon.terminate());
  }

  @Tag("system")
  @Test
  void aDatabaseThatAnotherProgramHasForItselfIsSaidAndMayPass() throws Exception {
    assertEquals(0, stage.daemon().terminate());
    var other = lock("pragma locking_mode = exclusive; begin exclusive; pragma user_version");
    var ended = Product.run(stage.environment(), "serve");
    other.destroy();
    assertEquals(75, ended.exit(), ended::toString);
    assertTrue(ended.toString().contains("locked"), ended::toString);
    assertTrue(ended.toString().contains(stage.spool().toString()), ended::toString);
  }

  @Test
  void aSpoolThatIsTakenAwayUnderTheDaemonGetsNoYes() throws Exception {
    var daemon = stage.daemon();
    assertEquals(250, send(daemon, 1));
    stage.skyvern().awaitCodes(1, SOON);
    Stage.remove(stage.spool());
    assertEquals(451, send(daemon, 2));
    assertTrue(daemon.awaitLine(line -> line.contains("deleted or replaced"), SOON).isPresent());
    var health = URI.create("http://127.0.0.1:%d/readyz".formatted(daemon.httpPort()));
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
      assertEquals(503, answer.statusCode());
    }
  }

  private Process lock(String how) throws Exception {
    var python = Needs.program("python3", "python3").toString();
    var script =
        """
        import sqlite3, sys
        db = sqlite3.connect(sys.argv[1], isolation_level=None)
        for statement in sys.argv[2].split("; "):
            db.execute(statement)
        print("locked", flush=True)
        sys.stdin.read()
        """;
    var database = stage.spool().resolve("spool.db").toString();
    var process = new ProcessBuilder(python, "-c", script, database, how).start();
    stage.with(process::destroyForcibly);
    assertEquals("locked", process.inputReader().readLine());
    return process;
  }

  private static int send(Daemon daemon, int number) throws IOException {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      var mail = new Mail(number, "user%d@example.com".formatted(number)).bytes();
      return client.send(Mail.FROM, Stage.GATEWAY, mail).code();
    }
  }
}
