package dev.otpost.spool;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.otpost.message.Concern;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's hold on the spool: he looks at entries and moves them between states, whether the
 * daemon runs or not; a running one acts on it within a second. For one thread at a time.
 */
public final class Queue implements AutoCloseable {

  /** What came of a wish. */
  public sealed interface Moved {
    /**
     * It is done.
     *
     * @param caveat what the operator should know all the same; empty if all is well
     */
    record Done(Optional<String> caveat) implements Moved {
      /** All is well. */
      public Done() {
        this(Optional.empty());
      }

      Done(String caveat) {
        this(Optional.of(caveat));
      }
    }

    /** There is no entry of this id. */
    record Unknown() implements Moved {}

    /** It was not done; {@code because} says why and what would do it. */
    record No(String because) implements Moved {}
  }

  private static final String COLUMNS =
      "select entry.id, state, kind, source, route, identifier, because, evidence, note, recipient,"
          + " site, mail_from, dkim, dkim_domain, dkim_because, peer, account, folder,"
          + " uid_validity, uid, received_at, durable_at, origin, life_end, ended_at, forced, size,"
          + " content is null as erased, (select count(*) from attempt where attempt.entry ="
          + " entry.id) as attempts from entry join mail on mail.id = entry.mail ";

  private static final String SELECTED =
      "where (?1 is null or state = ?1) and (?2 is null or identifier = ?2)"
          + " and (?3 is null or site = ?3) and (?4 is null or received_at >= ?4)"
          + " and (?5 is null or received_at < ?5) and (?6 is null or kind = ?6)"
          + " and (?7 is null or source = ?7) and (?8 is null or identifier like ?8 escape '!'"
          + " or recipient like ?8 escape '!' or site like ?8 escape '!'"
          + " or because like ?8 escape '!' or note like ?8 escape '!')";

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
    return list(state.map(Selection::in).orElse(Selection.ALL), limit);
  }

  /** The newest entries first, {@code limit} at most. */
  public List<Entry> list(Selection selection, int limit) throws IOException {
    return list(selection, Optional.empty(), limit);
  }

  /** The same, of those only that came before the one of id {@code before}. */
  public List<Entry> list(Selection selection, Optional<Long> before, int limit)
      throws IOException {
    return reading(
        () ->
            sql.all(
                COLUMNS + SELECTED + " and entry.id < ?10 order by entry.id desc limit ?9",
                Queue::entry,
                parameters(selection, limit, before.orElse(Long.MAX_VALUE))));
  }

  /**
   * The oldest entries first, {@code limit} at most, behind the one of id {@code after}. Asked for
   * page by page, they are never in memory all at once, nor does anybody hold the spool as it was
   * when the first was read.
   */
  public List<Entry> page(Selection selection, long after, int limit) throws IOException {
    return reading(
        () ->
            sql.all(
                COLUMNS + SELECTED + " and entry.id > ?10 order by entry.id limit ?9",
                Queue::entry,
                parameters(selection, limit, after)));
  }

  private static @Nullable Object[] parameters(Selection selection, Object... more) {
    return Stream.concat(
            Stream.<@Nullable Object>of(
                selection.state().map(State::word).orElse(null),
                selection.identifier().map(Identifier::value).orElse(null),
                selection.site().orElse(null),
                selection.since().orElse(null),
                selection.until().orElse(null),
                selection.kind().map(Kind::word).orElse(null),
                selection.source().map(Source::name).orElse(null),
                selection.text().map(Queue::anywhere).orElse(null)),
            Stream.of(more))
        .toArray();
  }

  /** The pattern of LIKE for what has this text in it, whatever signs stand in it. */
  private static String anywhere(String text) {
    return "%" + text.replaceAll("[!%_]", "!$0") + "%";
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

  /**
   * How much of what there is.
   *
   * @param channel in which what was told counts as what stands
   * @param unpushed the routes of which nothing is posted: what waits there is on no way
   */
  public Census census(String channel, Collection<String> unpushed) throws IOException {
    var entries = count();
    return reading(
        () ->
            new Census(
                entries,
                sql
                    .all(
                        "select route, min(origin) as origin from entry where state = 'pending'"
                            + " group by route",
                        row -> Map.entry(row.getString("route"), Sql.instant(row, "origin")))
                    .stream()
                    .filter(it -> !unpushed.contains(it.getKey()))
                    .map(Map.Entry::getValue)
                    .min(Comparator.naturalOrder()),
                Heap.ofConfirmations(sql).map(Heap::count).orElse(0L),
                Told.in(sql, channel).stream()
                    .filter(Telling::stands)
                    .collect(groupingBy(it -> it.concern().kind(), counting())),
                Folders.all(sql)));
  }

  /** The folders that are or were watched, by account and name. */
  public List<Watched> watched() throws IOException {
    return reading(() -> Folders.all(sql));
  }

  /** Gmail's questions that wait for the operator, the newest first. */
  public List<Confirmation> confirmations() throws IOException {
    return reading(() -> Confirmations.waiting(sql));
  }

  /** What waits for the operator just now: mail that is held, and Gmail's questions. */
  public List<Concern> waiting() throws IOException {
    return reading(() -> Heap.waiting(sql));
  }

  /** What the operator was told of, in every channel, what has stood longest first. */
  public List<Telling> tellings() throws IOException {
    return reading(() -> Told.all(sql));
  }

  /**
   * How much came in, and how soon Skyvern had it.
   *
   * @param from where the first step begins
   */
  public Traffic traffic(Instant from, Duration step, int steps) throws IOException {
    return reading(() -> Arrivals.count(sql, from, step, steps));
  }

  /** How far otpost has come on its way to the first code at Skyvern. */
  public Milestones milestones() throws IOException {
    return reading(() -> Milestones.of(sql));
  }

  /**
   * A number that is another one whenever somebody else has changed something; it says nothing
   * beside those of other queues.
   */
  public long changes() throws IOException {
    return reading(() -> sql.one("pragma data_version", row -> row.getLong(1)).orElseThrow());
  }

  public Optional<Entry> find(long id) throws IOException {
    return reading(() -> sql.one(COLUMNS + "where entry.id = ?", Queue::entry, id));
  }

  /** The newest of this lane; empty if there is none. */
  public Optional<Entry> newest(Lane lane) throws IOException {
    return reading(
        () ->
            sql.one(
                COLUMNS + "where route = ? and identifier = ? order by entry.id desc limit 1",
                Queue::entry,
                lane.route(),
                lane.identifier().value()));
  }

  /** The attempts to post an entry, the first one first. */
  public List<Attempt> attempts(long id) throws IOException {
    return reading(
        () ->
            sql.all(
                "select number, started_at, ended_at, form, outcome_word, outcome from attempt"
                    + " where entry = ? order by number",
                row ->
                    new Attempt(
                        row.getInt("number"),
                        Sql.instant(row, "started_at"),
                        Sql.instantIfAny(row, "ended_at"),
                        Form.of(row.getString("form")),
                        row.getString("outcome_word"),
                        row.getString("outcome")),
                id));
  }

  /** By which a test mail with this code, sent in the next minutes, is known for one of ours. */
  public Voucher voucher(Identifier identifier, String route, String code) throws IOException {
    return reading(() -> Mint.of(sql).make(identifier, route, code, clock.instant()));
  }

  /** The runs of Skyvern that fetched an entry, the first one first. */
  public List<Serving> servings(long id) throws IOException {
    return reading(() -> Servings.of(sql, id));
  }

  /** What is, or would be, posted. Empty if there is no such entry or it is erased. */
  public Optional<Content> content(long id) throws IOException {
    return reading(
        () ->
            sql.one(
                "select content, code, link from entry where id = ? and content is not null",
                row ->
                    new Content(
                        row.getString("content"),
                        Optional.ofNullable(row.getString("code")),
                        Optional.ofNullable(row.getString("link"))),
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
   * @param force also if it was delivered, is too old, or would come after a newer one that was
   *     posted for its identifier
   */
  public Moved retry(long id, boolean force) throws IOException {
    return moving(id, it -> it.retry(force, clock.instant()));
  }

  /** Sees to it that an entry is not posted, if it is not too late. */
  public Moved drop(long id) throws IOException {
    return moving(id, it -> it.drop(clock.instant()));
  }

  @Override
  public void close() throws IOException {
    try {
      sql.close();
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }

  private interface Move {
    Moved make(Intervention intervention) throws SQLException;
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
          return entry.isPresent()
              ? move.make(new Intervention(it, entry.get()))
              : new Moved.Unknown();
        });
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var identifier = row.getString("identifier");
    return new Entry(
        row.getLong("id"),
        State.of(row.getString("state")),
        Kind.of(row.getString("kind")),
        Source.valueOf(row.getString("source")),
        row.getString("route"),
        identifier.isEmpty() ? Optional.empty() : Optional.of(new Identifier(identifier)),
        row.getString("because"),
        row.getString("evidence"),
        row.getString("note"),
        row.getString("recipient"),
        row.getString("site"),
        row.getString("mail_from"),
        Sql.dkim(row),
        row.getString("peer"),
        Folders.placeIfAny(row),
        Sql.instant(row, "received_at"),
        Sql.instantIfAny(row, "durable_at"),
        new Life(Sql.instant(row, "origin"), Sql.instant(row, "life_end")),
        Sql.instantIfAny(row, "ended_at"),
        row.getBoolean("forced"),
        row.getInt("attempts"),
        row.getLong("size"),
        row.getBoolean("erased"));
  }
}
