package dev.otpost.spool;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What is forgotten when. An entry that waits for the operator keeps its content as long as its
 * record, for without the content there is nothing to decide on; one that is pending keeps
 * everything. The bookmark of a folder is never forgotten, whether it is still watched or not:
 * should it be watched again, it goes on where it was and skips nothing.
 *
 * <p>What is erased is gone from the pages of the database at once ({@code secure_delete}), but the
 * write-ahead log has it until it is cut off. That cannot be done while somebody reads the spool as
 * it was before, and nobody is to wait for him: it is tried again with the next call, until it is
 * done. For one thread.
 */
final class Retention {

  /** As much is erased in one transaction: mail that comes in waits for it. */
  private static final int AT_A_TIME = 500;

  private static final String CONTENT_DUE =
      " from entry where content is not null and state <> 'pending' and state <> 'held'"
          + " and ended_at <= ?";

  private static final String HISTORY_DUE =
      " from entry where ended_at is not null and ended_at <= ? and state <> 'pending'";

  /** Whether anything is. */
  static final String IS_DUE =
      "select exists (select 1"
          + CONTENT_DUE
          + ") or exists (select 1"
          + HISTORY_DUE
          + ") or exists (select 1 from passed where at <= ?)";

  private final GroupCommit writer;
  private final SpoolSettings settings;

  /** The log may still have what was erased, at first by a process before this one. */
  private boolean logOwed = true;

  Retention(GroupCommit writer, SpoolSettings settings) {
    this.writer = writer;
    this.settings = settings;
  }

  /**
   * Erases what is due; writes nothing if nothing is.
   *
   * @return whether it is gone from every file; if not, this is to be called again soon
   */
  boolean erase(Instant now) throws IOException {
    var content = now.minus(settings.content());
    var history = now.minus(settings.history());
    while (writer.between(sql -> isDue(sql, content, history))) {
      logOwed = true;
      writer.commit(
          sql -> {
            eraseContent(sql, content);
            eraseHistory(sql, history);
            return true;
          });
    }
    if (logOwed) {
      logOwed = !writer.between(Retention::cutOffLog);
    }
    return !logOwed;
  }

  /** The same, and also what nobody comes for any more; it looks at every row for that. */
  boolean sweep(Instant now) throws IOException {
    var history = now.minus(settings.history());
    int orphans =
        writer.commit(
            sql ->
                // A damaged spool may have lost the entries of a mail.
                sql.update(
                        "update mail set raw = null where raw is not null and not exists (select 1"
                            + " from entry where mail = mail.id and content is not null)")
                    + sql.update(
                        "delete from mail where received_at <= ? and not exists (select 1 from"
                            + " entry where mail = mail.id)",
                        history)
                    // Its folder is not known any more, or its UID means another mail.
                    + sql.update(
                        "delete from errand where not exists (select 1 from mailbox where"
                            + " mailbox.account = errand.account and mailbox.folder = errand.folder"
                            + " and mailbox.uid_validity = errand.uid_validity)"));
    logOwed |= orphans > 0;
    writer.commit(
        sql -> {
          Servings.forget(sql, settings.history(), now);
          return true;
        });
    return erase(now);
  }

  private static boolean isDue(Sql sql, Instant content, Instant history) throws SQLException {
    return sql.one(IS_DUE, row -> row.getBoolean(1), content, history, history).orElse(false);
  }

  private static void eraseContent(Sql sql, Instant before) throws SQLException {
    var due = due(sql, CONTENT_DUE, before);
    for (var it : due) {
      sql.update("update entry set content = null, code = null, link = null where id = ?", it.id());
      // A mail keeps its bytes as long as one of its entries has its content.
      sql.update(
          "update mail set raw = null where id = ? and not exists"
              + " (select 1 from entry where mail = mail.id and content is not null)",
          it.mail());
    }
  }

  private static void eraseHistory(Sql sql, Instant before) throws SQLException {
    for (var it : due(sql, HISTORY_DUE, before)) {
      sql.update("delete from entry where id = ?", it.id());
      sql.update(
          "delete from mail where id = ? and not exists"
              + " (select 1 from entry where mail = mail.id)",
          it.mail());
    }
    sql.update("delete from passed where at <= ?", before);
  }

  private record Due(long id, long mail) {}

  private static List<Due> due(Sql sql, String which, Instant before) throws SQLException {
    return sql.all(
        "select id, mail" + which + " order by ended_at limit " + AT_A_TIME,
        row -> new Due(row.getLong("id"), row.getLong("mail")),
        before);
  }

  /**
   * Takes over all of the log into the database and makes it empty.
   *
   * @return false if somebody is in the way
   */
  private static boolean cutOffLog(Sql sql) throws SQLException {
    return sql.withoutWaiting(
        () -> sql.one("pragma wal_checkpoint(truncate)", row -> row.getInt(1) == 0).orElse(false));
  }
}
