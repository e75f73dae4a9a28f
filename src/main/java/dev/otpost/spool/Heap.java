package dev.otpost.spool;

import static java.util.Collections.nCopies;

import dev.otpost.message.Concern;
import dev.otpost.message.State;
import dev.otpost.message.Voucher;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Entries that came to the same end and that the operator should know of; at least one.
 *
 * @param count of them, {@link #MOST} at most
 * @param newest its id
 * @param at when the newest came to it
 * @param because why the newest did, in words without the code and the link that it carried
 */
public record Heap(long count, long newest, Instant at, String because) {

  /** So many are counted; that there are more says enough. */
  public static final int MOST = 1000;

  /** What the index {@code entry_concern} holds, in the very words of its condition. */
  private static final String INDEXED = " state in ('held', 'refused', 'expired')";

  /** What is of a test says who made the test. */
  private static final String NO_TEST = " and identifier not like '%@" + Voucher.DOMAIN + "'";

  /** As the index has it: 1 or 0. */
  private static final String CONFIRMATION = "(kind = 'gmail_confirmation') = ";

  /** What waits for the operator: mail that is held, and Gmail's questions. */
  static List<Concern> waiting(Sql sql) throws SQLException {
    var held = of(sql, State.HELD, Instant.EPOCH, List.of());
    var questions = ofConfirmations(sql);
    return Stream.concat(
            held.map(it -> it.concern(Concern.Kind.DELIVERIES_HELD, "waiting")).stream(),
            questions.map(it -> it.concern(Concern.Kind.GMAIL_CONFIRMATION, "waiting")).stream())
        .toList();
  }

  /**
   * What there is to be said of it. When the newest came to it is what grows: ids do not end in
   * their order.
   *
   * @param which entries are counted
   */
  public Concern concern(Concern.Kind kind, String which) {
    var said = kind == Concern.Kind.GMAIL_CONFIRMATION ? "" : because;
    return new Concern(
        kind,
        "",
        "%d%s %s, the newest is %d%s"
            .formatted(
                count,
                count == MOST ? " or more" : "",
                which,
                newest,
                said.isEmpty() ? "" : ": " + said),
        at.toEpochMilli());
  }

  /** Those that ended in this state since then; Gmail's questions are counted by themselves. */
  static Optional<Heap> of(Sql sql, State state, Instant since, List<String> without)
      throws SQLException {
    return count(sql, CONFIRMATION + 0, state, since, without);
  }

  /** Gmail's questions that wait. */
  static Optional<Heap> ofConfirmations(Sql sql) throws SQLException {
    return count(sql, CONFIRMATION + 1, State.HELD, Instant.EPOCH, List.of());
  }

  private static Optional<Heap> count(
      Sql sql, String which, State state, Instant since, List<String> without) throws SQLException {
    var these =
        " where"
            + INDEXED
            + " and state = ? and ended_at >= ? and "
            + which
            + NO_TEST
            + (" and route not in (" + String.join(", ", nCopies(without.size(), "?")) + ")");
    var parameters = new ArrayList<Object>(List.of(state.word(), since));
    parameters.addAll(without);
    var newest =
        sql.one(
            "select id, ended_at, case when instr(because || note, code) > 0"
                + " or instr(because || note, link) > 0 then ''"
                + " when note = '' or state = 'held' then because else note end as said from entry"
                + these
                + " order by ended_at desc, id desc limit 1",
            row ->
                new Heap(1, row.getLong("id"), Sql.instant(row, "ended_at"), row.getString("said")),
            parameters.toArray());
    if (newest.isEmpty()) {
      return newest;
    }
    long count =
        sql.one(
                "select count(*) from (select 1 from entry" + these + " limit " + MOST + ")",
                row -> row.getLong(1),
                parameters.toArray())
            .orElse(1L);
    return newest.map(it -> new Heap(count, it.newest(), it.at(), it.because()));
  }
}
