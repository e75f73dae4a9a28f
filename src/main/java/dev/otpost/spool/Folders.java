package dev.otpost.spool;

import dev.otpost.message.Errand;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import dev.otpost.message.Watch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the spool keeps of watched folders. Each method within the caller's transaction. */
final class Folders {

  private static final String THIS = " where account = ? and folder = ?";

  private Folders() {}

  /** Up to where a folder has been looked through; empty if that was never settled. */
  static Optional<Place> bookmark(Sql sql, Folder folder) throws SQLException {
    return sql.one(
        "select account, folder, uid_validity, uid from mailbox"
            + THIS
            + " and uid_validity is not null",
        Folders::place,
        folder.account(),
        folder.name());
  }

  /** Sets the bookmark, forward or back, and forgets errands of another UIDVALIDITY. */
  static void begin(Sql sql, Place place, Instant now) throws SQLException {
    if (set(sql, place) == 0) {
      make(sql, place.folder(), now);
      set(sql, place);
    }
    sql.update(
        "delete from errand" + THIS + " and uid_validity <> ?",
        place.folder().account(),
        place.folder().name(),
        place.uidValidity());
  }

  /**
   * Moves the bookmark on, never back. If it was lost with a damaged database, this is where it
   * lies from now on: whoever moves it has looked at all that lies before.
   *
   * @throws IllegalStateException if the folder has another UIDVALIDITY by now: this UID would mean
   *     another mail
   */
  static void move(Sql sql, Place to, Instant now) throws SQLException {
    if (advance(sql, to) > 0) {
      return;
    }
    var lies = bookmark(sql, to.folder());
    if (lies.isEmpty()) {
      make(sql, to.folder(), now);
      set(sql, to);
    } else if (lies.get().uidValidity() != to.uidValidity()) {
      throw new IllegalStateException("the bookmark lies at " + lies.get() + ", not before " + to);
    }
  }

  /** Records mails that are not kept. */
  static void pass(Sql sql, List<Place> places, String because, Instant now) throws SQLException {
    for (var place : places) {
      sql.update(
          "insert into passed (account, folder, uid_validity, uid, at, because)"
              + " values (?, ?, ?, ?, ?, ?)",
          place.folder().account(),
          place.folder().name(),
          place.uidValidity(),
          place.uid(),
          now,
          because);
    }
  }

  /** Something is to be done with the mail that lies there; said twice, it is still one thing. */
  static void send(Sql sql, Place place) throws SQLException {
    sql.update(
        "insert into errand (account, folder, uid_validity, uid, tries) values (?, ?, ?, ?, 0)"
            + " on conflict (account, folder, uid_validity, uid) do nothing",
        place.folder().account(),
        place.folder().name(),
        place.uidValidity(),
        place.uid());
  }

  /** Those that are left, the oldest first. */
  static List<Errand> errands(Sql sql, Folder folder) throws SQLException {
    return sql.all(
        "select id, account, folder, uid_validity, uid, tries from errand" + THIS + " order by id",
        row -> new Errand(row.getLong("id"), place(row), row.getInt("tries")),
        folder.account(),
        folder.name());
  }

  static int done(Sql sql, Errand errand) throws SQLException {
    return sql.update("delete from errand where id = ?", errand.id());
  }

  static int failed(Sql sql, Errand errand) throws SQLException {
    return sql.update("update errand set tries = tries + 1 where id = ?", errand.id());
  }

  /** Records how a watch stands. What the report does not know stays as it was. */
  static void report(Sql sql, Watch watch) throws SQLException {
    if (note(sql, watch) == 0) {
      make(sql, watch.folder(), watch.since());
      note(sql, watch);
    }
  }

  /** All that are known, those too that are not watched any more, by account and name. */
  static List<Watched> all(Sql sql) throws SQLException {
    return sql.all(
        "select account, folder, uid_validity, uid, state, since, alive_at, mail_at, trouble,"
            + " trouble_at from mailbox order by account, folder",
        row ->
            new Watched(
                new Watch(
                    folder(row),
                    Watch.State.of(row.getString("state")),
                    Sql.instant(row, "since"),
                    Sql.instantIfAny(row, "alive_at"),
                    Sql.instantIfAny(row, "mail_at"),
                    row.getString("trouble"),
                    Sql.instantIfAny(row, "trouble_at")),
                placeIfAny(row)));
  }

  /**
   * Sets bookmarks anew that were lost with a damaged database: behind the last mail that is still
   * known to have been looked at. So none is skipped, and what is looked at twice is recognised.
   *
   * @return how many
   */
  static int restore(Sql sql) throws SQLException {
    var seen =
        sql.all(
            "select account, folder, uid_validity, max(uid) as uid, max(at) as at from"
                + " (select account, folder, uid_validity, uid, received_at as at from mail"
                + " where uid_validity is not null"
                + " union all select account, folder, uid_validity, uid, at from passed) as seen"
                + " where not exists (select 1 from mailbox where mailbox.account = seen.account"
                + " and mailbox.folder = seen.folder and mailbox.uid_validity is not null)"
                + " group by account, folder, uid_validity order by at",
            row -> Map.entry(place(row), Sql.instant(row, "at")));
    var newest = new HashMap<Folder, Map.Entry<Place, Instant>>();
    // Of several UIDVALIDITYs the newest comes last, and stays.
    seen.forEach(it -> newest.put(it.getKey().folder(), it));
    for (var last : newest.values()) {
      begin(sql, last.getKey(), last.getValue());
    }
    return newest.size();
  }

  /** Of the columns {@code account}, {@code folder}, {@code uid_validity} and {@code uid}. */
  static Optional<Place> placeIfAny(ResultSet row) throws SQLException {
    row.getLong("uid_validity");
    return row.wasNull() ? Optional.empty() : Optional.of(place(row));
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(folder(row), row.getLong("uid_validity"), row.getLong("uid"));
  }

  private static Folder folder(ResultSet row) throws SQLException {
    return new Folder(row.getString("account"), row.getString("folder"));
  }

  private static void make(Sql sql, Folder folder, Instant since) throws SQLException {
    sql.update(
        "insert into mailbox (account, folder, state, since, trouble) values (?, ?, ?, ?, '')",
        folder.account(),
        folder.name(),
        Watch.State.CONNECTING.word(),
        since);
  }

  private static int set(Sql sql, Place place) throws SQLException {
    return sql.update(
        "update mailbox set uid_validity = ?, uid = ?" + THIS,
        place.uidValidity(),
        place.uid(),
        place.folder().account(),
        place.folder().name());
  }

  private static int advance(Sql sql, Place to) throws SQLException {
    return sql.update(
        "update mailbox set uid = ?" + THIS + " and uid_validity = ? and uid < ?",
        to.uid(),
        to.folder().account(),
        to.folder().name(),
        to.uidValidity(),
        to.uid());
  }

  private static int note(Sql sql, Watch watch) throws SQLException {
    return sql.update(
        "update mailbox set state = ?, since = ?, alive_at = coalesce(?, alive_at),"
            + " mail_at = coalesce(?, mail_at), trouble = coalesce(?, trouble),"
            + " trouble_at = coalesce(?, trouble_at)"
            + THIS,
        watch.state().word(),
        watch.since(),
        watch.aliveAt().orElse(null),
        watch.mailAt().orElse(null),
        watch.trouble().isEmpty() ? null : watch.trouble(),
        watch.troubleAt().orElse(null),
        watch.folder().account(),
        watch.folder().name());
  }
}
