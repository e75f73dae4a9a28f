package dev.otpost.spool;

import dev.otpost.message.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the spool keeps of Gmail's questions. Each method within the caller's transaction. */
final class Confirmations {

  private static final String WAITING = " state = 'held' and kind = 'gmail_confirmation'";

  private static final String COLUMNS =
      "select entry.id, source, received_at, recipient, identifier, code, link, note,"
          + " dkim, dkim_domain, dkim_because from entry"
          + " join mail on mail.id = entry.mail where"
          + WAITING;

  private Confirmations() {}

  /** Those that wait, the newest first. */
  static List<Confirmation> waiting(Sql sql) throws SQLException {
    return sql.all(COLUMNS + " order by entry.id desc", Confirmations::read);
  }

  /** Those that wait, have a link, and were never tried, the oldest first. */
  static List<Confirmation> untried(Sql sql) throws SQLException {
    return sql.all(
        COLUMNS
            + " and link is not null and not exists"
            + " (select 1 from attempt where attempt.entry = entry.id) order by entry.id",
        Confirmations::read);
  }

  /** Records the one attempt; false if there was one, or the entry does not wait any more. */
  static boolean begin(Sql sql, long id, Instant now) throws SQLException {
    boolean first =
        sql.update(
                "insert into attempt (entry, number, started_at, outcome)"
                    + " select id, 1, ?, '' from entry where id = ? and"
                    + WAITING
                    + " and not exists (select 1 from attempt where attempt.entry = entry.id)",
                now,
                id)
            == 1;
    if (first) {
      // It stands there until there is an answer: for good, should otpost die before.
      note(sql, id, "auto-confirm: begun, and no answer is known; open the link yourself");
    }
    return first;
  }

  /** Records what the attempt came to. */
  static void settle(Sql sql, long id, String outcome, Instant now) throws SQLException {
    sql.update(
        "update attempt set ended_at = ?, outcome = ? where entry = ? and number = 1",
        now,
        outcome,
        id);
    note(sql, id, "auto-confirm: " + outcome);
  }

  /** For the operator; one who has dropped it meanwhile is not told any more. */
  static int note(Sql sql, long id, String note) throws SQLException {
    return sql.update("update entry set note = ? where id = ? and" + WAITING, note, id);
  }

  private static Confirmation read(ResultSet row) throws SQLException {
    var mailbox = row.getString("identifier");
    return new Confirmation(
        row.getLong("id"),
        Source.valueOf(row.getString("source")),
        Sql.instant(row, "received_at"),
        row.getString("recipient"),
        mailbox.isEmpty() ? Optional.empty() : Optional.of(mailbox),
        Optional.ofNullable(row.getString("code")),
        Optional.ofNullable(row.getString("link")),
        Sql.dkim(row),
        row.getString("note"));
  }
}
