package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables, and how a spool of an older version becomes one of this version. */
final class Schema {

  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  /** What {@code PRAGMA user_version} says of a spool that this otpost writes. */
  static final int VERSION = 5;

  /**
   * One mail has an entry for each of its recipients. {@code raw} and {@code content} become null
   * when they are erased. An entry's {@code fingerprint} is null when its mail has nothing to be
   * known by.
   */
  private static final String VERSION_1 =
      """
      create table fingerprint_key (key blob not null);

      create table mail (
        id integer primary key autoincrement,
        source text not null,
        mail_from text not null,
        peer text not null,
        site text not null,
        received_at integer not null,
        size integer not null,
        raw blob
      );

      create table entry (
        id integer primary key autoincrement,
        mail integer not null references mail (id),
        recipient text not null,
        state text not null,
        kind text not null,
        route text not null,
        identifier text not null,
        because text not null,
        note text not null,
        content text,
        code text,
        link text,
        origin integer not null,
        life_end integer not null,
        ended_at integer,
        fingerprint blob unique
      );
      create index mail_raw on mail (id) where raw is not null;
      create index entry_mail on entry (mail);
      create index entry_pending on entry (origin) where state = 'pending';
      create index entry_ended on entry (ended_at) where ended_at is not null;
      create index entry_content on entry (ended_at) where content is not null;
      create index entry_lane on entry (route, identifier, state, origin);

      create table attempt (
        entry integer not null references entry (id) on delete cascade,
        number integer not null,
        started_at integer not null,
        ended_at integer,
        outcome text not null,
        primary key (entry, number)
      ) without rowid;
      """;

  /** What the signature of a mail came to. Of the mails before, nobody looked. */
  private static final String VERSION_2 =
      """
      alter table mail add column dkim text not null default 'unchecked';
      alter table mail add column dkim_domain text not null default '';
      alter table mail add column dkim_because text not null default '';
      """;

  /**
   * Watched folders, known by account and name. {@code mailbox}: how far each has been looked
   * through (both null if that was never settled), and how the watch over it stands. {@code
   * passed}: mails that were looked at and not kept. {@code errand}: what is left to be done with a
   * mail there. A {@code mail} that lay in such a folder says where; of all others these columns
   * are null.
   */
  private static final String VERSION_3 =
      """
      create table mailbox (
        id integer primary key autoincrement,
        account text not null,
        folder text not null,
        uid_validity integer,
        uid integer,
        state text not null,
        since integer not null,
        alive_at integer,
        mail_at integer,
        trouble text not null,
        trouble_at integer,
        unique (account, folder)
      );

      create table passed (
        id integer primary key autoincrement,
        account text not null,
        folder text not null,
        uid_validity integer not null,
        uid integer not null,
        at integer not null,
        because text not null
      );
      create index passed_at on passed (at);

      create table errand (
        id integer primary key autoincrement,
        account text not null,
        folder text not null,
        uid_validity integer not null,
        uid integer not null,
        tries integer not null,
        unique (account, folder, uid_validity, uid)
      );

      alter table mail add column account text;
      alter table mail add column folder text;
      alter table mail add column uid_validity integer;
      alter table mail add column uid integer;
      """;

  /**
   * How an entry is posted: in which {@code form}; {@code forced} by the operator, whatever has
   * been posted meanwhile; {@code written_site} and {@code written_at}, by which the older of two
   * is told (both null if it cannot be). {@code durable_at} is when it was on the disk; null if
   * otpost died before it could write that down. {@code lifetime}, in microseconds, is how long it
   * had to live before the operator gave it a new life; null if he did not. An {@code attempt} says
   * in which form it was made, the word of its outcome, which is empty as long as there is none,
   * and whether it is doubtful that Skyvern has not stored it. {@code alert}: what was last told of
   * a concern in a channel; {@code cleared_at} is null as long as it stands. {@code entry_concern}
   * makes it cheap to ask every second what the operator should know of.
   */
  private static final String VERSION_4 =
      """
      alter table entry add column form text not null default 'text';
      alter table entry add column forced integer not null default 0;
      alter table entry add column written_site text;
      alter table entry add column written_at integer;
      alter table entry add column durable_at integer;
      alter table entry add column lifetime integer;
      create index entry_written on entry (route, identifier, written_site, written_at)
        where state = 'delivered' and written_at is not null;
      drop index entry_content;
      create index entry_erasable on entry (ended_at)
        where content is not null and state <> 'pending' and state <> 'held';

      alter table attempt add column form text not null default 'text';
      alter table attempt add column outcome_word text not null default '';
      alter table attempt add column doubtful integer not null default 0;
      update attempt set doubtful = 1 where ended_at is null;

      create table alert (
        id integer primary key autoincrement,
        channel text not null,
        kind text not null,
        about text not null,
        because text not null,
        mark integer not null,
        since integer not null,
        at integer not null,
        cleared_at integer,
        flapping integer not null,
        unique (channel, kind, about)
      );
      create index entry_concern on entry (state, kind = 'gmail_confirmation', ended_at)
        where state in ('held', 'refused', 'expired');
      """;

  /**
   * Runs of Skyvern that fetch what is for them. {@code run}: one row for each route and site that
   * a run has asked for; {@code name} is empty for the anonymous one, {@code site} if it wants
   * those of every site. {@code serving}: what was handed to which; {@code series} is when an
   * anonymous run first asked, and 0 for all others; {@code at} is when it got it first, {@code
   * origin} that of the entry. {@code author} of a mail is the domain of whoever wrote it in the
   * first place; null if that was not noted. {@code evidence} says by what the code or link was
   * recognised; empty if that was not noted, or there is none. {@code entry_state} does what {@code
   * entry_pending} did, and counts entries ten times as fast as without.
   */
  private static final String VERSION_5 =
      """
      create table run (
        id integer primary key autoincrement,
        name text not null,
        identifier text not null,
        site text not null,
        route text not null,
        first_at integer not null,
        last_at integer not null,
        unique (name, identifier, site, route)
      );
      create index run_last on run (last_at);

      create table serving (
        id integer primary key autoincrement,
        entry integer not null references entry (id) on delete cascade,
        origin integer not null,
        run text not null,
        series integer not null,
        task text not null,
        at integer not null,
        last_at integer not null
      );
      create index serving_entry on serving (entry);
      create index serving_run on serving (run, series);

      alter table mail add column author text;
      alter table entry add column evidence text not null default '';
      create index mail_received on mail (received_at);
      drop index entry_pending;
      create index entry_state on entry (state, origin);
      drop index entry_written;
      create index entry_written on entry (route, identifier, written_site, written_at)
        where state in ('delivered', 'served') and written_at is not null;
      """;

  /** What makes each version of the one before it; the first one of nothing. */
  private static final List<String> STEPS =
      List.of(VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5);

  private Schema() {}

  /**
   * Brings a spool, a new one too, up to this version, all or nothing.
   *
   * @throws SpoolTooNewException if it is of a version that is not known here; it is left as it is
   */
  static void migrate(Sql sql, Path file) throws SQLException, IOException {
    int version = version(sql, file);
    if (version == VERSION) {
      return;
    }
    sql.execute("begin immediate");
    for (var step : STEPS.subList(version, VERSION)) {
      run(step, sql);
    }
    if (version == 0) {
      var key = new byte[32];
      new SecureRandom().nextBytes(key);
      sql.update("insert into fingerprint_key (key) values (?)", key);
    }
    sql.execute("pragma user_version = " + VERSION);
    sql.execute("commit");
    if (version > 0) {
      log.atInfo()
          .addKeyValue("file", file)
          .addKeyValue("from_version", version)
          .addKeyValue("version", VERSION)
          .log("spool_migrated");
    }
  }

  private static void run(String step, Sql sql) throws SQLException {
    for (var statement : step.strip().split(";\\s*(\\n|$)", -1)) {
      if (!statement.isBlank()) {
        sql.execute(statement);
      }
    }
  }

  /**
   * For those who may look but not change it: a daemon of the older version may be at work on it.
   *
   * @throws SpoolTooNewException if it is of a version that is not known here
   * @throws IOException if it is of an older one
   */
  static void expectCurrent(Sql sql, Path file) throws SQLException, IOException {
    if (version(sql, file) < VERSION) {
      throw new IOException(
          file + " is of an older version: otpost serve brings it up to date when it starts");
    }
  }

  private static int version(Sql sql, Path file) throws SQLException, IOException {
    int version = sql.one("pragma user_version", row -> row.getInt(1)).orElse(0);
    if (version > VERSION) {
      throw new SpoolTooNewException(file, version, VERSION);
    }
    return version;
  }
}
