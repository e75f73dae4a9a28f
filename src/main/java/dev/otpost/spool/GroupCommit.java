package dev.otpost.spool;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer. What came in while the last group was being synced to the disk becomes the next
 * group, is one transaction, and shares one sync. Safe for any number of callers.
 *
 * <p>Why a work whose {@link #commit} returned is durable: its statements ran in a transaction, and
 * the future it waits on is completed behind that transaction's COMMIT and nowhere else.
 *
 * <p>Why a failing work does no harm to its neighbours: a group that fails is rolled back as a
 * whole, and each of its works is then done again in a transaction of its own, so that only the
 * culprit is told. A work must therefore bear being run twice, which those that only talk to the
 * database do.
 *
 * <p>After any failure the connection is thrown away: what SQLite thinks of its files after an I/O
 * error is not to be relied on (a failed sync may have dropped pages that it takes for written).
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int LARGEST_GROUP = 256;
  private static final long LOOK_AROUND_MILLIS = 500;

  /** Something to be done in a transaction. */
  interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  /** Gives connections to the database. */
  interface Opener {
    /** After a failure that says nothing against the database: a full disk, a constraint. */
    Sql reopen() throws IOException;

    /** After one that does: it is looked over, and put right, first. */
    Sql open() throws IOException;
  }

  private final Opener opener;
  private final Runnable onChangeByOthers;
  private final BlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
  private final ReentrantLock gate = new ReentrantLock();
  private final Thread writer;

  /** When the writer last took its turn, by {@link System#nanoTime}. */
  private volatile long turnedAt = System.nanoTime();

  /** Guarded by {@link #gate}. */
  private boolean closed;

  /** Of the writer thread only; null after a failure, until the next work comes. */
  private @Nullable Sql sql;

  /** Of the writer thread only: the database itself failed, not the disk or a work. */
  private boolean damaged;

  /** Of the writer thread only, once it runs: SQLite's count of changes that others made. */
  private long dataVersion = -1;

  /**
   * @param sql where to begin; closed by the writer
   * @param onChangeByOthers called by the writer thread when another connection has changed the
   *     database
   */
  GroupCommit(Sql sql, Opener opener, Runnable onChangeByOthers) {
    this.sql = sql;
    this.opener = opener;
    this.onChangeByOthers = onChangeByOthers;
    // What others change from now on is noticed, though no work may have come by then.
    lookAround();
    // A platform thread: calls into SQLite would pin the carrier of a virtual one.
    this.writer = Thread.ofPlatform().name("otpost-spool").start(this::run);
  }

  /**
   * Runs the work in a transaction; durable when this returns.
   *
   * @throws IOException if it could not be made durable; it may be found done all the same after a
   *     crash
   */
  <T> T commit(Work<T> work) throws IOException {
    return await(new Task<>(work, true));
  }

  /** Runs something between two transactions, such as a checkpoint. */
  <T> T between(Work<T> work) throws IOException {
    return await(new Task<>(work, false));
  }

  /** How long ago the writer last took its turn, which it does twice a second if it has no work. */
  Duration stillFor() {
    return Duration.ofNanos(System.nanoTime() - turnedAt);
  }

  /** Ends the writer after everything that was handed in before; later works fail. */
  @Override
  public void close() {
    gate.lock();
    try {
      if (!closed) {
        closed = true;
        tasks.add(Task.STOP);
      }
    } finally {
      gate.unlock();
    }
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T await(Task<T> task) throws IOException {
    gate.lock();
    try {
      if (closed) {
        throw new IOException("the spool is closed");
      }
      tasks.add(task);
    } finally {
      gate.unlock();
    }
    try {
      return task.result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case SQLException failure -> throw Sql.ioException(failure);
        case RuntimeException ours -> throw ours;
        case Error fatal -> throw fatal;
        case null, default -> throw e;
      }
    }
  }

  private void run() {
    while (true) {
      turnedAt = System.nanoTime();
      var group = new ArrayList<Task<?>>();
      try {
        var first = tasks.poll(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          tasks.drainTo(group, LARGEST_GROUP - 1);
        }
      } catch (InterruptedException e) {
        continue; // Nobody who knows this thread interrupts it; it ends by STOP.
      }
      boolean stop = group.remove(Task.STOP);
      var transactions = group.stream().filter(task -> task.inTransaction).toList();
      if (!transactions.isEmpty()) {
        inOneTransaction(transactions);
      }
      group.stream().filter(task -> !task.inTransaction).forEach(this::alone);
      lookAround();
      if (stop) {
        discardConnection();
        return;
      }
    }
  }

  private void inOneTransaction(List<Task<?>> group) {
    try {
      var connected = connected();
      connected.begin();
      for (var task : group) {
        task.run(connected);
      }
      connected.commit();
      group.forEach(Task::succeed);
    } catch (SQLException | IOException | RuntimeException | Error e) {
      discardConnection(e); // which rolls back
      if (group.size() == 1) {
        group.getFirst().fail(e);
      } else {
        group.forEach(task -> inOneTransaction(List.of(task)));
      }
    }
  }

  private void alone(Task<?> task) {
    try {
      task.run(connected());
      task.succeed();
    } catch (SQLException | IOException | RuntimeException | Error e) {
      discardConnection(e);
      task.fail(e);
    }
  }

  /** Tells when another process changed something: the command line, that is, or ingest. */
  private void lookAround() {
    if (sql == null) {
      return;
    }
    try {
      long version = sql.one("pragma data_version", row -> row.getLong(1)).orElse(-1L);
      if (dataVersion >= 0 && version != dataVersion) {
        onChangeByOthers.run();
      }
      dataVersion = version;
    } catch (SQLException | RuntimeException e) {
      log.atWarn().addKeyValue("because", e.toString()).log("spool_not_watched");
      discardConnection(e);
    }
  }

  private Sql connected() throws IOException {
    var connected = sql;
    if (connected == null) {
      connected = damaged ? opener.open() : opener.reopen();
      damaged = false;
      sql = connected;
      onChangeByOthers.run(); // What happened between the two connections is not known.
    }
    return connected;
  }

  private void discardConnection(Throwable because) {
    damaged |= because instanceof SQLException e && Sql.isDamage(e);
    discardConnection();
  }

  private void discardConnection() {
    dataVersion = -1;
    if (sql != null) {
      try {
        sql.close();
      } catch (SQLException e) {
        log.atDebug().addKeyValue("because", e.toString()).log("spool_connection_lost");
      }
      sql = null;
    }
  }

  private static final class Task<T> {
    static final Task<Boolean> STOP = new Task<>(any -> true, false);

    final CompletableFuture<T> result = new CompletableFuture<>();
    final boolean inTransaction;
    private final Work<T> work;
    private @Nullable T value;

    Task(Work<T> work, boolean inTransaction) {
      this.work = work;
      this.inTransaction = inTransaction;
    }

    void run(Sql sql) throws SQLException {
      value = work.run(sql);
    }

    @SuppressWarnings("NullAway") // Set by run, which always comes before.
    void succeed() {
      result.complete(value);
    }

    void fail(Throwable cause) {
      result.completeExceptionally(cause);
    }
  }
}
