package dev.otpost.spool;

import java.sql.SQLException;

/**
 * How far otpost has come on its way to the first code at Skyvern, as far as the spool still knows:
 * what it remembers of entries goes with them ({@link SpoolSettings#history}).
 *
 * @param mail whether one ever came; never forgotten, for ids are never given twice
 * @param asked whether a question of Gmail's waits for the operator
 * @param forwarded whether mail is forwarded to here: Gmail does so, or was told that it may, or a
 *     code has come from another machine that nobody forwarded by hand
 * @param posted whether Skyvern has taken one
 */
public record Milestones(boolean mail, boolean asked, boolean forwarded, boolean posted) {

  /** Nothing has come about. */
  public static final Milestones NONE = new Milestones(false, false, false, false);

  /** What was reached by then or is by now; whether a question waits is as it is now. */
  public Milestones with(Milestones now) {
    return new Milestones(
        mail || now.mail, now.asked, forwarded || now.forwarded, posted || now.posted);
  }

  /** Whether there is nothing left to be reached. */
  public boolean isAll() {
    return mail && forwarded && posted;
  }

  /** Who auto-forwards by Gmail sends as {@code john+caf_=otp=gw.example.com@gmail.com}. */
  private static final String BY_GMAIL =
      "exists (select 1 from mail where mail_from like '%+caf!_=%' escape '!')";

  private static final String CONFIRMED =
      "exists (select 1 from entry where kind = 'gmail_confirmation' and state = 'dropped')";

  /** Who forwards by hand is the sender himself; and a test comes from this machine. */
  private static final String BY_OTHERS =
      "exists (select 1 from entry join mail on mail.id = entry.mail"
          + " where state in ('delivered', 'served') and source in ('SMTP', 'INGEST')"
          + " and lower(mail_from) <> lower(identifier)"
          + " and peer not like '127.%' and peer not in ('::1', '0:0:0:0:0:0:0:1'))";

  static Milestones of(Sql sql) throws SQLException {
    return sql.one(
            "select exists (select 1 from sqlite_sequence where name = 'mail' and seq > 0) as came,"
                + " exists (select 1 from entry where state = 'held'"
                + " and (kind = 'gmail_confirmation') = 1) as asked, "
                + BY_GMAIL
                + " or "
                + CONFIRMED
                + " or "
                + BY_OTHERS
                + " as forwarded, exists (select 1 from entry"
                + " where state in ('delivered', 'served')) as posted",
            row ->
                new Milestones(
                    row.getBoolean("came"),
                    row.getBoolean("asked"),
                    row.getBoolean("forwarded"),
                    row.getBoolean("posted")))
        .orElseThrow();
  }
}
