package dev.otpost.delivery;

import dev.otpost.message.Lane;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.spool.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What to do next. It is told what arrived and how attempts ended, is asked what is due, and does
 * nothing itself: no I/O, no clock, no threads. For one thread.
 *
 * <p>The rules are those of the table in this package's documentation.
 */
final class Plan {

  /** How often Skyvern is asked while it does not answer. */
  static final Duration SILENT_PROBE = Duration.ofSeconds(1);

  /** How often Skyvern is asked while it takes nothing until the operator acts. */
  static final Duration BARRED_PROBE = Duration.ofSeconds(15);

  /** The longest sleep: a clock that is set is noticed after this. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /** What is to be done. */
  sealed interface Step {
    /** Make an attempt; {@link Plan#ended} is to be called for it, whatever comes of it. */
    record Post(Pending pending) implements Step {}

    /** Record that it is too late; the plan has forgotten it. */
    record Expire(Pending pending) implements Step {}

    /** Nothing, until something happens or this time has passed. */
    record Sleep(Duration atMost) implements Step {}
  }

  private static final Comparator<Pending> BY_ORIGIN =
      Comparator.comparing((Pending pending) -> pending.life().origin())
          .thenComparingLong(Pending::id);
  private static final Comparator<Pending> BY_END =
      Comparator.comparing((Pending pending) -> pending.life().end())
          .thenComparingLong(Pending::id);
  private static final Comparator<Line> BY_DUE =
      Comparator.comparing((Line line) -> line.due).thenComparing(line -> line.head(), BY_ORIGIN);

  private final int parallel;
  private final Backoff backoff;

  private final Map<Lane, Line> lines = new HashMap<>();
  private final Map<Long, Pending> known = new HashMap<>();

  /** Everything known but what is under way, the first to end first. */
  private final TreeSet<Pending> byEnd = new TreeSet<>(BY_END);

  /**
   * The lanes that have something to post and nothing under way, the one that is due first first.
   */
  private final TreeSet<Line> waiting = new TreeSet<>(BY_DUE);

  private Standing standing;
  private Instant nextProbe = Instant.MIN;
  private int underWay;

  /**
   * Starts with nothing to do.
   *
   * @param parallel the most attempts under way at once
   */
  Plan(int parallel, Backoff backoff, Instant now) {
    this.parallel = parallel;
    this.backoff = backoff;
    this.standing = Standing.answers(now);
  }

  /** Something new is pending. What is known already is not taken twice. */
  void arrived(Pending pending) {
    if (known.putIfAbsent(pending.id(), pending) != null) {
      return;
    }
    byEnd.add(pending);
    var line = lines.computeIfAbsent(pending.lane(), _ -> new Line());
    change(
        line,
        () -> {
          line.queue.add(pending);
          if (!line.pauseAsked) {
            line.due = line.head().life().origin();
          }
        });
  }

  /**
   * This, and nothing else, is pending; somebody has been at the spool, so all of it is due at
   * once.
   */
  void replaced(Collection<Pending> pending) {
    var before = new HashSet<>(known.values());
    before.removeAll(new HashSet<>(pending));
    before.removeIf(gone -> gone.equals(lineOf(gone).underWay.orElse(null)));
    before.forEach(this::forget);
    pending.forEach(this::arrived);
    allDue();
  }

  /**
   * An attempt has ended.
   *
   * @param outcome what it came to; empty if it was not made, since the entry was not pending any
   *     more
   */
  void ended(Pending pending, Optional<Outcome> outcome, Instant now) {
    underWay--;
    var line = lineOf(pending);
    line.underWay = Optional.empty();
    outcome.ifPresent(came -> learn(came, now));
    if (outcome.isPresent()) {
      switch (outcome.get()) {
        case Outcome.Delivered _, Outcome.Refused _ -> finish(line, pending);
        case Outcome.Deferred deferred -> again(line, pending, deferred.retryAfter(), now);
        case Outcome.Unanswered _, Outcome.Unpaid _, Outcome.Barred _, Outcome.Again _ ->
            again(line, pending, Optional.empty(), now);
      }
    } else {
      finish(line, pending);
    }
  }

  /** The next thing to do at {@code now}; to be asked until it says to sleep. */
  Step next(Instant now) {
    if (!byEnd.isEmpty() && byEnd.first().life().isOver(now)) {
      var late = byEnd.first();
      forget(late);
      return new Step.Expire(late);
    }
    if (waiting.isEmpty() || underWay >= parallel) {
      return sleepUntil(Optional.empty(), now);
    }
    var line = waiting.first();
    var due =
        switch (standing.state()) {
          case ANSWERS, UNPAID -> line.due;
          case SILENT -> nextProbe;
          case BARRED -> underWay == 0 ? nextProbe : Instant.MAX;
        };
    if (due.isAfter(now)) {
      return sleepUntil(Optional.of(due), now);
    }
    nextProbe = now.plus(standing.state() == Reach.State.BARRED ? BARRED_PROBE : SILENT_PROBE);
    underWay++;
    var head = line.head();
    waiting.remove(line);
    byEnd.remove(head);
    line.underWay = Optional.of(head);
    return new Step.Post(head);
  }

  /** Everything known has been posted, has expired, or was taken away. */
  boolean isEmpty() {
    return known.isEmpty();
  }

  /** How the destination stands, by what attempts came to. */
  Standing standing() {
    return standing;
  }

  private Step sleepUntil(Optional<Instant> due, Instant now) {
    var wake = now.plus(LONGEST_SLEEP);
    if (due.isPresent() && due.get().isBefore(wake)) {
      wake = due.get();
    }
    if (!byEnd.isEmpty() && byEnd.first().life().end().isBefore(wake)) {
      wake = byEnd.first().life().end();
    }
    return new Step.Sleep(Duration.between(now, wake));
  }

  private void learn(Outcome outcome, Instant now) {
    var before = standing.state();
    standing =
        switch (outcome) {
          case Outcome.Delivered _,
              Outcome.Refused _,
              Outcome.Deferred _,
              Outcome.Unpaid _,
              Outcome.Again _ ->
              standing.in(Reach.State.ANSWERS, "", now);
          case Outcome.Unanswered _ -> standing.in(Reach.State.SILENT, outcome.because(), now);
          case Outcome.Barred _ -> standing.in(Reach.State.BARRED, outcome.because(), now);
        };
    if (standing.state() != before) {
      switch (standing.state()) {
        case ANSWERS, UNPAID -> allDue();
        case SILENT -> nextProbe = now.plus(SILENT_PROBE);
        case BARRED -> nextProbe = now.plus(BARRED_PROBE);
      }
    }
  }

  private void allDue() {
    if (standing.state() != Reach.State.ANSWERS) {
      nextProbe = Instant.MIN;
    }
    var all = new HashSet<>(lines.values());
    waiting.clear();
    for (var line : all) {
      line.pauseAsked = false;
      if (line.isWaiting()) {
        line.due = line.head().life().origin();
        waiting.add(line);
      }
    }
  }

  private void finish(Line line, Pending pending) {
    known.remove(pending.id());
    change(
        line,
        () -> {
          line.queue.remove(pending);
          line.failures = 0;
          line.pauseAsked = false;
          if (!line.queue.isEmpty()) {
            line.due = line.head().life().origin();
          }
        });
    if (line.queue.isEmpty()) {
      lines.remove(pending.lane());
    }
  }

  private void again(Line line, Pending pending, Optional<Duration> asked, Instant now) {
    byEnd.add(pending);
    change(
        line,
        () -> {
          line.failures++;
          line.pauseAsked = asked.isPresent();
          line.due = backoff.next(line.failures, asked, pending.life(), now);
        });
  }

  private void forget(Pending pending) {
    byEnd.remove(pending);
    finish(lineOf(pending), pending);
  }

  private Line lineOf(Pending pending) {
    var line = lines.get(pending.lane());
    if (line == null) {
      throw new IllegalStateException("no line for entry " + pending.id());
    }
    return line;
  }

  /** A sorted set loses what changes its place while it is inside: so out, change, in again. */
  private void change(Line line, Runnable change) {
    if (line.isWaiting()) {
      waiting.remove(line);
    }
    change.run();
    if (line.isWaiting()) {
      waiting.add(line);
    }
  }

  /** What waits in one lane. */
  private static final class Line {
    final TreeSet<Pending> queue = new TreeSet<>(BY_ORIGIN);
    Optional<Pending> underWay = Optional.empty();
    Instant due = Instant.MIN;
    int failures;

    /** Skyvern asked for the pause that ends at {@link #due}; nothing but its end ends it. */
    boolean pauseAsked;

    Pending head() {
      return queue.first();
    }

    boolean isWaiting() {
      return underWay.isEmpty() && !queue.isEmpty();
    }
  }
}
