package dev.otpost.spool;

import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The way into the spool for those who are not the daemon: what is committed here is as durable as
 * what the daemon commits. A running one notices within half a second, another one when it starts.
 * For one thread at a time.
 *
 * <p>It leads into a spool that is there, and of this version. None is made: it would belong to
 * whoever hands in the mail, and the daemon might not be allowed to use it. None is mended: that is
 * for the one who holds the lock.
 */
public final class SideDoor implements Keeper, AutoCloseable {

  private final Sql sql;
  private final Fingerprint fingerprint;
  private final Mint mint;
  private final InstantSource clock;

  private SideDoor(Sql sql, Fingerprint fingerprint, Mint mint, InstantSource clock) {
    this.sql = sql;
    this.fingerprint = fingerprint;
    this.mint = mint;
    this.clock = clock;
  }

  /**
   * Opens it, the daemon running or not.
   *
   * @throws SpoolTooNewException if a newer otpost wrote the spool
   * @throws IOException if there is none, it is of an older version, or it cannot be read
   */
  public static SideDoor open(SpoolSettings settings, InstantSource clock) throws IOException {
    var sql = new Database(settings.path(), clock).join();
    try {
      return new SideDoor(sql, Fingerprint.of(sql), Mint.of(sql), clock);
    } catch (SQLException e) {
      try {
        sql.close();
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw Sql.ioException(e);
    }
  }

  @Override
  public Receipt commit(
      Envelope envelope, byte[] raw, Letter letter, Dkim dkim, List<Decision> decisions)
      throws IOException {
    return sql.inTransaction(
        it ->
            new Intake(it, fingerprint, envelope, raw, letter, dkim)
                .take(decisions, new ArrayList<>()));
  }

  @Override
  public boolean honours(Voucher voucher, String code) throws IOException {
    return mint.made(voucher, code, clock.instant())
        && !sql.inTransaction(it -> Mint.isSpent(it, voucher));
  }

  @Override
  public void close() throws IOException {
    try {
      sql.close();
    } catch (SQLException e) {
      throw Sql.ioException(e);
    }
  }
}
