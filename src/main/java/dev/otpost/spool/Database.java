package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file {@code spool.db} in its directory. The directory gets 0700 and the file 0600 when they
 * are made; SQLite gives its write-ahead log the mode of the file.
 */
final class Database implements GroupCommit.Opener {

  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /** How long one process waits for the other to finish a transaction. */
  static final int BUSY_TIMEOUT_MILLIS = 5_000;

  private final Path directory;
  private final InstantSource clock;

  /** Whether the file has been made just now, so that nothing can be in it. */
  private volatile boolean made;

  /** Which file the daemon's connection has open; null before the first one. */
  private volatile @Nullable Object opened;

  Database(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Path file() {
    return file(directory);
  }

  /**
   * That what is written from now on will be found by the next start.
   *
   * @throws IOException if somebody has deleted or replaced the file that is open: SQLite goes on
   *     in one that has no name any more and is gone when the process is
   */
  void expectInPlace() throws IOException {
    var now =
        Files.exists(file())
            ? Files.readAttributes(file(), BasicFileAttributes.class).fileKey()
            : null;
    if (!Objects.equals(now, opened)) {
      throw new IOException(
          "spool: %s was deleted or replaced while it was in use: put it back, or restart otpost, which then begins a new one"
              .formatted(file()));
    }
  }

  /** The database of the spool in this directory. */
  static Path file(Path directory) {
    return directory.resolve("spool.db");
  }

  /**
   * Makes the directory and the file if they are missing.
   *
   * @throws IOException if that cannot be done; it says what to do
   */
  void make() throws IOException {
    try {
      var parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      made = makeFile(file());
    } catch (IOException e) {
      throw new SpoolUnusableException(
          "the spool cannot be made in %s (%s): make that directory writable for the user that otpost runs as, or set spool.path to another one"
              .formatted(directory, e.getClass().getSimpleName()),
          e);
    }
  }

  /** For its owner only; one that is there already is left as it is, and the answer is false. */
  static boolean makeFile(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      // It was here before, which is what was wanted; if it is no database, opening it will tell.
      return false;
    }
  }

  /**
   * A connection for the daemon to a database that was looked over from end to end. From a damaged
   * one, what can be read is taken over into a new one first.
   *
   * @throws SpoolTooNewException if a newer otpost wrote it
   */
  @Override
  public Sql open() throws IOException {
    var rescue = new Rescue(directory, file(), clock);
    rescue.finish();
    rescue.keepLog();
    rescue.tellOfLog();
    tellOfEmptiness();
    try {
      return sound();
    } catch (SQLException e) {
      if (!Sql.isDamage(e)) {
        throw Sql.ioException(e);
      }
      log.atError()
          .addKeyValue("file", file())
          .addKeyValue("because", e.getMessage())
          .log("spool_damaged");
    }
    rescue.run();
    try {
      return sound();
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }

  /** SQLite takes an empty file for a new database, whatever may have been in it. */
  private void tellOfEmptiness() throws IOException {
    if (!made && Files.size(file()) == 0) {
      log.atError()
          .addKeyValue("file", file())
          .addKeyValue("because", "it is empty: whatever was in it is lost")
          .log("spool_damaged");
    }
    made = false;
  }

  /** Another connection for the daemon, to a database of which nothing bad is known. */
  @Override
  public Sql reopen() throws IOException {
    try {
      return current();
    } catch (SQLException e) {
      if (Sql.isDamage(e)) {
        return open();
      }
      throw Sql.ioException(e);
    }
  }

  /**
   * A connection to a spool that exists, of this version, beside the daemon's. Nothing is repaired.
   */
  Sql join() throws IOException {
    if (!Files.exists(file())) {
      throw new IOException("there is no spool in " + directory + ": is spool.path right?");
    }
    try {
      var sql = connect(file());
      try {
        Schema.expectCurrent(sql, file());
        return sql;
      } catch (SQLException | IOException e) {
        sql.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }

  private Sql sound() throws SQLException, IOException {
    var sql = current();
    try {
      var verdict = sql.one("pragma quick_check(1)", row -> row.getString(1)).orElse("ok");
      if (!verdict.equals("ok")) {
        throw new SQLiteException(verdict.replace('\n', ' '), SQLiteErrorCode.SQLITE_CORRUPT);
      }
      return sql;
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  private Sql current() throws SQLException, IOException {
    var sql = connect(file());
    try {
      Schema.migrate(sql, file());
      opened = Files.readAttributes(file(), BasicFileAttributes.class).fileKey();
      return sql;
    } catch (SQLException | IOException e) {
      sql.close();
      throw e;
    }
  }

  static Sql connect(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTempStore(TempStore.MEMORY);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "on");
    return new Sql(config.createConnection("jdbc:sqlite:" + file));
  }
}
