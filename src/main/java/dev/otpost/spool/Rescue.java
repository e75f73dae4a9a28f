package dev.otpost.spool;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a database that SQLite calls damaged: the rows that can still be read go into a
 * new one under their old ids, the new one takes its place, and the damaged one is kept beside it,
 * whole, for whoever can read more of it.
 *
 * <p>Each row is asked for by its id, for a table that cannot be walked from end to end can often
 * still be entered at most places.
 *
 * <p>Killed at any line, the next start goes on: as long as the new database is being filled, it is
 * called {@code spool.rescue.db}, and is begun again; once it is complete and on the disk, {@code
 * spool.rescued.db}, and only the exchange is left to do. The damaged file is never without a name.
 */
final class Rescue {

  private static final Logger log = LoggerFactory.getLogger(Rescue.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The highest id is not always to be read; then the search ends after so many without a row. */
  private static final int GAP = 10_000;

  private static final int HEADER_BYTES = 100;

  /** A header that speaks of so many times the file is damaged itself. */
  private static final int MOST_CUT_OFF = 1_000;

  /** A database is these files; the first two only while it is in use, or if it was cut off. */
  private static final List<String> PARTS = List.of("-wal", "-shm", "");

  private final Path directory;
  private final Path file;
  private final Path filling;
  private final Path complete;
  private final InstantSource clock;

  /**
   * Does nothing yet.
   *
   * @param file the database, in {@code directory}
   */
  Rescue(Path directory, Path file, InstantSource clock) {
    this.directory = directory;
    this.file = file;
    this.filling = directory.resolve("spool.rescue.db");
    this.complete = directory.resolve("spool.rescued.db");
    this.clock = clock;
  }

  /** Puts what can be read of the damaged database into the place of it. */
  void run() throws IOException {
    for (var part : PARTS) {
      Files.deleteIfExists(Path.of(filling + part));
    }
    fillUp();
    Database.makeFile(filling);
    try (var into = Database.connect(filling)) {
      Schema.migrate(into, filling);
      salvage(into);
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
    // Closed by its only user, a database is one file, and synced.
    Files.move(filling, complete, StandardCopyOption.ATOMIC_MOVE);
    sync();
    finish();
  }

  /**
   * SQLite reads nothing of a file that is shorter than its header says; with zeros in the place of
   * what was cut off, it reads all the rest. (Page size at 16, number of pages at 28, big-endian:
   * SQLite's file format, 1.3.)
   */
  private void fillUp() throws IOException {
    try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
      if (cut.length() < HEADER_BYTES) {
        return;
      }
      cut.seek(16);
      int pageSize = cut.readUnsignedShort();
      cut.seek(28);
      long whole = Integer.toUnsignedLong(cut.readInt()) * (pageSize == 1 ? 65_536 : pageSize);
      if (cut.length() < whole && whole <= cut.length() * MOST_CUT_OFF) {
        cut.setLength(whole);
      }
    }
  }

  /**
   * SQLite throws the write-ahead log of an empty database away, and it may be all that there is of
   * one that was emptied or deleted: no database of ours is empty and has a log. With a page of
   * zeros it reads the log. (Page size at 8, big-endian: SQLite's file format, 4.1.)
   */
  void keepLog() throws IOException {
    var wal = Path.of(file + "-wal");
    if (Files.size(file) > 0
        || !Files.exists(wal)
        || Files.size(wal) <= WriteAheadLog.HEADER_BYTES) {
      return;
    }
    int pageSize;
    try (var header = new DataInputStream(Files.newInputStream(wal))) {
      header.skipNBytes(8);
      pageSize = header.readInt();
    }
    log.atError()
        .addKeyValue("file", file)
        .addKeyValue("because", "it is empty")
        .log("spool_damaged");
    if (pageSize >= 512 && pageSize <= 65_536) {
      try (var empty = new RandomAccessFile(file.toFile(), "rw")) {
        empty.setLength(pageSize);
      }
    }
  }

  /**
   * Says so where SQLite will not read the write-ahead log to its end, and keeps it for whoever can
   * read more of it.
   */
  void tellOfLog() throws IOException {
    var damage = WriteAheadLog.damage(Path.of(file + "-wal"));
    if (damage.isEmpty()) {
      return;
    }
    log.atError()
        .addKeyValue("file", file)
        .addKeyValue("because", damage.get())
        .log("spool_damaged");
    var aside = aside();
    for (var part : List.of("-wal", "")) {
      Files.copy(Path.of(file + part), Path.of(aside + part), StandardCopyOption.COPY_ATTRIBUTES);
    }
    sync();
    tellOf(aside);
  }

  private Path aside() {
    return directory.resolve("spool.damaged-" + STAMP.format(clock.instant()) + ".db");
  }

  private static void tellOf(Path aside) {
    log.atError()
        .addKeyValue("kept_as", aside)
        .addKeyValue("do", "keep it until you have seen that nothing is missing, then delete it")
        .log("spool_set_aside");
  }

  /** Makes the exchange, if there is one to be made. */
  void finish() throws IOException {
    if (!Files.exists(complete)) {
      return;
    }
    var aside = aside();
    for (var part : PARTS) {
      if (Files.exists(Path.of(file + part)) && !Files.exists(Path.of(aside + part))) {
        Files.createLink(Path.of(aside + part), Path.of(file + part));
      }
    }
    // Before the exchange: the log of the old database would be taken for that of the new one.
    Files.deleteIfExists(Path.of(file + "-wal"));
    Files.deleteIfExists(Path.of(file + "-shm"));
    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync();
    tellOf(aside);
  }

  /** Names are on the disk when their directory is. */
  private void sync() throws IOException {
    try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private void salvage(Sql into) throws SQLException {
    try (var from = Database.connect(file)) {
      into.begin();
      copyKey(from, into);
      int mails =
          copy(
              from,
              into,
              "mail",
              "id, source, mail_from, peer, site, author, received_at, size, raw, dkim,"
                  + " dkim_domain, dkim_because, account, folder, uid_validity, uid");
      int entries =
          copy(
              from,
              into,
              "entry",
              "id, mail, recipient, state, kind, route, identifier, because, note, content, code,"
                  + " link, origin, life_end, ended_at, fingerprint, form, forced, evidence,"
                  + " written_site, written_at, durable_at, lifetime");
      copyFolders(from, into);
      copy(from, into, "run", "id, name, identifier, site, route, first_at, last_at");
      copy(from, into, "serving", "id, entry, origin, run, series, task, at, last_at");
      copy(
          from,
          into,
          "alert",
          "id, channel, kind, about, because, mark, since, at, cleared_at, flapping");
      into.commit();
      log.atWarn()
          .addKeyValue("mails", mails)
          .addKeyValue("entries", entries)
          .log("spool_salvaged");
    } catch (SQLException e) {
      if (!Sql.isDamage(e)) {
        throw e;
      }
      into.rollback();
      log.atError().addKeyValue("because", e.getMessage()).log("spool_not_salvaged");
    }
  }

  private static void copyFolders(Sql from, Sql into) throws SQLException {
    copy(
        from,
        into,
        "mailbox",
        "id, account, folder, uid_validity, uid, state, since, alive_at, mail_at, trouble,"
            + " trouble_at");
    copy(from, into, "passed", "id, account, folder, uid_validity, uid, at, because");
    copy(from, into, "errand", "id, account, folder, uid_validity, uid, tries");
    int lost = Folders.restore(into);
    if (lost > 0) {
      log.atWarn().addKeyValue("folders", lost).log("bookmarks_set_anew");
    }
  }

  /**
   * With the old key mail that comes again is still recognised; without it, it may be posted twice.
   */
  private static void copyKey(Sql from, Sql into) throws SQLException {
    try {
      var key = from.one("select key from fingerprint_key", row -> row.getBytes(1));
      if (key.isPresent()) {
        into.update("update fingerprint_key set key = ?", key.get());
      }
    } catch (SQLException e) {
      log.atWarn().addKeyValue("because", e.getMessage()).log("fingerprint_key_lost");
    }
  }

  private static int copy(Sql from, Sql into, String table, String wanted) throws SQLException {
    var columns = present(from, table, wanted);
    if (columns.isEmpty()) {
      return 0; // The damaged file is of a version that had no such table.
    }
    int width = columns.split(",").length;
    var select = "select " + columns + " from " + table + " where id = ?";
    var insert =
        "insert or ignore into %s (%s) values (%s)"
            .formatted(table, columns, "?" + ", ?".repeat(width - 1));
    int copied = 0;
    long last = highestId(from, table);
    for (long id = 1, missed = 0; last > 0 ? id <= last : missed < GAP; id++) {
      var row = row(from, select, id, width);
      if (row.isEmpty()) {
        missed++;
      } else {
        missed = 0;
        try {
          copied += into.update(insert, row.toArray());
        } catch (SQLException e) {
          // An entry whose mail is lost, or a row with garbage where something must stand.
          log.atWarn().addKeyValue("table", table).addKeyValue("id", id).log("row_lost");
        }
      }
    }
    return copied;
  }

  /** Those that the table has: a damaged file may be of an older version. */
  private static String present(Sql from, String table, String wanted) throws SQLException {
    var there =
        from.all("select name from pragma_table_info(?)", row -> row.getString("name"), table);
    var columns = new ArrayList<>(List.of(wanted.split(", ", -1)));
    columns.retainAll(there);
    return String.join(", ", columns);
  }

  private static long highestId(Sql from, String table) {
    try {
      return from.one(
              "select seq from sqlite_sequence where name = ?", row -> row.getLong(1), table)
          .orElse(0L);
    } catch (SQLException e) {
      return 0;
    }
  }

  /** The row's values, empty if there is none or it cannot be read. */
  private static List<@Nullable Object> row(Sql from, String select, long id, int width) {
    try {
      return from.one(
              select,
              row -> {
                var values = new ArrayList<@Nullable Object>();
                for (int column = 1; column <= width; column++) {
                  values.add(row.getObject(column));
                }
                return values;
              },
              id)
          .orElseGet(ArrayList::new);
    } catch (SQLException e) {
      return List.of();
    }
  }
}
