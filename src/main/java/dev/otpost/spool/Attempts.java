package dev.otpost.spool;

import dev.otpost.message.Delivery;
import dev.otpost.message.Form;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is tried with one entry, and what comes of it. Each method within the caller's transaction.
 */
final class Attempts {

  /**
   * Of {@code entry old}, whether one that its site wrote later has been posted or fetched in its
   * lane. What is null compares as no.
   */
  static final String HAS_NEWER =
      "exists (select 1 from entry new where new.route = old.route"
          + " and new.identifier = old.identifier and new.state in ('delivered', 'served')"
          + " and new.kind in ('code', 'magic_link', 'ambiguous')"
          + " and new.written_site = old.written_site and new.written_at > old.written_at)";

  private final Sql sql;
  private final long entry;

  Attempts(Sql sql, long entry) {
    this.sql = sql;
    this.entry = entry;
  }

  /**
   * From now on, and until {@link #settle} says otherwise, Skyvern may have it.
   *
   * @param durableAt since when the entry is on the disk, if that is known
   */
  Begun begin(Optional<Instant> durableAt, Instant now) throws SQLException {
    var found =
        sql.one(
            "select route, identifier, content, code, link, origin, life_end, form, written_site,"
                + " durable_at, (select received_at from mail where mail.id = old.mail) as"
                + " received_at, (select min(started_at) from attempt where entry = old.id) as"
                + " first_at,"
                + " (select source from mail where mail.id = old.mail) as source,"
                + " not forced and "
                + HAS_NEWER
                + " as superseded from entry old"
                + " where id = ? and state = 'pending' and content is not null",
            Attempts::due,
            entry);
    if (found.isEmpty()) {
      return new Begun.Gone();
    }
    var due = found.get();
    if (due.superseded()) {
      var because = "a newer one of " + due.site() + " was posted for this identifier";
      end(State.SUPERSEDED, because, now);
      return new Begun.Superseded(because);
    }
    var doubtSince = doubtSince();
    sql.update(
        "insert into attempt (entry, number, started_at, outcome, form, doubtful)"
            + " select ?, coalesce(max(number), 0) + 1, ?, '', ?, 1 from attempt where entry = ?",
        entry,
        now,
        due.form().word(),
        entry);
    if (durableAt.isPresent()) {
      sql.update(
          "update entry set durable_at = coalesce(durable_at, ?) where id = ?",
          durableAt.get(),
          entry);
    }
    return new Begun.Post(
        new Delivery(
            entry,
            due.source(),
            due.lane(),
            due.form(),
            due.text(),
            due.otp(),
            due.life(),
            doubtSince),
        new Hops(
            due.hops().received(),
            due.hops().durable().or(() -> durableAt),
            due.hops().posted().or(() -> Optional.of(now)),
            Optional.empty()));
  }

  /**
   * Records what the last one came to, and moves the entry on if that ends it. An entry that was
   * dropped meanwhile stays dropped, unless Skyvern has it: then the record must not say otherwise.
   */
  void settle(Outcome outcome, Instant now) throws SQLException {
    sql.update(
        "update attempt set ended_at = ?, outcome = ?, outcome_word = ?, doubtful = ?"
            + " where entry = ? and number = (select max(number) from attempt where entry = ?)",
        now,
        outcome.because(),
        outcome.word(),
        outcome.isDoubtful(),
        entry,
        entry);
    switch (outcome) {
      case Outcome.Delivered _ -> {
        end(State.DELIVERED, outcome.note(), now);
        end(
            State.DROPPED,
            State.DELIVERED,
            outcome.note() + "; it was being posted when it was dropped",
            now);
        end(
            State.SERVED,
            State.DELIVERED,
            outcome.note() + "; it was being posted when a run fetched it",
            now);
      }
      case Outcome.Refused _ -> {
        end(State.REFUSED, outcome.because(), now);
        noteServed("; it was being posted, and Skyvern refused it: " + outcome.because());
      }
      case Outcome.Again again -> {
        sql.update(
            "update entry set note = ?, form = ? where id = ? and state = 'pending'",
            again.because(),
            again.form().word(),
            entry);
        noteServed("");
      }
      case Outcome.Deferred _, Outcome.Unanswered _, Outcome.Unpaid _, Outcome.Barred _ -> {
        sql.update(
            "update entry set note = ? where id = ? and state = 'pending'",
            outcome.because(),
            entry);
        if (outcome.isDoubtful()) {
          sql.update(
              "update entry set note = ? where id = ? and state = 'dropped'",
              "dropped by the operator while it was being posted: Skyvern may have it; "
                  + outcome.because(),
              entry);
        }
        noteServed(outcome.isDoubtful() ? Servings.UNDER_WAY + "; " + outcome.because() : "");
      }
    }
  }

  /**
   * Its life ended before Skyvern took it.
   *
   * @return why, as it is recorded; empty if its life has not ended or it is not pending
   */
  Optional<String> expire(String obstacle, Instant now) throws SQLException {
    var last =
        sql.one(
            "select note from entry where id = ? and state = 'pending' and life_end <= ?",
            row -> row.getString(1),
            entry,
            now);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    int attempts =
        sql.one("select count(*) from attempt where entry = ?", row -> row.getInt(1), entry)
            .orElse(0);
    var because = new StringBuilder("its life ended ");
    switch (attempts) {
      case 0 -> because.append("before the first attempt");
      case 1 -> because.append("after 1 attempt: ").append(last.get());
      default -> because.append("after %d attempts; the last: %s".formatted(attempts, last.get()));
    }
    if (!obstacle.isEmpty()) {
      because.append("; ").append(obstacle);
    }
    end(State.EXPIRED, because.toString(), now);
    return Optional.of(because.toString());
  }

  /**
   * Whether Skyvern may be taking it at this moment, so that what the operator wants may come too
   * late; also after a crash, until the next attempt.
   */
  boolean isUnderWay() throws SQLException {
    return sql.one(
            "select 1 from attempt where entry = ?1 and ended_at is null"
                + " and number = (select max(number) from attempt where entry = ?1)",
            _ -> true,
            entry)
        .isPresent();
  }

  /**
   * The operator wants it posted again, whatever Skyvern may have of it from before: nobody looks
   * for that there.
   */
  void startOver() throws SQLException {
    sql.update("update attempt set doubtful = 0 where entry = ?", entry);
    sql.update("update entry set form = ? where id = ?", Form.FIRST.word(), entry);
  }

  private void end(State state, String note, Instant now) throws SQLException {
    end(State.PENDING, state, note, now);
  }

  private void end(State from, State to, String note, Instant now) throws SQLException {
    sql.update(
        "update entry set state = ?, note = ?, ended_at = ? where id = ? and state = ?",
        to.word(),
        note,
        now,
        entry,
        from.word());
  }

  private void noteServed(String more) throws SQLException {
    sql.update(
        "update entry set note = ? where id = ? and state = 'served'", Servings.NOTE + more, entry);
  }

  private Optional<Instant> doubtSince() throws SQLException {
    return sql.one(
        "select started_at from attempt where entry = ? and doubtful = 1"
            + " order by number limit 1",
        row -> Sql.instant(row, "started_at"),
        entry);
  }

  private record Due(
      Source source,
      Lane lane,
      String text,
      Otp otp,
      Life life,
      Form form,
      String site,
      Hops hops,
      boolean superseded) {
    @Override
    public String toString() {
      return "Due[" + lane.identifier() + "]";
    }
  }

  private static Due due(ResultSet row) throws SQLException {
    var site = row.getString("written_site");
    return new Due(
        Source.valueOf(row.getString("source")),
        Sql.lane(row),
        row.getString("content"),
        otp(row),
        new Life(Sql.instant(row, "origin"), Sql.instant(row, "life_end")),
        Form.of(row.getString("form")),
        site == null ? "" : site,
        new Hops(
            Sql.instant(row, "received_at"),
            Sql.instantIfAny(row, "durable_at"),
            Sql.instantIfAny(row, "first_at"),
            Optional.empty()),
        row.getBoolean("superseded"));
  }

  private static Otp otp(ResultSet row) throws SQLException {
    var code = row.getString("code");
    var link = row.getString("link");
    if (code != null) {
      return new Otp.Code(code, "found when it came");
    }
    return link == null
        ? new Otp.None("none found when it came")
        : new Otp.MagicLink(link, "found when it came");
  }
}
