package dev.otpost.web.desk;

import dev.otpost.spool.Queue;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Two platform threads that ask the spool for those who want to know: a call into SQLite would pin
 * the carrier of a virtual thread, and mail comes in on those.
 *
 * <p>Each question has a connection of its own, opened for it and closed behind it. That costs less
 * than a millisecond, holds nothing back that is to be erased, and finds the right file also when
 * the daemon has set a damaged one aside.
 */
final class Readers implements AutoCloseable {

  /** One that looks for something rare in all entries does not keep the others waiting. */
  private static final int THREADS = 2;

  private final SpoolSettings spool;
  private final InstantSource clock;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("otpost-desk-", 1).factory());

  Readers(SpoolSettings spool, InstantSource clock) {
    this.spool = spool;
    this.clock = clock;
  }

  interface Question<T> {
    T ask(Queue queue) throws IOException;
  }

  <T> T ask(Question<T> question) throws IOException {
    try {
      return threads
          .submit(
              () -> {
                try (var queue = Queue.open(spool, clock)) {
                  return question.ask(queue);
                }
              })
          .get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException ours -> throw ours;
        case Error fatal -> throw fatal;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("otpost ends");
    } catch (RejectedExecutionException e) {
      throw new IOException("otpost ends", e);
    }
  }

  /** What is being asked is answered first. */
  @Override
  public void close() {
    threads.close();
  }
}
