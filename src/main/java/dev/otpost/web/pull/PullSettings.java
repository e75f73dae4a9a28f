package dev.otpost.web.pull;

import java.time.Duration;

/**
 * How runs of Skyvern fetch codes.
 *
 * @param patience how long a run that finds none is kept waiting for one
 * @param grace how long before a run's first question a code may have come to be for it
 * @param waiting how many may wait at once
 * @param questions how many a minute are answered to one run
 */
public record PullSettings(Duration patience, Duration grace, int waiting, int questions) {

  /** Skyvern waits about 30 s for an answer, and asks every 10 s. */
  public static final PullSettings STANDARD =
      new PullSettings(Duration.ofSeconds(20), Duration.ofMinutes(2), 256, 60);
}
