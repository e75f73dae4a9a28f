package dev.otpost.spool;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Life;
import dev.otpost.message.State;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's hold on the spool: he looks at entries and moves them between states, whether the
 * daemon runs or not; a running one acts on it within a second. For one thread at a time.
 */
public final class Queue implements AutoCloseable {

  /** What came of a wish. */
  public sealed interface Moved {
    /** It is done. */
    record Done() implements Moved {}

    /** There is no entry of this id. */
    record Unknown() implements Moved {}

    /** It was not done; {@code because} says why and what would do it. */
    record No(String because) implements Moved {}
  }

  private static final String COLUMNS =
      "select entry.id, state, kind, route, identifier, because, note, recipient, site, mail_from,"
          + " dkim, dkim_domain, dkim_because, peer, account, folder, uid_validity, uid,"
          + " received_at, origin, life_end, ended_at, size, content is null as erased, (select"
          + " count(*) from attempt where attempt.entry = entry.id) as attempts from entry join"
          + " mail on mail.id = entry.mail ";

  private final Sql sql;
  private final InstantSource clock;

  private Queue(Sql sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * Opens a spool that exists.
   *
   * @throws SpoolTooNewException if a newer otpost wrote it
   * @throws IOException if there is no spool or it cannot be read
   */
  public static Queue open(SpoolSettings settings, InstantSource clock) throws IOException {
    return new Queue(new Database(settings.path(), clock).join(), clock);
  }

  /** The newest entries first, of one state or of all, {@code limit} at most. */
  public List<Entry> list(Optional<State> state, int limit) throws IOException {
    return reading(
        () ->
            sql.all(
                COLUMNS + "where ?1 = '' or state = ?1 order by entry.id desc limit ?2",
                Queue::entry,
                state.map(State::word).orElse(""),
                limit));
  }

  /** How many entries there are in each state; of a state that is absent, none. */
  public Map<State, Long> count() throws IOException {
    return reading(
        () -> {
          var count = new EnumMap<State, Long>(State.class);
          sql.all(
                  "select state, count(*) as entries from entry group by state",
                  row -> Map.entry(State.of(row.getString("state")), row.getLong("entries")))
              .forEach(it -> count.put(it.getKey(), it.getValue()));
          return count;
        });
  }

  /** The folders that are or were watched, by account and name. */
  public List<Watched> watched() throws IOException {
    return reading(() -> Folders.all(sql));
  }

  /** Gmail's questions that wait for the operator, the newest first. */
  public List<Confirmation> confirmations() throws IOException {
    return reading(() -> Confirmations.waiting(sql));
  }

  public Optional<Entry> find(long id) throws IOException {
    return reading(() -> sql.one(COLUMNS + "where entry.id = ?", Queue::entry, id));
  }

  /** The attempts to post an entry, the first one first. */
  public List<Attempt> attempts(long id) throws IOException {
    return reading(
        () ->
            sql.all(
                "select number, started_at, ended_at, outcome from attempt where entry = ?"
                    + " order by number",
                row ->
                    new Attempt(
                        row.getInt("number"),
                        Sql.instant(row, "started_at"),
                        Sql.instantIfAny(row, "ended_at"),
                        row.getString("outcome")),
                id));
  }

  /** What is, or would be, posted. Empty if there is no such entry or it is erased. */
  public Optional<String> content(long id) throws IOException {
    return reading(
        () ->
            sql.one(
                "select content from entry where id = ? and content is not null",
                row -> row.getString(1),
                id));
  }

  /** The mail as it came. Empty if there is no such entry or it is erased. */
  public Optional<byte[]> raw(long id) throws IOException {
    return reading(
        () ->
            sql.one(
                "select raw from mail join entry on mail.id = entry.mail"
                    + " where entry.id = ? and raw is not null",
                row -> row.getBytes(1),
                id));
  }

  /**
   * Puts an entry on its way again, or hurries it on if it is.
   *
   * @param force also if it was delivered, is too old, or would come after a newer one for its
   *     identifier
   */
  public Moved retry(long id, boolean force) throws IOException {
    return moving(
        id,
        entry -> {
          if (entry.kind() == Kind.GMAIL_CONFIRMATION) {
            return new Moved.No("it is Gmail's question, not a code; open its link, then drop it");
          }
          if (entry.identifier().isEmpty()) {
            return new Moved.No("it has no identifier to be posted for; read it, then drop it");
          }
          if (entry.erased()) {
            return new Moved.No("its content has been erased (retention.content)");
          }
          var now = clock.instant();
          var objection = force ? Optional.<String>empty() : objection(entry, now);
          if (objection.isPresent()) {
            return new Moved.No(objection.get() + "; --force posts it all the same");
          }
          // A forced one gets a new life of the old length: with the old end Skyvern would never
          // use it.
          var life =
              entry.life().isOver(now)
                  ? new Life(entry.life().origin(), now.plus(length(entry.life())))
                  : entry.life();
          sql.update(
              "update entry set state = 'pending', ended_at = null, note = 'retried by the"
                  + " operator', life_end = ? where id = ?",
              life.end(),
              id);
          return new Moved.Done();
        });
  }

  /** Sees to it that an entry is not posted, if it is not too late. */
  public Moved drop(long id) throws IOException {
    return moving(
        id,
        entry -> {
          if (entry.state() == State.DELIVERED) {
            return new Moved.No("Skyvern has it already");
          }
          sql.update(
              "update entry set state = 'dropped', ended_at = ?, note = 'dropped by the operator'"
                  + " where id = ?",
              clock.instant(),
              id);
          return new Moved.Done();
        });
  }

  @Override
  public void close() throws IOException {
    try {
      sql.close();
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }

  private Optional<String> objection(Entry entry, Instant now) throws SQLException {
    if (entry.state() == State.DELIVERED) {
      return Optional.of("Skyvern has it already, and would have it twice");
    }
    if (entry.life().isOver(now)) {
      return Optional.of("its life ended at " + entry.life().end() + " and the code is stale");
    }
    boolean overtaken =
        sql.one(
                "select 1 from entry where route = ? and identifier = ? and state = 'delivered'"
                    + " and origin > ?",
                row -> true,
                entry.route(),
                entry.identifier().orElseThrow().value(),
                entry.life().origin())
            .isPresent();
    return overtaken
        ? Optional.of(
            "a newer one was posted for this identifier, which Skyvern would then not see")
        : Optional.empty();
  }

  private static Duration length(Life life) {
    return Duration.between(life.origin(), life.end());
  }

  private interface Move {
    Moved make(Entry entry) throws SQLException;
  }

  private interface Reading<T> {
    T read() throws SQLException;
  }

  private static <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }

  private Moved moving(long id, Move move) throws IOException {
    return sql.inTransaction(
        it -> {
          var entry = it.one(COLUMNS + "where entry.id = ?", Queue::entry, id);
          return entry.isPresent() ? move.make(entry.get()) : new Moved.Unknown();
        });
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var identifier = row.getString("identifier");
    return new Entry(
        row.getLong("id"),
        State.of(row.getString("state")),
        Kind.of(row.getString("kind")),
        row.getString("route"),
        identifier.isEmpty() ? Optional.empty() : Optional.of(new Identifier(identifier)),
        row.getString("because"),
        row.getString("note"),
        row.getString("recipient"),
        row.getString("site"),
        row.getString("mail_from"),
        Sql.dkim(row),
        row.getString("peer"),
        Folders.placeIfAny(row),
        Sql.instant(row, "received_at"),
        new Life(Sql.instant(row, "origin"), Sql.instant(row, "life_end")),
        Sql.instantIfAny(row, "ended_at"),
        row.getInt("attempts"),
        row.getLong("size"),
        row.getBoolean("erased"));
  }
}
