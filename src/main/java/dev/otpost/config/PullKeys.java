package dev.otpost.config;

import static dev.otpost.config.Key.key;

import java.time.Duration;
import java.util.List;

/** How runs of Skyvern fetch codes. */
final class PullKeys {

  static final Key<Duration> WAIT =
      key(
          "pull.wait",
          Amounts.duration("0s", "25s"),
          "20s",
          "How long a run of Skyvern that fetches a code (totp_verification_url) is kept waiting"
              + " for one. Skyvern itself waits about 30 s for an answer.");

  static final Key<Duration> GRACE =
      key(
          "pull.grace",
          Amounts.duration("0s", "15m"),
          "2m",
          "How long before a run first asked its code may have come. What came earlier is for"
              + " somebody else.");

  static final List<Key<?>> ALL = List.of(WAIT, GRACE);

  private PullKeys() {}
}
