package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

  static final Key<Integer> WAITING =
      key(
          "pull.waiting",
          Amounts.count(1, 10_000),
          "256",
          "How many runs may wait for a code at once. One more is told at once that there is none,"
              + " and asks again.");

  static final Key<Integer> QUESTIONS =
      key(
          "pull.questions",
          Amounts.count(6, 6_000),
          "60",
          "How many questions a minute of one run are answered. Skyvern asks every 10 s; beyond,"
              + " the answer is 429.");

  static final Key<Secret> KEYS =
      open(
          "skyvern.pull-keys",
          Words.secrets(),
          "none",
          "API keys that Skyvern may sign with as well when it fetches codes, while api-key is"
              + " being changed; rather use pull-keys-file. Read again on SIGHUP.");

  static final Key<Optional<Path>> KEYS_FILE =
      open(
          "skyvern.pull-keys-file",
          Words.path(),
          "none",
          "A file that holds these keys and nothing else, one a line.");

  static final List<Key<?>> ALL = List.of(WAIT, GRACE, WAITING, QUESTIONS);

  private PullKeys() {}
}
