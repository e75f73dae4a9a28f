package dev.otpost.web.pull;

import dev.otpost.message.Identifier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which run asked first, and how often each asks. Lost at a restart, when all begin anew. Safe for
 * any number of threads.
 */
final class Turns {

  /** So many runs are remembered; of more, those that have not asked for longest are forgotten. */
  static final int MOST = 10_000;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** A run that has not asked for so long begins anew. */
  private static final long PAUSE = Duration.ofMinutes(2).toNanos();

  private record Asker(Identifier identifier, String run) {}

  /**
   * @param minute when the questions began to be counted, by {@link System#nanoTime}
   */
  private record Asked(long turn, long last, long minute, int questions) {}

  private final int mostQuestions;
  private final ReentrantLock gate = new ReentrantLock();
  private long turns;

  private final Map<Asker, Asked> askers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asker, Asked> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param mostQuestions of one run in a minute
   */
  Turns(int mostQuestions) {
    this.mostQuestions = mostQuestions;
  }

  /**
   * Whose turn is before whose: the lower one's. Empty if this run asks too often.
   *
   * @param now by {@link System#nanoTime}
   */
  OptionalLong ask(Identifier identifier, String run, long now) {
    gate.lock();
    try {
      var asker = new Asker(identifier, run);
      var before = askers.get(asker);
      boolean anew = before == null || now - before.last() > PAUSE;
      long turn = before == null || anew ? turns++ : before.turn();
      boolean counts = before != null && now - before.minute() < MINUTE;
      int questions = before != null && counts ? before.questions() + 1 : 1;
      long minute = before != null && counts ? before.minute() : now;
      askers.put(asker, new Asked(turn, now, minute, questions));
      return questions > mostQuestions ? OptionalLong.empty() : OptionalLong.of(turn);
    } finally {
      gate.unlock();
    }
  }
}
