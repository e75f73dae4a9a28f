package dev.otpost.spool;

import java.sql.SQLException;
import java.time.Instant;

/**
 * What is forgotten when. An entry that waits for the operator keeps its content as long as its
 * record, for without the content there is nothing to decide on; one that is pending keeps
 * everything.
 */
final class Retention {

  private Retention() {}

  /**
   * @param content entries that ended before it lose their content
   * @param history entries that ended before it are forgotten
   */
  static void erase(Sql sql, Instant content, Instant history) throws SQLException {
    sql.update(
        "update entry set content = null, code = null, link = null"
            + " where content is not null and ended_at <= ? and state not in ('pending', 'held')",
        content);
    sql.update("delete from entry where ended_at <= ? and state <> 'pending'", history);
    // A mail keeps its bytes as long as one of its entries has its content.
    sql.update(
        "update mail set raw = null where raw is not null and not exists"
            + " (select 1 from entry where entry.mail = mail.id and entry.content is not null)");
    sql.update(
        "delete from mail where received_at <= ? and not exists"
            + " (select 1 from entry where entry.mail = mail.id)",
        history);
  }
}
