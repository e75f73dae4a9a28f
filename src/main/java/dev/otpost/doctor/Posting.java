package dev.otpost.doctor;

import dev.otpost.message.State;
import java.time.Duration;

/** What became of the test mail on its way to Skyvern, and what to do about it. */
final class Posting {

  private Posting() {}

  /**
   * @param skyvern its base URL
   * @param slow from the arrival to the answer
   */
  static Finding finding(Trail trail, String skyvern, Duration slow) {
    return switch (trail.state()) {
      case DELIVERED -> delivered(trail, slow);
      case PENDING -> pending(trail, skyvern);
      case SERVED ->
          new Finding.Ill(
              "a run has fetched it, which knew its identifier", "look who asks: " + trail.note());
      case REFUSED ->
          new Finding.Ill(
              trail.note(),
              "Skyvern will not take it: see that what the route says of workflow-run-id,"
                  + " workflow-id and task-id is right; else report it with these words");
      case EXPIRED, SUPERSEDED, HELD, IGNORED, DROPPED ->
          new Finding.Ill(
              "entry %d is %s: %s".formatted(trail.id(), trail.state().word(), trail.note()),
              trail.state() == State.DROPPED
                  ? "somebody dropped it meanwhile; try again"
                  : "see otpost queue show %d, and its log".formatted(trail.id()));
    };
  }

  private static Finding delivered(Trail trail, Duration slow) {
    var answered = trail.last().flatMap(Trail.Attempt::endedAt);
    var times =
        trail.attempts().stream()
                .findFirst()
                .map(it -> ", posted " + Transit.after(trail, it.startedAt()))
                .orElse("")
            + answered.map(it -> ", answered " + Transit.after(trail, it)).orElse("");
    boolean isSlow =
        answered
            .filter(it -> Duration.between(trail.receivedAt(), it).compareTo(slow) > 0)
            .isPresent();
    return new Finding.Well(
        trail.note()
            + times
            + (trail.attempts().size() > 1
                ? ", at attempt %d: otpost queue show %d tells why"
                    .formatted(trail.attempts().size(), trail.id())
                : "")
            + (isSlow
                ? ". SLOW: see what it waits for, between here and Skyvern or in Skyvern itself"
                : ""));
  }

  private static Finding pending(Trail trail, String skyvern) {
    if (trail.last().isEmpty()) {
      return new Finding.Ill(
          "it waits, and no attempt has been made",
          "Skyvern does not answer others either, or as many as may are under way: otpost status"
              + " and otpost queue list --state pending say what it waits for");
    }
    if (trail.told().isEmpty()) {
      return unreached("an attempt is under way, and has no answer", skyvern);
    }
    var last = trail.told().get();
    var because = last.because();
    return switch (last.word()) {
      case "barred" ->
          new Finding.Ill(
              because,
              because.startsWith("HTTP 401") || because.startsWith("HTTP 403")
                  ? "put the right key of your Skyvern organisation (Settings, API keys) into"
                      + " skyvern.api-key-file, or api-key-file of the route, and send otpost"
                      + " SIGHUP"
                  : "see that base-url is that of Skyvern, without a path, and restart otpost: "
                      + skyvern);
      case "unpaid" -> new Finding.Ill(because, "buy credits at Skyvern");
      case "deferred" ->
          new Finding.Ill(
              because,
              "Skyvern is there and cannot take it just now; otpost would go on trying. Your own:"
                  + " see its log; the cloud: see its status page");
      default -> unreached(because, skyvern);
    };
  }

  private static Finding unreached(String because, String skyvern) {
    return new Finding.Ill(
        because,
        "see that Skyvern runs and can be reached from where otpost runs: curl -sv %s; in a"
                .formatted(skyvern)
            + " container localhost is the container itself; a way out by a proxy only wants"
            + " skyvern.proxy");
  }
}
