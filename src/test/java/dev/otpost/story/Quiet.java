package dev.otpost.story;

import dev.otpost.demo.Answer;
import dev.otpost.demo.StandInSkyvern;
import java.time.Duration;
import java.util.Optional;

/**
 * A daemon that posts nothing just now, so that it can be killed without any doubt whether a POST
 * that was under way is made again. What it takes in meanwhile, it keeps.
 */
final class Quiet {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Daemon daemon;
  private final StandInSkyvern skyvern;

  private Quiet(Daemon daemon, StandInSkyvern skyvern) {
    this.daemon = daemon;
    this.skyvern = skyvern;
  }

  /**
   * Returns when the daemon knows of every code that Skyvern has that it is there.
   *
   * @param daemon that has posted all it was to post so far
   */
  static Quiet of(Daemon daemon, StandInSkyvern skyvern) throws Exception {
    skyvern.answerBy(_ -> Optional.of(Answer.status(503)));
    Until.holds(
        "the daemon knows what it posted",
        LIMIT,
        () ->
            daemon.log().stream().filter(line -> line.contains(" delivered id=")).count()
                == skyvern.codes().size());
    return new Quiet(daemon, skyvern);
  }

  /** SIGKILL to the daemon; then Skyvern takes codes again. */
  void kill() throws InterruptedException {
    daemon.kill();
    skyvern.answerBy(_ -> Optional.empty());
  }
}
