package dev.otpost.config;

import static dev.otpost.config.Key.key;

import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Crowd;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Patience;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Sizes;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Times;
import java.time.Duration;
import java.util.List;

/** What a client may ask of the SMTP listener, and how long it may take. */
final class LimitKeys {

  private static final Key<Integer> CONNECTIONS =
      key(
          "smtp.limits.connections",
          Amounts.count(1, 100_000),
          "600",
          "The most connections at once. When all places are taken, whoever has got no further for"
              + " the longest time, half a second at least, gives up his; if nobody has, the next"
              + " one is told to come again.");

  private static final Key<Integer> CONNECTIONS_PER_SOURCE =
      key(
          "smtp.limits.connections-per-source",
          Amounts.count(1, 100_000),
          "200",
          "The most connections at once from one source: an IPv4 address, or an IPv6 /64.");

  private static final Key<Integer> CONNECTIONS_PER_MINUTE =
      key(
          "smtp.limits.connections-per-minute",
          Amounts.count(1, 1_000_000),
          "6000",
          "The most new connections in a minute from one source.");

  private static final Key<Integer> RECIPIENTS =
      key(
          "smtp.limits.recipients",
          Amounts.count(1, 1000),
          "100",
          "The most recipients of one mail; for more the client sends it again.");

  private static final Key<Integer> MAILS =
      key(
          "smtp.limits.mails",
          Amounts.count(1, 1_000_000),
          "10000",
          "The most mails in one session; behind the last it is ended, and the client may begin"
              + " another.");

  private static final Key<Integer> ERRORS =
      key(
          "smtp.limits.errors",
          Amounts.count(1, 1000),
          "20",
          "With this many refused commands a session is ended.");

  private static final Key<Integer> UNKNOWN_RECIPIENTS =
      key(
          "smtp.limits.unknown-recipients",
          Amounts.count(1, 1000),
          "10",
          "With this many recipients that are not in smtp.recipients a session is ended.");

  private static final Key<Integer> AUTH_FAILURES =
      key(
          "smtp.limits.auth-failures",
          Amounts.count(1, 100),
          "3",
          "With this many wrong passwords a session is ended.");

  private static final Key<Integer> IDLE_COMMANDS =
      key(
          "smtp.limits.idle-commands",
          Amounts.count(1, 100_000),
          "100",
          "With this many commands that bring no mail nearer (NOOP, RSET, VRFY, HELP, another EHLO)"
              + " a session is ended; a mail begins the count anew.");

  private static final Key<Integer> COMMAND_LINE =
      key(
          "smtp.limits.command-line",
          Amounts.count(512, 8192),
          "512",
          "The longest command in bytes, its line end included; parameters of MAIL and answers to"
              + " AUTH may come on top.");

  private static final Key<Integer> TEXT_LINE =
      key(
          "smtp.limits.text-line",
          Amounts.count(1000, 104_857_600),
          "1048576",
          "The longest line of a mail in bytes, without its line end. Mails should have lines of at"
              + " most 998 bytes, but not all do.");

  private static final Key<Duration> COMMAND_TIME =
      key(
          "smtp.limits.command-time",
          Amounts.duration("1s", "1h"),
          "60s",
          "How long a client may take for its next command, and for a TLS handshake.");

  private static final Key<Duration> MAIL_TIME =
      key(
          "smtp.limits.mail-time",
          Amounts.duration("1s", "1d"),
          "10m",
          "How long a client may take to send one mail.");

  private static final Key<Duration> SESSION_TIME =
      key(
          "smtp.limits.session-time",
          Amounts.duration("1s", "1d"),
          "1h",
          "How long a session may last in all, whatever it does.");

  private static final Key<Duration> WRITE_TIME =
      key(
          "smtp.limits.write-time",
          Amounts.duration("1s", "1h"),
          "60s",
          "How long a client may take to take an answer of ours.");

  private static final Key<Duration> TARPIT =
      key(
          "smtp.limits.tarpit",
          Amounts.duration("0s", "30s"),
          "1s",
          "How long the answer to an unknown recipient is held back, longer each time up to five"
              + " times as long; the first of a session is answered at once.");

  static final Key<Long> IN_FLIGHT =
      key(
          "smtp.limits.in-flight",
          Amounts.size("1MiB", "64GiB"),
          "256MiB",
          "How much the mails that are coming in may take together, in memory and, if they are"
              + " large, on the disk of the spool; clients beyond are asked to come again. At least"
              + " smtp.max-message-size.");

  static final Key<Duration> SHUTDOWN_GRACE =
      key(
          "shutdown.grace",
          Amounts.duration("2s", "1h"),
          "10s",
          "How long mails that are coming in are waited for when otpost stops. What has not come"
              + " in by then is refused for the time being, and its sender brings it again.");

  /** Those of the SMTP listener, in the order of {@code conf/otpost.yaml}. */
  static final List<Key<?>> ALL =
      List.of(
          CONNECTIONS,
          CONNECTIONS_PER_SOURCE,
          CONNECTIONS_PER_MINUTE,
          RECIPIENTS,
          MAILS,
          ERRORS,
          UNKNOWN_RECIPIENTS,
          AUTH_FAILURES,
          IDLE_COMMANDS,
          COMMAND_LINE,
          TEXT_LINE,
          COMMAND_TIME,
          MAIL_TIME,
          SESSION_TIME,
          WRITE_TIME,
          TARPIT,
          IN_FLIGHT);

  private LimitKeys() {}

  static Limits limits(Values values) {
    return new Limits(
        new Crowd(
            values.get(CONNECTIONS),
            values.get(CONNECTIONS_PER_SOURCE),
            values.get(CONNECTIONS_PER_MINUTE)),
        new Patience(
            values.get(MAILS),
            values.get(ERRORS),
            values.get(UNKNOWN_RECIPIENTS),
            values.get(AUTH_FAILURES),
            values.get(IDLE_COMMANDS)),
        new Sizes(values.get(RECIPIENTS), values.get(COMMAND_LINE), values.get(TEXT_LINE)),
        new Times(
            values.get(COMMAND_TIME),
            values.get(MAIL_TIME),
            values.get(SESSION_TIME),
            values.get(WRITE_TIME),
            values.get(TARPIT),
            // The last second is for last words.
            values.get(SHUTDOWN_GRACE).minusSeconds(1)));
  }
}
