package dev.otpost.spool;

import java.sql.SQLException;
import java.time.Instant;

/**
 * What is forgotten when. An entry that waits for the operator keeps its content as long as its
 * record, for without the content there is nothing to decide on; one that is pending keeps
 * everything. The bookmark of a folder is never forgotten, whether it is still watched or not:
 * should it be watched again, it goes on where it was and skips nothing.
 */
final class Retention {

  private Retention() {}

  /**
   * @param content entries that ended before it lose their content
   * @param history entries that ended before it are forgotten, and so are mails of watched folders
   *     that were passed over before it
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
    sql.update("delete from passed where at <= ?", history);
    // Nobody comes for it: its folder is not known any more, or its UID means another mail.
    sql.update(
        "delete from errand where not exists (select 1 from mailbox where mailbox.account ="
            + " errand.account and mailbox.folder = errand.folder and mailbox.uid_validity ="
            + " errand.uid_validity)");
  }
}
