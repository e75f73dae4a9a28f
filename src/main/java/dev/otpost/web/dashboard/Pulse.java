package dev.otpost.web.dashboard;

import dev.otpost.web.desk.Desk;
import dev.otpost.web.http.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Tells pages that are open when something looks different. However many they are, the desk is
 * asked once in {@link #PAUSE}; with none open it is not asked at all. Safe for any number of
 * threads.
 */
final class Pulse {

  /** How long until the desk is asked again. */
  static final Duration PAUSE = Duration.ofMillis(700);

  /** After so many pauses in which nothing changed a page is told so: else nobody sees it close. */
  static final int BEATS = 20;

  /** How many pages are told at once; the next one goes without. */
  static final int PAGES = 32;

  private final Desk desk;
  private final Semaphore places = new Semaphore(PAGES);
  private long asked = System.nanoTime() - PAUSE.toNanos();
  private long version;

  Pulse(Desk desk) {
    this.desk = desk;
  }

  /** What a page is told, for as long as it is open; its place is its own from here on. */
  Answer answer() {
    return places.tryAcquire()
        ? new Answer.Events(new Page())
        : Answer.problem(503, "Too many pages", "close one of them, or reload this one by hand")
            .with("Retry-After", "30");
  }

  /** One that is open, and holds one of the places. */
  private final class Page implements Answer.Feed {
    @Override
    public void tell(Answer.Listener listener) throws IOException, InterruptedException {
      long seen = version();
      listener.event("open", "");
      for (int quiet = 0; ; quiet++) {
        Thread.sleep(PAUSE);
        long now = version();
        if (now != seen) {
          seen = now;
          quiet = 0;
          listener.event("change", "");
        } else if (quiet >= BEATS) {
          quiet = 0;
          listener.event("alive", "");
        }
      }
    }

    @Override
    public void close() {
      places.release();
    }
  }

  private synchronized long version() throws IOException {
    if (System.nanoTime() - asked >= PAUSE.toNanos() * 9 / 10) {
      version = desk.version();
      asked = System.nanoTime();
    }
    return version;
  }
}
