package dev.otpost.alerts;

import java.time.Duration;

/**
 * How soon and how often something is told.
 *
 * @param stand so long a concern must stand before it is told: what is over in a moment is none
 * @param calm so long it must be gone before it is over
 * @param pause at least so long between two tellings about something new in one kind; what comes
 *     back within it flaps, and must then be gone for as long before it is over
 * @param reminder so long after it was told what still stands is told again
 * @param warmUp so long after the start nothing is over of which it cannot be said yet how it
 *     stands: it takes its time until otpost has found that out again
 * @param look so often it is looked what stands
 * @param retry so long after the first failure of a channel it is tried again; twice as long after
 *     each further one
 */
record Pace(
    Duration stand,
    Duration calm,
    Duration pause,
    Duration reminder,
    Duration warmUp,
    Duration look,
    Duration retry) {

  private static final Duration STAND = Duration.ofSeconds(2);

  private static final Duration CALM = Duration.ofSeconds(5);

  /** Longer than the three minutes after which a folder is deaf. */
  private static final Duration WARM_UP = Duration.ofMinutes(4);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration RETRY = Duration.ofSeconds(1);

  static Pace of(AlertSettings.Limits limits) {
    var silence = limits.silence().plusMinutes(1);
    return new Pace(
        STAND,
        CALM,
        limits.pause(),
        limits.reminder(),
        silence.compareTo(WARM_UP) > 0 ? silence : WARM_UP,
        LOOK,
        RETRY);
  }
}
