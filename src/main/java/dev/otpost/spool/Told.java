package dev.otpost.spool;

import dev.otpost.message.Concern;
import dev.otpost.message.Telling;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What the spool keeps of alerts. Each method within the caller's transaction. A concern of a kind
 * that only another version of otpost knew is left out, for this one never sees it again.
 */
final class Told {

  private static final String COLUMNS =
      "select channel, kind, about, because, mark, since, at, cleared_at, flapping from alert";

  private static final String ORDER = " order by since, kind, about, channel";

  private Told() {}

  static List<Telling> in(Sql sql, String channel) throws SQLException {
    return known(sql.all(COLUMNS + " where channel = ?" + ORDER, Told::telling, channel));
  }

  /** In all channels, what has stood longest first. */
  static List<Telling> all(Sql sql) throws SQLException {
    return known(sql.all(COLUMNS + ORDER, Told::telling));
  }

  static void keep(Sql sql, Telling telling) throws SQLException {
    var concern = telling.concern();
    sql.update(
        "insert into alert (channel, kind, about, because, mark, since, at, cleared_at,"
            + " flapping) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (channel, kind, about)"
            + " do update set because = excluded.because, mark = excluded.mark,"
            + " since = excluded.since, at = excluded.at, cleared_at = excluded.cleared_at,"
            + " flapping = excluded.flapping",
        telling.channel(),
        concern.kind().word(),
        concern.about(),
        concern.because(),
        concern.mark(),
        telling.since(),
        telling.at(),
        telling.clearedAt().orElse(null),
        telling.flapping() ? 1 : 0);
  }

  static void forget(Sql sql, Telling telling) throws SQLException {
    sql.update(
        "delete from alert where channel = ? and kind = ? and about = ?",
        telling.channel(),
        telling.concern().kind().word(),
        telling.concern().about());
  }

  private static List<Telling> known(List<Optional<Telling>> all) {
    return all.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<Telling> telling(ResultSet row) throws SQLException {
    var kind = Concern.Kind.of(row.getString("kind"));
    return kind.isEmpty() ? Optional.empty() : Optional.of(telling(row, kind.get()));
  }

  private static Telling telling(ResultSet row, Concern.Kind kind) throws SQLException {
    return new Telling(
        row.getString("channel"),
        new Concern(kind, row.getString("about"), row.getString("because"), row.getLong("mark")),
        Sql.instant(row, "since"),
        Sql.instant(row, "at"),
        Sql.instantIfAny(row, "cleared_at"),
        row.getBoolean("flapping"));
  }
}
