package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * What is done with a database that SQLite calls damaged: it is moved aside, whole, for whoever can
 * read more of it, and the rows that can still be read go into a new one under their old ids.
 *
 * <p>Each row is asked for by its id, for a table that cannot be walked from end to end can often
 * still be entered at most places.
 */
final class Rescue {

  private static final Logger log = LoggerFactory.getLogger(Rescue.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * The highest id is not always to be read; then the search ends after so many ids without a row.
   */
  private static final int GAP = 10_000;

  private final Path directory;
  private final InstantSource clock;

  Rescue(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Moves the file and its write-ahead log out of the way; where the file is now. */
  Path setAside(Path file) throws IOException {
    var aside = directory.resolve("spool.damaged-" + STAMP.format(clock.instant()) + ".db");
    for (int i = 2; Files.exists(aside); i++) {
      aside = directory.resolve("spool.damaged-" + STAMP.format(clock.instant()) + "-" + i + ".db");
    }
    // The log first: should we die between the two, the file without its log is found damaged again
    // at the
    // next start, whereas a log beside a new file would be taken for that file's.
    for (var suffix : List.of("-wal", "-shm", "")) {
      var part = Path.of(file + suffix);
      if (Files.exists(part)) {
        Files.move(part, Path.of(aside + suffix), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    log.atError()
        .addKeyValue("moved_to", aside)
        .addKeyValue("do", "keep it until you have seen that nothing is missing, then delete it")
        .log("spool_set_aside");
    return aside;
  }

  /** Copies what can be read from the damaged file into the new one. */
  static void salvage(Path damaged, Sql into) throws SQLException {
    try (var from = Database.connect(damaged)) {
      into.begin();
      copyKey(from, into);
      int mails =
          copy(from, into, "mail", "id, source, mail_from, peer, site, received_at, size, raw");
      int entries =
          copy(
              from,
              into,
              "entry",
              "id, mail, recipient, state, kind, route, identifier, because, note, content, code,"
                  + " link, origin, life_end, ended_at, fingerprint");
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

  private static int copy(Sql from, Sql into, String table, String columns) throws SQLException {
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
