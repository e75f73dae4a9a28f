package dev.otpost.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How a mailbox that is watched is named in the configuration and in the log. */
final class Watched {

  static final String USER = "john@example.com";

  /** Lost connections are made again quickly. */
  static final String[] FAST = {
    "OTPOST_IMAP_LIMITS_RETRY_TIME", "100ms", "OTPOST_IMAP_LIMITS_RETRY_TIME_AT_MOST", "1s"
  };

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Before the last part of each key. */
  private static final String ACCOUNT = "OTPOST_IMAP_ACCOUNTS_WORK_";

  private Watched() {}

  /** Settings of a daemon that takes in mail from a mailbox only; others come on top of them. */
  static String[] settings(int port, String tls, String... more) {
    var all =
        new ArrayList<String>(
            List.of("OTPOST_SMTP_ENABLED", "false", "OTPOST_SMTP_RECIPIENTS", ""));
    all.addAll(
        List.of(
            key("HOST"),
            "127.0.0.1",
            key("PORT"),
            Integer.toString(port),
            key("TLS"),
            tls,
            key("USERNAME"),
            USER,
            key("PASSWORD"),
            Dovecot.PASSWORD));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** The key of a setting of the account, from its last part. */
  static String key(String last) {
    return ACCOUNT + last;
  }

  /** The same, of a mailbox of this server, in TLS. */
  static String[] settings(Dovecot dovecot, String... more) {
    return settings(
        dovecot.securePort(),
        "implicit",
        with(more, key("TLS_AUTHORITIES"), dovecot.authority().toString()));
  }

  /** The same settings, and more. */
  static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  /** Waits until the watch over a folder comes to a state, or has come to it; the line. */
  static String await(Daemon daemon, String folder, String state) {
    return daemon
        .awaitLine(
            line ->
                line.contains(" mailbox ")
                    && line.contains(" folder=" + folder)
                    && line.contains(" state=" + state),
            LIMIT)
        .orElseThrow(() -> new IllegalStateException("not " + state + ": " + daemon.log()));
  }
}
