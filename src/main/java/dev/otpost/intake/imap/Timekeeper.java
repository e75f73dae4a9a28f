package dev.otpost.intake.imap;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that nothing lasts for ever: what is to happen after a while happens, whatever the
 * thread that asked for it waits for meanwhile. Measured with {@link System#nanoTime}, so that a
 * correction of the wall clock ends no connection. Safe for any number of threads.
 */
final class Timekeeper implements AutoCloseable {

  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("imap-timekeeper").unstarted(task));

  Timekeeper() {
    // Or each of them, with the connection it is for, would stay until its time has come.
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Something that is going to happen unless it is closed before. */
  interface Alarm extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Has {@code act} run after so long, once, in a thread of its own: it may block.
   *
   * @return calls it off; too late, it does nothing
   */
  Alarm in(Duration time, Runnable act) {
    var going =
        clock.schedule(() -> Thread.startVirtualThread(act), time.toNanos(), TimeUnit.NANOSECONDS);
    return () -> going.cancel(false);
  }

  /** Nothing happens any more. */
  @Override
  public void close() {
    clock.shutdownNow();
  }
}
