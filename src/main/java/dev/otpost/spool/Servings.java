package dev.otpost.spool;

import dev.otpost.message.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands entries to runs of Skyvern that ask for them. Each method within the caller's transaction.
 *
 * <p>One rule above all: no run gets what is not for it. So an entry goes to one run only, and to
 * that again only as long as it may not have got the answer, or a code that a page refused would
 * come back for ever.
 */
final class Servings {

  /** How long a run is handed the same entry again: its answer may have been lost. */
  static final Duration AGAIN = Duration.ofSeconds(60);

  /** After so long without a question, an anonymous one is another run's. */
  static final Duration ANONYMOUS_GAP = Duration.ofMinutes(2);

  /** After so long without a question, a run begins anew: longer than the life of any code. */
  static final Duration FORGOTTEN = Duration.ofDays(1);

  /** How often it is noted that a run still asks; only {@link #FORGOTTEN} depends on it. */
  private static final Duration NOTED = Duration.ofHours(1);

  /** What is said of an entry that was fetched. */
  static final String NOTE = "a run of Skyvern fetched it";

  /** What is said of an attempt that was under way then. */
  static final String UNDER_WAY = "; it was being posted: Skyvern may have it too";

  /** So many parameters come before the routes. */
  private static final int FIXED = 3;

  /** Of a {@code run}: that which tells an anonymous one from the one before. */
  private static final String SERIES = "case when run.name = '' then run.first_at else 0 end";

  /** Of an {@code entry old} and its mail: whose they are, and of which site. */
  private static final String MEANT =
      "old.identifier = ?2 and (?3 = '' or coalesce(author, mail.site) = ?3"
          + " or coalesce(author, mail.site) like '%.' || ?3)";

  private final Sql sql;
  private final Question question;
  private final DurableSince durable;
  private final Instant now;

  Servings(Sql sql, Question question, DurableSince durable, Instant now) {
    this.durable = durable;
    this.sql = sql;
    this.question = question;
    this.now = now;
  }

  /** The last one that this run was handed. What is not newer is not for it. */
  private record Last(long origin, long entry) {
    static final Last NONE = new Last(Long.MIN_VALUE, 0);
  }

  private record Found(
      long id, Instant origin, String route, Kind kind, boolean pending, String value) {
    @Override
    public String toString() {
      return "Found[" + id + "]";
    }
  }

  /** Notes that it was asked. Hands out the one entry that is for this run; empty if none is. */
  Optional<Served> serve() throws SQLException {
    noteQuestion();
    var found = find(last());
    return found.isEmpty() ? Optional.empty() : Optional.of(hand(found.get()));
  }

  private void noteQuestion() throws SQLException {
    boolean anonymous = question.run().isEmpty();
    var known = new HashMap<String, Instant>();
    sql.all(
            "select route, last_at from run where name = ? and identifier = ? and site = ?",
            row -> Map.entry(row.getString("route"), Sql.instant(row, "last_at")),
            question.run(),
            question.identifier().value(),
            site())
        .forEach(it -> known.put(it.getKey(), it.getValue()));
    for (var route : question.routes()) {
      var last = Optional.ofNullable(known.get(route));
      if (last.isEmpty()) {
        sql.update(
            "insert into run (name, identifier, site, route, first_at, last_at)"
                + " values (?1, ?2, ?3, ?4, ?5, ?5)",
            question.run(),
            question.identifier().value(),
            site(),
            route,
            now);
      } else if (last.get().minus(ANONYMOUS_GAP).isAfter(now)
          || (anonymous && last.get().plus(ANONYMOUS_GAP).isBefore(now))) {
        // Asked in the future: the clock was set back, and nobody was here to see it.
        touch("first_at = ?5, last_at = ?5", route);
      } else if (anonymous || last.get().plus(NOTED).isBefore(now)) {
        touch("last_at = ?5", route);
      }
    }
  }

  private void touch(String columns, String route) throws SQLException {
    sql.update(
        "update run set "
            + columns
            + " where name = ?1 and identifier = ?2 and site = ?3 and route = ?4",
        question.run(),
        question.identifier().value(),
        site(),
        route,
        now);
  }

  /** Up to the condition of the caller: the entries that this question is about. */
  private String asked(String columns) {
    return "select "
        + columns
        + " from entry old join mail on mail.id = old.mail"
        + " join run on run.name = ?1 and run.identifier = old.identifier and run.site = ?3"
        + " and run.route = old.route"
        + " left join serving on serving.entry = old.id and serving.run = run.name"
        + (" and serving.series = " + SERIES)
        + (" where " + MEANT)
        + (" and old.route in (" + places() + ")");
  }

  /** By what it was handed (cross join): of entries there may be more than can be looked at. */
  private Last last() throws SQLException {
    return sql.one(
            "select serving.origin as origin, old.id as id from run"
                + (" cross join serving on serving.run = run.name and serving.series = " + SERIES)
                + " cross join entry old on old.id = serving.entry and old.route = run.route"
                + " cross join mail on mail.id = old.mail"
                + (" where " + MEANT + " and run.name = ?1 and run.identifier = ?2")
                + (" and run.site = ?3 and run.route in (" + places() + ")")
                + " order by serving.origin desc, old.id desc limit 1",
            row -> new Last(row.getLong("origin"), row.getLong("id")),
            parameters())
        .orElse(Last.NONE);
  }

  private Optional<Found> find(Last last) throws SQLException {
    int next = FIXED + question.routes().size() + 1;
    return sql.one(
        asked(
                "old.id as id, old.origin as origin, old.route as route, kind, old.state ="
                    + " 'pending' as pending, coalesce(code, link, content) as value")
            + " and old.state in ('pending', 'delivered', 'served') and content is not null"
            + (" and old.life_end > ?" + next)
            + (" and (forced or not " + Attempts.HAS_NEWER + ")")
            + (" and old.origin >= run.first_at - ?" + (next + 1))
            + " and not exists (select 1 from serving other where other.entry = old.id"
            + (" and (other.run <> run.name or other.series <> " + SERIES + "))")
            + " and (old.origin > ?%1$d or old.origin = ?%1$d and old.id > ?%2$d"
                .formatted(next + 2, next + 3)
            + " or old.id = ?%d and serving.task = ?%d and serving.at > ?%d)"
                .formatted(next + 3, next + 4, next + 5)
            + " order by kind = 'none', coalesce(serving.origin, old.origin) desc, old.id desc"
            + " limit 1",
        Servings::found,
        parameters(
            now,
            question.grace().toNanos() / 1_000,
            last.origin(),
            last.entry(),
            question.task(),
            now.minus(AGAIN)));
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        row.getLong("id"),
        Sql.instant(row, "origin"),
        row.getString("route"),
        Kind.of(row.getString("kind")),
        row.getBoolean("pending"),
        row.getString("value"));
  }

  private Served hand(Found found) throws SQLException {
    var series =
        sql.one(
                "select "
                    + SERIES
                    + " as series from run where name = ? and identifier = ?"
                    + " and site = ? and route = ?",
                row -> row.getLong("series"),
                question.run(),
                question.identifier().value(),
                site(),
                found.route())
            .orElseThrow();
    boolean again =
        sql.update(
                "update serving set last_at = ? where entry = ? and run = ? and series = ?",
                now,
                found.id(),
                question.run(),
                series)
            > 0;
    if (!again) {
      sql.update(
          "insert into serving (entry, origin, run, series, task, at, last_at)"
              + " values (?, ?, ?, ?, ?, ?, ?)",
          found.id(),
          found.origin(),
          question.run(),
          series,
          question.task(),
          now,
          now);
    }
    if (found.pending()) {
      sql.update(
          "update entry set state = 'served', note = ?, ended_at = ?,"
              + " durable_at = coalesce(durable_at, ?) where id = ?",
          NOTE + (new Attempts(sql, found.id()).isUnderWay() ? UNDER_WAY : ""),
          now,
          durable.of(found.id()).orElse(null),
          found.id());
    }
    return new Served(found.id(), found.route(), found.kind(), found.value(), again);
  }

  /** Run, identifier and site; then the routes; then what is given. */
  private @Nullable Object[] parameters(@Nullable Object... more) {
    var all = new ArrayList<@Nullable Object>();
    all.add(question.run());
    all.add(question.identifier().value());
    all.add(site());
    all.addAll(question.routes());
    Collections.addAll(all, more);
    return all.toArray();
  }

  private String places() {
    return IntStream.rangeClosed(1, question.routes().size())
        .mapToObj(number -> "?" + (FIXED + number))
        .collect(Collectors.joining(", "));
  }

  private String site() {
    return question.site().orElse("");
  }

  /** The runs that were handed an entry, the first one first. */
  static List<Serving> of(Sql sql, long entry) throws SQLException {
    return sql.all(
        "select run, task, last_at from serving where entry = ? order by id",
        row ->
            new Serving(row.getString("run"), row.getString("task"), Sql.instant(row, "last_at")),
        entry);
  }

  /** Runs that have not asked for so long that nothing there was is for them any more. */
  static void forget(Sql sql, Duration history, Instant now) throws SQLException {
    var kept = history.compareTo(FORGOTTEN) < 0 ? history : FORGOTTEN;
    sql.update("delete from run where last_at <= ?", now.minus(kept));
  }

  /** The id of the last run that is known; 0 if there is none. */
  static long last(Sql sql) throws SQLException {
    return sql.one("select coalesce(max(id), 0) from run", row -> row.getLong(1)).orElse(0L);
  }

  /** Of runs later than {@code after}, and of what they were handed, when the clock is set. */
  static void shift(Sql sql, long after, Duration by) throws SQLException {
    long micros = by.toNanos() / 1_000;
    sql.update(
        "update serving set origin = origin + ?1, at = at + ?1, last_at = last_at + ?1,"
            + " series = case when series = 0 then 0 else series + ?1 end where exists (select 1"
            + " from run join entry on entry.id = serving.entry where run.id > ?2"
            + " and run.name = serving.run and run.identifier = entry.identifier"
            + " and run.route = entry.route"
            + (" and serving.series = " + SERIES + ")"),
        micros,
        after);
    sql.update(
        "update run set first_at = first_at + ?1, last_at = last_at + ?1 where id > ?2",
        micros,
        after);
  }
}
