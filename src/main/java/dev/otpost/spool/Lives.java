package dev.otpost.spool;

import java.sql.SQLException;
import java.time.Duration;

/** What is noted by the clock of entries that are pending, when that clock is set. */
final class Lives {

  private Lives() {}

  /** The id of the last entry there is; 0 if there is none. */
  static long last(Sql sql) throws SQLException {
    return sql.one("select coalesce(max(id), 0) from entry", row -> row.getLong(1)).orElse(0L);
  }

  /** Of entries later than {@code after} whose origin is when they came in. */
  static void shift(Sql sql, long after, Duration by) throws SQLException {
    long micros = by.toNanos() / 1_000;
    record Found(long entry, long mail) {}
    var found =
        sql.all(
            "select entry.id as id, mail.id as mail from entry join mail on mail.id = entry.mail"
                + " where entry.state = 'pending' and entry.id > ?"
                + " and entry.origin = mail.received_at",
            row -> new Found(row.getLong("id"), row.getLong("mail")),
            after);
    for (var it : found) {
      sql.update(
          "update entry set origin = origin + ?, life_end = life_end + ?,"
              + " durable_at = durable_at + ? where id = ?",
          micros,
          micros,
          micros,
          it.entry());
      sql.update(
          "update attempt set started_at = started_at + ?, ended_at = ended_at + ?"
              + " where entry = ?",
          micros,
          micros,
          it.entry());
    }
    for (long mail : found.stream().mapToLong(Found::mail).distinct().toArray()) {
      sql.update("update mail set received_at = received_at + ? where id = ?", micros, mail);
    }
  }
}
