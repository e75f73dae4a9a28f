package dev.otpost.spool;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What came in one step: how much, and how soon Skyvern had it. */
final class Arrivals {

  /**
   * That Skyvern has an entry is known by its state, and since when by its end: no look at its
   * attempts is needed. The mails are found by their time first (cross join), for there are more
   * entries than any step has. A row for each arrival, for SQLite takes five times as long for a
   * median as it takes to read them.
   */
  private static final String ROWS =
      "select (received_at - ?1) / ?2 as step,"
          + " case when state in ('delivered', 'served') then max(ended_at - received_at, 0) end"
          + " as took from mail cross join entry on entry.mail = mail.id"
          + " where received_at >= ?1 and received_at < ?3";

  private int all;

  /** In microseconds. */
  private final List<Long> took = new ArrayList<>();

  private Arrivals() {}

  /** In {@code steps} steps from {@code from} on. */
  static Traffic count(Sql sql, Instant from, Duration step, int steps) throws SQLException {
    var arrivals = IntStream.range(0, steps).mapToObj(_ -> new Arrivals()).toList();
    sql.all(
        ROWS,
        row -> {
          var here = arrivals.get(row.getInt("step"));
          here.all++;
          long micros = row.getLong("took");
          if (!row.wasNull()) {
            here.took.add(micros);
          }
          return here;
        },
        from,
        step.toNanos() / 1_000,
        from.plus(step.multipliedBy(steps)));
    return new Traffic(from, step, arrivals.stream().map(Arrivals::step).toList());
  }

  /** Of an even number the lower one of the two in the middle is the median. */
  private Traffic.Step step() {
    Collections.sort(took);
    return took.isEmpty()
        ? new Traffic.Step(all, 0, Optional.empty(), Optional.empty())
        : new Traffic.Step(
            all,
            took.size(),
            Optional.of(duration(took.get((took.size() - 1) / 2))),
            Optional.of(duration(took.getLast())));
  }

  private static Duration duration(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }
}
