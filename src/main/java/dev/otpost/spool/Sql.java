package dev.otpost.spool;

import dev.otpost.message.Dkim;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A connection with its statements, each prepared once. For one thread at a time.
 *
 * <p>Parameters may be {@code Long}, {@code Integer}, {@code Boolean}, {@code String}, {@code
 * byte[]}, {@link Instant} (stored as microseconds) or {@code null}.
 */
final class Sql implements AutoCloseable {

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs an INSERT, UPDATE or DELETE, or what answers nothing; the number of rows it touched. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return with(sql, parameters, PreparedStatement::executeUpdate);
  }

  /** Runs an INSERT; the id it gave. */
  long insert(String sql, @Nullable Object... parameters) throws SQLException {
    update(sql, parameters);
    return one("select last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  <T> List<T> all(String sql, Row<T> reader, @Nullable Object... parameters) throws SQLException {
    return with(
        sql,
        parameters,
        statement -> {
          try (var rows = statement.executeQuery()) {
            var read = new ArrayList<T>();
            while (rows.next()) {
              read.add(reader.read(rows));
            }
            return read;
          }
        });
  }

  <T> Optional<T> one(String sql, Row<T> reader, @Nullable Object... parameters)
      throws SQLException {
    return with(
        sql,
        parameters,
        statement -> {
          try (var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
          }
        });
  }

  /** Runs statements that need no parameters and are run once: pragmas, the schema. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs the work in a transaction: durable when this returns, undone if it throws. */
  <T> T inTransaction(GroupCommit.Work<T> work) throws IOException {
    try {
      begin();
      var result = work.run(this);
      commit();
      return result;
    } catch (SQLException e) {
      rollback(e);
      throw ioException(e);
    } catch (RuntimeException e) {
      rollback(e);
      throw e;
    }
  }

  private void rollback(Exception because) {
    try {
      rollback();
    } catch (SQLException suppressed) {
      because.addSuppressed(suppressed);
    }
  }

  void begin() throws SQLException {
    update("begin immediate");
  }

  void commit() throws SQLException {
    update("commit");
  }

  /**
   * Ends a transaction that failed; that there is none any more (SQLite ended it itself) is no
   * failure.
   */
  void rollback() throws SQLException {
    try {
      update("rollback");
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Something to be done with this connection. */
  interface Step<T> {
    T take() throws SQLException;
  }

  /** Others who are in the way are not waited for. */
  <T> T withoutWaiting(Step<T> step) throws SQLException {
    execute("pragma busy_timeout = 0");
    try {
      return step.take();
    } finally {
      execute("pragma busy_timeout = " + Database.BUSY_TIMEOUT_MILLIS);
    }
  }

  /** Of the columns {@code route} and {@code identifier}. */
  static Lane lane(ResultSet row) throws SQLException {
    return new Lane(row.getString("route"), new Identifier(row.getString("identifier")));
  }

  /** Of the columns {@code dkim}, {@code dkim_domain} and {@code dkim_because}. */
  static Dkim dkim(ResultSet row) throws SQLException {
    return new Dkim(
        Dkim.Verdict.of(row.getString("dkim")),
        row.getString("dkim_domain"),
        row.getString("dkim_because"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return instant(row.getLong(column));
  }

  static Optional<Instant> instantIfAny(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }

  /**
   * What a failure of the database is for those above: a full disk, or something else that may
   * pass.
   */
  static IOException ioException(SQLException e) {
    return isFull(e) ? new StorageFullException(e) : new IOException("spool: " + e.getMessage(), e);
  }

  static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException sqlite
        && switch (primary(sqlite)) {
          case 11 /* SQLITE_CORRUPT */, 26 /* SQLITE_NOTADB */ -> true;
          default -> false;
        };
  }

  /** Whether another program has locked the database, and did not let go in time. */
  static boolean isBusy(IOException e) {
    return e.getCause() instanceof SQLiteException sqlite
        && primary(sqlite) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  private static boolean isFull(SQLException e) {
    return e instanceof SQLiteException sqlite
        && primary(sqlite) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  /** Extended result codes carry the primary one in their lowest byte. */
  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xff;
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** A statement that failed is not used again: it may have stopped half-way through. */
  private <T> T with(String sql, @Nullable Object[] parameters, Use<T> use) throws SQLException {
    var statement = prepared.remove(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
    }
    try {
      for (int i = 0; i < parameters.length; i++) {
        var parameter = parameters[i];
        statement.setObject(
            i + 1, parameter instanceof Instant instant ? micros(instant) : parameter);
      }
      var result = use.of(statement);
      // Or the last mail would stay in memory, and as a copy in SQLite's, until the next one comes.
      statement.clearParameters();
      prepared.put(sql, statement);
      return result;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
