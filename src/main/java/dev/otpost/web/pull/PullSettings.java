package dev.otpost.web.pull;

import java.time.Duration;

/**
 * How runs of Skyvern fetch codes.
 *
 * @param patience how long a run that finds none is kept waiting for one
 * @param grace how long before a run's first question a code may have come to be for it
 */
public record PullSettings(Duration patience, Duration grace) {

  /** Skyvern waits about 30 s for an answer. */
  public static final PullSettings STANDARD =
      new PullSettings(Duration.ofSeconds(20), Duration.ofMinutes(2));
}
