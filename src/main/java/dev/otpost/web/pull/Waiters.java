package dev.otpost.web.pull;

import dev.otpost.message.Identifier;
import dev.otpost.spool.Pending;
import dev.otpost.spool.Question;
import dev.otpost.spool.Served;
import dev.otpost.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs that wait for a code. Those of one identifier stand in line: whoever asked first, with his
 * first question, is asked for first when something comes. Safe for any number of threads.
 *
 * <p>Why nobody is forgotten: he stands in line before he is served for the first time, and
 * whatever comes after that has everybody in the line served again. Why nothing is handed to
 * somebody who has gone: he leaves the line when no one is being served, and looks once more what
 * he has got.
 */
final class Waiters implements Spool.Listener {

  private final Spool spool;
  private final int most;
  private final InstantSource clock;

  /** Guards all that follows, and the lines; never held while the spool works. */
  private final ReentrantLock gate = new ReentrantLock();

  private final Map<Identifier, Line> lines = new HashMap<>();
  private int waiting;

  /**
   * @param most how many wait at once
   */
  Waiters(Spool spool, int most, InstantSource clock) {
    this.spool = spool;
    this.most = most;
    this.clock = clock;
  }

  /** Those who wait for one identifier. */
  private static final class Line {
    /** In the order in which they are served. */
    final List<Waiter> waiters = new ArrayList<>();

    /** Held by whoever serves them. */
    final ReentrantLock serving = new ReentrantLock();

    /** Counts what has come. */
    long news;
  }

  private static final class Waiter {
    final Question question;
    final long turn;
    final CompletableFuture<Optional<Served>> answer = new CompletableFuture<>();

    /** What had come when he was last served; less than all if he never was. */
    long seen = -1;

    Waiter(Question question, long turn) {
      this.question = question;
      this.turn = turn;
    }

    boolean isSameAs(Question other) {
      return question.run().equals(other.run())
          && question.task().equals(other.task())
          && question.site().equals(other.site())
          && question.routes().equals(other.routes());
    }
  }

  /**
   * What is for this run, at once or as soon as it comes. Another call for the same run and task
   * ends this one: its connection is lost, or somebody repeats what he heard.
   *
   * @param turn the lower, the sooner it is served
   * @return empty if nothing came for so long, or too many wait already
   */
  Optional<Served> serve(Question question, long turn, Duration patience)
      throws IOException, InterruptedException {
    var waiter = new Waiter(question, turn);
    Line line;
    boolean waits;
    gate.lock();
    try {
      line = lines.computeIfAbsent(question.identifier(), _ -> new Line());
      for (var same : line.waiters) {
        if (same.isSameAs(question)) {
          same.answer.complete(Optional.empty());
        }
      }
      line.waiters.add(waiter);
      line.waiters.sort(Comparator.comparingLong(it -> it.turn));
      waits = waiting < most;
      waiting++;
    } finally {
      gate.unlock();
    }
    try {
      serveAll(line);
      return waiter.answer.get(waits ? patience.toMillis() : 0, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      leave(line, waiter);
      return waiter.answer.getNow(Optional.empty());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      leave(line, waiter);
    }
  }

  @Override
  public void arrived(Pending pending) {
    gate.lock();
    try {
      Optional.ofNullable(lines.get(pending.lane().identifier())).ifPresent(this::somethingCame);
    } finally {
      gate.unlock();
    }
  }

  @Override
  public void changed() {
    gate.lock();
    try {
      lines.values().forEach(this::somethingCame);
    } finally {
      gate.unlock();
    }
  }

  @Override
  public void shifted(Duration by) {
    changed();
  }

  private void somethingCame(Line line) {
    line.news++;
    Thread.ofVirtual().name("otpost-pull").start(() -> serveAll(line));
  }

  /** Everybody who has not been since the last came, in their order. */
  private void serveAll(Line line) {
    line.serving.lock();
    try {
      for (var next = next(line); next.isPresent(); next = next(line)) {
        serve(next.get());
      }
    } finally {
      line.serving.unlock();
    }
  }

  private Optional<Waiter> next(Line line) {
    gate.lock();
    try {
      var next =
          line.waiters.stream()
              .filter(it -> it.seen < line.news && !it.answer.isDone())
              .findFirst();
      next.ifPresent(it -> it.seen = line.news);
      return next;
    } finally {
      gate.unlock();
    }
  }

  private void serve(Waiter waiter) {
    try {
      var served = spool.serve(waiter.question, clock.instant());
      if (served.isPresent()) {
        waiter.answer.complete(served);
      }
    } catch (IOException | RuntimeException e) {
      waiter.answer.completeExceptionally(e);
    }
  }

  private void leave(Line line, Waiter waiter) {
    line.serving.lock();
    gate.lock();
    try {
      if (line.waiters.remove(waiter)) {
        waiting--;
        if (line.waiters.isEmpty()) {
          lines.remove(waiter.question.identifier(), line);
        }
      }
    } finally {
      gate.unlock();
      line.serving.unlock();
    }
  }
}
