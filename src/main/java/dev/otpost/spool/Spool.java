package dev.otpost.spool;

import dev.otpost.message.Bookmarks;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Errand;
import dev.otpost.message.Folder;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Outcome;
import dev.otpost.message.Place;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.message.Tellings;
import dev.otpost.message.Voucher;
import dev.otpost.message.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The daemon's hold on the spool. Safe for any number of threads; every call that changes something
 * is on the disk when it returns, and has changed nothing if it throws, a crash at that very moment
 * aside.
 *
 * <p>It is the one door of the room to the daemon, and longer than a file should be for that: a
 * second one would share its writer, its lock and its clock. What is done behind it stands in the
 * classes that each method names.
 */
public final class Spool implements Keeper, Bookmarks, Tellings, AutoCloseable {

  /**
   * Is told what there is to be posted. Called by many threads; must return at once and not throw.
   */
  public interface Listener {
    /** A new entry is on the disk and pending. */
    void arrived(Pending pending);

    /** A question of Gmail's is on the disk and waits for an answer. */
    default void asked() {}

    /** Somebody else changed something: {@link Spool#pending} has to be asked again. */
    void changed();

    /** A run of Skyvern has fetched what was pending or posted; told once of each. */
    default void served(long id) {}

    /**
     * The clock was set by so much, and so were the lives of what came in while it was wrong:
     * {@link Spool#pending} has to be asked again.
     */
    default void shifted(Duration by) {}
  }

  private final FileChannel lock;
  private final Database database;
  private final GroupCommit writer;
  private final Fingerprint fingerprint;
  private final Mint mint;
  private final Retention retention;
  private final InstantSource clock;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private final DurableSince durable = new DurableSince();

  /** The last time. Written by the writer's thread only. */
  private volatile ClockSet clockSet = ClockSet.NEVER;

  /** The id of the last entry that another daemon, or nobody at all, had here. */
  private final long before;

  /** The same of runs of Skyvern that fetch. */
  private final long runsBefore;

  private Spool(SpoolSettings settings, FileChannel lock, Database database, InstantSource clock)
      throws IOException {
    this.clock = clock;
    this.lock = lock;
    this.database = database;
    var sql = database.open();
    this.fingerprint = first(sql, Fingerprint::of);
    this.mint = first(sql, Mint::of);
    this.before = first(sql, Lives::last);
    this.runsBefore = first(sql, Servings::last);
    this.writer = new GroupCommit(sql, database, () -> listeners.forEach(Listener::changed));
    this.retention = new Retention(writer, settings);
  }

  /**
   * Opens the spool, making it if there is none, bringing it up to date if it is older, setting it
   * aside and saving what can be saved if it is damaged.
   *
   * @throws SpoolInUseException if another daemon, or another program, has it
   * @throws SpoolTooNewException if a newer otpost wrote it
   * @throws SpoolUnusableException if it can be neither opened nor made; it says what to do
   */
  public static Spool open(SpoolSettings settings, InstantSource clock) throws IOException {
    var database = new Database(settings.path(), clock);
    database.make();
    try {
      var lock = Lock.take(settings.path(), clock.instant());
      try {
        return new Spool(settings, lock, database, clock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (SpoolInUseException | SpoolTooNewException e) {
      throw e;
    } catch (IOException e) {
      if (Sql.isBusy(e)) {
        throw new SpoolInUseException(settings.path(), e);
      }
      throw new SpoolUnusableException(
          "the spool in %s cannot be opened: %s".formatted(settings.path(), e.getMessage()), e);
    }
  }

  /** Whether there is one, open or not; a directory that is still empty is none. */
  public static boolean isThere(SpoolSettings settings) {
    return Files.exists(Database.file(settings.path()));
  }

  /**
   * Since when a daemon has the spool open, seen from outside: not for the daemon itself. Empty if
   * none has. Changes nothing.
   *
   * @throws IOException if that cannot be found out
   */
  public static Optional<Instant> inUseSince(SpoolSettings settings) throws IOException {
    return Lock.heldSince(settings.path());
  }

  /** Who is told as well from now on. What is there already, he asks for himself. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Tells the listeners of it.
   *
   * @throws IllegalStateException if the folder that the mail lay in has another UIDVALIDITY by
   *     now; nothing is kept, and the mail must be looked for there again
   */
  @Override
  public Receipt commit(
      Envelope envelope, byte[] raw, Letter letter, Dkim dkim, List<Decision> decisions)
      throws IOException {
    // Mail only: what was promised before is still to be posted, and recorded where it can be.
    database.expectInPlace();
    var arrived = new ArrayList<Pending>();
    var receipt =
        writer.commit(
            sql -> {
              arrived.clear(); // in case it is run a second time
              var late = clockSet.late(envelope.receivedAt(), System.nanoTime());
              long last = late.isZero() ? 0 : Lives.last(sql);
              var taken =
                  new Intake(sql, fingerprint, envelope, raw, letter, dkim)
                      .take(decisions, arrived);
              if (!late.isZero()) {
                Lives.shift(sql, last, late);
                arrived.replaceAll(
                    it ->
                        it.life().origin().equals(envelope.receivedAt())
                            ? new Pending(it.id(), it.lane(), it.life().shift(late))
                            : it);
              }
              return taken;
            });
    var now = clock.instant();
    arrived.forEach(it -> durable.remember(it.id(), now));
    for (var listener : listeners) {
      arrived.forEach(listener::arrived);
      if (!receipt.again() && decisions.stream().anyMatch(it -> it instanceof Decision.Confirm)) {
        listener.asked();
      }
    }
    return receipt;
  }

  /** One whose signature was not looked at. */
  public Receipt commit(Envelope envelope, byte[] raw, Letter letter, List<Decision> decisions)
      throws IOException {
    return commit(envelope, raw, letter, Dkim.UNCHECKED, decisions);
  }

  @Override
  public boolean honours(Voucher voucher, String code) throws IOException {
    return mint.made(voucher, code, clock.instant())
        && writer.between(sql -> !Mint.isSpent(sql, voucher));
  }

  /** Everything that is pending, oldest origin first. */
  public List<Pending> pending() throws IOException {
    return writer.between(
        sql ->
            sql.all(
                "select id, route, identifier, origin, life_end from entry where state = 'pending'"
                    + " order by origin, id",
                row ->
                    new Pending(
                        row.getLong("id"),
                        Sql.lane(row),
                        new Life(Sql.instant(row, "origin"), Sql.instant(row, "life_end")))));
  }

  /**
   * Records that an attempt is about to be made, unless the entry is not to be posted any more:
   * then nothing is recorded but why not.
   */
  public Begun begin(long id, Instant now) throws IOException {
    var since = durable.of(id);
    var begun = writer.commit(sql -> new Attempts(sql, id).begin(since, now));
    durable.forget(id);
    return begun;
  }

  /** Records what the attempt came to, and moves the entry on if that ends it. */
  public void settle(long id, Outcome outcome, Instant now) throws IOException {
    writer.commit(
        sql -> {
          new Attempts(sql, id).settle(outcome, now);
          return true;
        });
  }

  /**
   * Records that the life of a pending entry ended before Skyvern took it, with how often that was
   * tried and why it failed.
   *
   * @param obstacle what it waited for in the end; empty if for nothing but its next try
   * @return the reason that is recorded; empty, and nothing is recorded, if by the spool its life
   *     has not ended or it is not pending any more
   */
  public Optional<String> expire(long id, String obstacle, Instant now) throws IOException {
    var because = writer.commit(sql -> new Attempts(sql, id).expire(obstacle, now));
    durable.forget(id);
    return because;
  }

  /**
   * Hands a run of Skyvern what is for it; what is pending is then {@code served} and not posted
   * any more. That it was handed out is on the disk when this returns.
   *
   * <p>Of what came for the identifier on the routes, and is pending, delivered or served, that is
   * the newest with a code or link in it, else the newest, but for what is erased, too late, or
   * superseded; what came before the run first asked, less the grace; what another run was handed;
   * and what is not newer than the last that this run was handed. That last one is handed to it
   * again for a minute, if the same task asks and there is none better, for an answer may get lost.
   *
   * @return empty if there is nothing for it now
   */
  public Optional<Served> serve(Question question, Instant now) throws IOException {
    var served = writer.commit(sql -> new Servings(sql, question, durable, now).serve());
    if (served.isPresent() && !served.get().again()) {
      long id = served.get().id();
      durable.forget(id);
      listeners.forEach(listener -> listener.served(id));
    }
    return served;
  }

  /**
   * Puts right what came in since this spool was opened, and is pending, when the clock by which it
   * was noted is set: it came as long ago as before, and its life ends as soon as before. What lay
   * in a mailbox before is left as it is: its server's clock said when it came. So is what another
   * daemon took in, for nobody knows how its clock stood.
   *
   * @param by how much the clock is set ahead; negative if it is set back
   * @param set sets it; called when all is on the disk, and before the listeners are told
   */
  public void shift(Duration by, Runnable set) throws IOException {
    var then = new ClockSet(clock.instant(), by, System.nanoTime());
    writer.commit(
        sql -> {
          Lives.shift(sql, before, by);
          Servings.shift(sql, runsBefore, by);
          clockSet = then; // Here, so that every mail is committed before that or after.
          return true;
        });
    durable.shift(by);
    set.run();
    listeners.forEach(listener -> listener.shifted(by));
  }

  /** Gmail's questions whose link has never been tried, the oldest first. */
  public List<Confirmation> untriedConfirmations() throws IOException {
    return writer.between(Confirmations::untried);
  }

  /**
   * Records that the link of a question of Gmail's is about to be tried.
   *
   * @return false if it was tried before or the operator has dealt with it; then nothing is
   *     recorded
   */
  public boolean beginConfirmation(long id, Instant now) throws IOException {
    return writer.commit(sql -> Confirmations.begin(sql, id, now));
  }

  /** Records what came of trying it. The question stays with the operator. */
  public void settleConfirmation(long id, String outcome, Instant now) throws IOException {
    writer.commit(
        sql -> {
          Confirmations.settle(sql, id, outcome, now);
          return true;
        });
  }

  /** Records why it is not tried. */
  public void noteConfirmation(long id, String note) throws IOException {
    writer.commit(sql -> Confirmations.note(sql, id, note));
  }

  @Override
  public Optional<Place> bookmark(Folder folder) throws IOException {
    return writer.between(sql -> Folders.bookmark(sql, folder));
  }

  @Override
  public void begin(Place place) throws IOException {
    writer.commit(
        sql -> {
          Folders.begin(sql, place, clock.instant());
          return true;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the folder has another UIDVALIDITY by now
   */
  @Override
  public void pass(List<Place> places, String because) throws IOException {
    if (places.isEmpty()) {
      return;
    }
    var last = Collections.max(places, Comparator.comparingLong(Place::uid));
    if (places.stream().anyMatch(it -> !it.equals(last.at(it.uid())))) {
      throw new IllegalArgumentException("places of more than one folder or UIDVALIDITY");
    }
    var now = clock.instant();
    writer.commit(
        sql -> {
          Folders.move(sql, last, now);
          Folders.pass(sql, places, because, now);
          return true;
        });
  }

  @Override
  public List<Errand> errands(Folder folder) throws IOException {
    return writer.between(sql -> Folders.errands(sql, folder));
  }

  @Override
  public void done(Errand errand) throws IOException {
    writer.commit(sql -> Folders.done(sql, errand));
  }

  @Override
  public void failed(Errand errand) throws IOException {
    writer.commit(sql -> Folders.failed(sql, errand));
  }

  @Override
  public void report(Watch watch) throws IOException {
    writer.commit(
        sql -> {
          Folders.report(sql, watch);
          return true;
        });
  }

  /** The folders that are or were watched, by account and name. */
  public List<Watched> watched() throws IOException {
    return writer.between(Folders::all);
  }

  /**
   * What has been in this state since then, Gmail's questions aside. Empty if nothing has.
   *
   * @param state held, refused or expired
   */
  public Optional<Heap> heap(State state, Instant since) throws IOException {
    return heap(state, since, List.of());
  }

  /**
   * The same.
   *
   * @param without the routes whose entries do not count
   */
  public Optional<Heap> heap(State state, Instant since, List<String> without) throws IOException {
    return writer.between(sql -> Heap.of(sql, state, since, without));
  }

  /** Gmail's questions that wait for the operator. Empty if none does. */
  public Optional<Heap> questions() throws IOException {
    return writer.between(Heap::ofConfirmations);
  }

  @Override
  public List<Telling> tellings(String channel) throws IOException {
    return writer.between(sql -> Told.in(sql, channel));
  }

  @Override
  public void keep(List<Telling> kept, List<Telling> forgotten) throws IOException {
    writer.commit(
        sql -> {
          for (var each : forgotten) {
            Told.forget(sql, each);
          }
          for (var each : kept) {
            Told.keep(sql, each);
          }
          return true;
        });
  }

  /**
   * Erases what has been kept for long enough ({@link SpoolSettings}), from the write-ahead log as
   * well; cheap if there is nothing. Called by one thread at a time, like {@link #sweep}.
   *
   * @return false if the log still has it, since another process reads the spool as it was before:
   *     to be called again soon
   */
  public boolean erase(Instant now) throws IOException {
    return retention.erase(now);
  }

  /** The same, and forgets what nobody comes for any more; it has to look at everything for it. */
  public boolean sweep(Instant now) throws IOException {
    var untried = durable.entries();
    pending().forEach(it -> untried.remove(it.id()));
    durable.forgetAll(untried);
    return retention.sweep(now);
  }

  /** Whether something can be written just now. */
  public boolean isWritable() {
    try {
      database.expectInPlace();
      return writer.commit(sql -> sql.update("update fingerprint_key set key = key")) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * How long ago its writer last took its turn. Twice a second is usual; a transaction on a slow
   * disk takes longer, and one that takes a minute hangs. Says so at once, whatever the writer
   * does.
   */
  public Duration stillFor() {
    return writer.stillFor();
  }

  /** Finishes what was handed in, and lets the next daemon have the spool. */
  @Override
  public void close() {
    writer.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At the opening, before there is a writer. */
  private static <T> T first(Sql sql, GroupCommit.Work<T> work) throws IOException {
    try {
      return work.run(sql);
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }
}
