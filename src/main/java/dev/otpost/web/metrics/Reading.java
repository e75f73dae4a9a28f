package dev.otpost.web.metrics;

import dev.otpost.message.Concern;
import dev.otpost.message.Folder;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.spool.Census;
import dev.otpost.spool.Footprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How otpost stands at the moment somebody asks.
 *
 * @param version of the program
 * @param spool what is in it; empty if it cannot be read just now
 * @param footprint what it takes of the disk; empty likewise
 * @param skyverns how each destination stands
 * @param mailboxes the folders that are to be watched
 * @param listener how the SMTP listener stands; empty if there is to be none
 */
public record Reading(
    String version,
    Optional<Census> spool,
    Optional<Footprint> footprint,
    List<Reach> skyverns,
    List<Mailbox> mailboxes,
    Optional<Listener> listener) {

  public Reading {
    skyverns = List.copyOf(skyverns);
    mailboxes = List.copyOf(mailboxes);
  }

  /**
   * How a folder stands.
   *
   * @param state in a word, as {@code otpost status} has it
   * @param well whether new mail in it is heard of
   * @param aliveAt when its server last answered; empty if it has not
   * @param mailAt when the last mail was found in it; empty if none was
   */
  public record Mailbox(
      Folder folder,
      String state,
      boolean well,
      Optional<Instant> aliveAt,
      Optional<Instant> mailAt) {}

  /**
   * How the SMTP listener stands.
   *
   * @param listening whether clients are accepted
   * @param sessions under way
   * @param most of them that may be
   * @param certificateEnds when the one that it shows expires; empty if that cannot be told
   */
  public record Listener(
      boolean listening, int sessions, int most, Optional<Instant> certificateEnds) {}

  void tell(Exposition text) {
    text.gauge("otpost_build_info", "Always 1; the label says which otpost runs.")
        .at(1, "version", version);
    tellSpool(text);
    tellFootprint(text);
    tellSkyverns(text);
    tellMailboxes(text);
    tellListener(text);
  }

  private void tellSpool(Exposition text) {
    text.gauge(
            "otpost_spool_readable",
            "Whether the spool could be read just now. 0: see to its disk; what else the spool"
                + " tells is missing then.")
        .at(spool.isPresent());
    var deliveries =
        text.gauge(
            "otpost_deliveries",
            "Entries of the spool by state. held: read them, then otpost queue retry or drop;"
                + " refused, expired: see why; they are forgotten after retention.");
    var oldest =
        text.gauge(
            "otpost_oldest_pending_timestamp_seconds",
            "Since when the oldest entry that is pending is on its way to be posted; missing if"
                + " none is. More than a minute ago: see how Skyvern stands.");
    var questions =
        text.gauge(
            "otpost_gmail_confirmations",
            "Questions of Gmail's that wait for you: otpost confirmations shows link and code.");
    var alerts =
        text.gauge(
            "otpost_alerts",
            "Alerts that stand, by kind: otpost alerts says what to do about each.");
    spool.ifPresent(
        it -> {
          for (var state : State.values()) {
            deliveries.at(it.entries().getOrDefault(state, 0L), "state", state.word());
          }
          it.oldestPending().ifPresent(at -> oldest.seconds(seconds(at)));
          questions.at(it.confirmations());
          Stream.of(Concern.Kind.values())
              .filter(kind -> kind != Concern.Kind.TEST)
              .forEach(kind -> alerts.at(it.alerts().getOrDefault(kind, 0L), "kind", kind.word()));
        });
  }

  private void tellFootprint(Exposition text) {
    var size = text.gauge("otpost_spool_bytes", "Size of the spool's database.");
    var log =
        text.gauge(
            "otpost_spool_wal_bytes",
            "Size of the spool's write-ahead log. If it only grows, another program holds the"
                + " spool open.");
    var free =
        text.gauge(
            "otpost_spool_disk_free_bytes",
            "What is free on the spool's disk. Make room before it is full: mail is put off then.");
    footprint.ifPresent(
        it -> {
          size.at(it.database());
          log.at(it.log());
          free.at(it.free());
        });
  }

  private void tellSkyverns(Exposition text) {
    var states =
        text.gauge(
            "otpost_skyvern_state",
            "1 for the state in which a Skyvern is, by the routes that lead there. barred: put key"
                + " or base URL right; unpaid: buy credits; silent: see whether it runs.");
    var since =
        text.gauge(
            "otpost_skyvern_state_since_timestamp_seconds",
            "When a Skyvern came to the state in which it is.");
    for (var reach : skyverns) {
      for (var state : Reach.State.values()) {
        states.at(state == reach.state(), "routes", reach.routes(), "state", state.word());
      }
      since.seconds(seconds(reach.since()), "routes", reach.routes());
    }
  }

  private void tellMailboxes(Exposition text) {
    var well =
        text.gauge(
            "otpost_imap_well",
            "Whether new mail in a watched folder is heard of. 0: its state says what to do.");
    var states =
        text.gauge(
            "otpost_imap_state",
            "Always 1; the label says how the watch over a folder stands. refused: put password or"
                + " tokens right; missing: there is no such folder; deaf: its server does not"
                + " answer; stalled: see to the spool's disk.");
    var alive =
        text.gauge(
            "otpost_imap_last_answer_timestamp_seconds",
            "When the server of a watched folder last answered; it is asked every minute.");
    var mail =
        text.gauge(
            "otpost_imap_last_mail_timestamp_seconds",
            "When the last mail was found in a watched folder; missing if none was.");
    for (var it : mailboxes) {
      var account = it.folder().account();
      var folder = it.folder().name();
      well.at(it.well(), "account", account, "folder", folder);
      states.at(1, "account", account, "folder", folder, "state", it.state());
      it.aliveAt()
          .ifPresent(at -> alive.seconds(seconds(at), "account", account, "folder", folder));
      it.mailAt().ifPresent(at -> mail.seconds(seconds(at), "account", account, "folder", folder));
    }
  }

  private void tellListener(Exposition text) {
    var listening =
        text.gauge(
            "otpost_smtp_listening",
            "Whether the SMTP listener accepts clients. 0: restart otpost.");
    var sessions = text.gauge("otpost_smtp_sessions", "SMTP sessions under way.");
    var most =
        text.gauge(
            "otpost_smtp_sessions_max",
            "SMTP sessions that may be under way at once (smtp.limits).");
    var certificate =
        text.gauge(
            "otpost_certificate_expiry_timestamp_seconds",
            "When the certificate that mail servers are shown expires. Less than two weeks ahead:"
                + " see whether what renews it still works.");
    listener.ifPresent(
        it -> {
          listening.at(it.listening());
          sessions.at(it.sessions());
          most.at(it.most());
          it.certificateEnds()
              .ifPresent(at -> certificate.seconds(seconds(at), "listener", "smtp"));
        });
  }

  /** Since the epoch. */
  static double seconds(Instant at) {
    return (double) at.toEpochMilli() / 1000;
  }
}
