package dev.otpost.config;

import static dev.otpost.config.Key.key;

import dev.otpost.intake.imap.ImapSettings.Limits;
import dev.otpost.intake.imap.ImapSettings.Times;
import java.time.Duration;
import java.util.List;

/** What a server of watched mailboxes may ask of otpost, and otpost of it. */
final class MailboxLimitKeys {

  static final Key<Integer> CONNECTIONS =
      key(
          "imap.limits.connections",
          Amounts.count(1, 100),
          "8",
          "The most connections for one account, and so the most folders that are watched of it;"
              + " Gmail takes 15, Dovecot 10 as a rule.");

  static final Key<Long> MESSAGE =
      key(
          "imap.limits.message",
          Amounts.size("64KiB", "100MiB"),
          "1MiB",
          "The largest mail that is fetched whole; of a larger one only its header and text are. At"
              + " most smtp.limits.in-flight, which holds for all ways in together.");

  private static final Key<Integer> CATCH_UP =
      key(
          "imap.limits.catch-up",
          Amounts.count(0, 100_000),
          "1000",
          "After a long absence, how many of the mails that came meanwhile are looked at whatever"
              + " their age, the newest ones; of those before, only the mails of the last day"
              + " are.");

  private static final Key<Duration> CONNECT_TIME =
      key(
          "imap.limits.connect-time",
          Amounts.duration("100ms", "5m"),
          "10s",
          "How long it may take to connect, encryption included.");

  private static final Key<Duration> ANSWER_TIME =
      key(
          "imap.limits.answer-time",
          Amounts.duration("100ms", "5m"),
          "10s",
          "How long a server may take to go on with its answer before its connection is given up.");

  private static final Key<Duration> RENEW_TIME =
      key(
          "imap.limits.renew-time",
          Amounts.duration("100ms", "1m"),
          "60s",
          "How often a server that waits for mail is asked whether it is still there and has"
              + " forgotten none. A dead connection is known after this and answer-time.");

  private static final Key<Duration> RETRY_TIME =
      key(
          "imap.limits.retry-time",
          Amounts.duration("10ms", "1h"),
          "1s",
          "The pause before a lost connection is made again, twice as long after each failure.");

  private static final Key<Duration> RETRY_TIME_AT_MOST =
      key(
          "imap.limits.retry-time-at-most",
          Amounts.duration("10ms", "1h"),
          "60s",
          "The longest such pause; at least retry-time.");

  private static final Key<Duration> REFUSED_TIME =
      key(
          "imap.limits.refused-time",
          Amounts.duration("10ms", "1d"),
          "60s",
          "The pause after a refused login, twice as long after each; providers lock out who tries"
              + " too often.");

  private static final Key<Duration> REFUSED_TIME_AT_MOST =
      key(
          "imap.limits.refused-time-at-most",
          Amounts.duration("10ms", "1d"),
          "15m",
          "The longest such pause; at least refused-time.");

  /** In the order of {@code conf/otpost.yaml}. */
  static final List<Key<?>> ALL =
      List.of(
          CONNECTIONS,
          MESSAGE,
          CATCH_UP,
          CONNECT_TIME,
          ANSWER_TIME,
          RENEW_TIME,
          RETRY_TIME,
          RETRY_TIME_AT_MOST,
          REFUSED_TIME,
          REFUSED_TIME_AT_MOST);

  private MailboxLimitKeys() {}

  static Limits limits(Values values, List<Fault> faults) {
    var times =
        new Times(
            values.get(CONNECT_TIME),
            values.get(ANSWER_TIME),
            values.get(RENEW_TIME),
            values.get(RETRY_TIME),
            values.get(RETRY_TIME_AT_MOST),
            values.get(REFUSED_TIME),
            values.get(REFUSED_TIME_AT_MOST));
    if (times.retry().compareTo(times.retryAtMost()) > 0) {
      faults.add(atLeast(RETRY_TIME, RETRY_TIME_AT_MOST, values));
    }
    if (times.refused().compareTo(times.refusedAtMost()) > 0) {
      faults.add(atLeast(REFUSED_TIME, REFUSED_TIME_AT_MOST, values));
    }
    return new Limits(values.get(CONNECTIONS), values.get(MESSAGE), values.get(CATCH_UP), times);
  }

  private static Fault atLeast(Key<Duration> first, Key<Duration> longest, Values values) {
    return Fault.in(
        longest,
        values.stated(longest),
        "give at least %s, which is %s".formatted(first.name(), values.stated(first).text()));
  }
}
