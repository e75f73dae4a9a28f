package dev.otpost.spool;

import dev.otpost.message.Kind;
import dev.otpost.message.State;
import dev.otpost.spool.Queue.Moved;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the operator does with one entry, and when he has to say it twice. Each method within the
 * caller's transaction.
 */
final class Intervention {

  private final Sql sql;
  private final Entry entry;
  private final Attempts attempts;

  Intervention(Sql sql, Entry entry) {
    this.sql = sql;
    this.entry = entry;
    this.attempts = new Attempts(sql, entry.id());
  }

  /**
   * Puts it on its way again, or hurries it on if it is.
   *
   * <p>With force it is posted whatever was posted meanwhile, and has a new life of the old length
   * if the old one is over: with the old end Skyvern would never use it.
   */
  Moved retry(boolean force, Instant now) throws SQLException {
    if (entry.kind() == Kind.GMAIL_CONFIRMATION) {
      return new Moved.No("it is Gmail's question, not a code; open its link, then drop it");
    }
    if (entry.identifier().isEmpty()) {
      return new Moved.No("it has no identifier to be posted for; read it, then drop it");
    }
    if (entry.erased()) {
      return new Moved.No("its content has been erased (retention.content)");
    }
    var objection = force ? Optional.<String>empty() : objection(now);
    if (objection.isPresent()) {
      return new Moved.No(objection.get() + "; --force posts it all the same");
    }
    boolean onItsWay = entry.state() == State.PENDING;
    if (!onItsWay) {
      attempts.startOver();
    }
    sql.update(
        "update entry set state = 'pending', ended_at = null, note = 'retried by the operator',"
            + " forced = ? where id = ?",
        force || (onItsWay && entry.forced()),
        entry.id());
    if (entry.life().isOver(now)) {
      // From the first life, or each new one would be longer than the one before.
      sql.update(
          "update entry set lifetime = coalesce(lifetime, life_end - origin) where id = ?",
          entry.id());
      sql.update("update entry set life_end = ? + lifetime where id = ?", now, entry.id());
    }
    return new Moved.Done();
  }

  /** Sees to it that it is not posted, if it is not too late. */
  Moved drop(Instant now) throws SQLException {
    return switch (entry.state()) {
      case DELIVERED -> new Moved.No("Skyvern has it already");
      case SERVED -> new Moved.No("a run of Skyvern has fetched it already");
      case DROPPED -> new Moved.Done();
      case PENDING, REFUSED, EXPIRED, SUPERSEDED, HELD, IGNORED -> {
        boolean underWay = entry.state() == State.PENDING && attempts.isUnderWay();
        sql.update(
            "update entry set state = 'dropped', ended_at = ?, note = 'dropped by the operator'"
                + " where id = ?",
            now,
            entry.id());
        yield underWay
            ? new Moved.Done(
                "An attempt had begun, and Skyvern may have it; queue show tells what came of it")
            : new Moved.Done();
      }
    };
  }

  private Optional<String> objection(Instant now) throws SQLException {
    boolean onItsWay = entry.state() == State.PENDING;
    if (entry.state() == State.DELIVERED) {
      return Optional.of("Skyvern has it already, and would have it twice");
    }
    if (entry.state() == State.SERVED) {
      return Optional.of("a run of Skyvern has fetched it, and another might get it as well");
    }
    if (entry.state() == State.SUPERSEDED || hasNewerOfItsSite()) {
      return Optional.of(
          "a newer one of %s was posted for this identifier, which Skyvern would then not see"
              .formatted(entry.site().isEmpty() ? "its site" : entry.site()));
    }
    if (entry.state() == State.EXPIRED || entry.life().isOver(now)) {
      return Optional.of(
          "its life ended at %s, and to Skyvern a code posted late looks fresh"
              .formatted(entry.life().end()));
    }
    // One that is on its way is posted in any case; to hurry it changes nothing.
    return !onItsWay && hasLater()
        ? Optional.of(
            "one that came later was posted for this identifier, which Skyvern would then not see")
        : Optional.empty();
  }

  private boolean hasNewerOfItsSite() throws SQLException {
    return sql.one(
            "select 1 from entry old where id = ? and not (state = 'pending' and forced) and "
                + Attempts.HAS_NEWER,
            _ -> true,
            entry.id())
        .isPresent();
  }

  private boolean hasLater() throws SQLException {
    return sql.one(
            "select 1 from entry where route = ? and identifier = ? and state in ('delivered',"
                + " 'served') and origin > ? limit 1",
            _ -> true,
            entry.route(),
            entry.identifier().orElseThrow().value(),
            entry.life().origin())
        .isPresent();
  }
}
