package dev.otpost.delivery;

import dev.otpost.spool.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What waits in one lane, what of it is under way, and when its oldest is due. */
final class Line {

  /** By the table: in order of origin; of two with the same, what came first. */
  static final Comparator<Pending> BY_ORIGIN =
      Comparator.comparing((Pending pending) -> pending.life().origin())
          .thenComparingLong(Pending::id);

  private static final Comparator<Line> BY_DUE =
      Comparator.comparing((Line line) -> line.due).thenComparing(Line::head, BY_ORIGIN);

  private final Backoff backoff;

  /** What is under way stays in it: it has not lost its place. */
  private final TreeSet<Pending> queue = new TreeSet<>(BY_ORIGIN);

  private Optional<Pending> underWay = Optional.empty();
  private Instant due = Instant.MIN;
  private int failures;

  /** Skyvern asked not to be asked before; empty if it did not. */
  private Optional<Instant> asked = Optional.empty();

  Line(Backoff backoff) {
    this.backoff = backoff;
  }

  /** Lines that wait, the one that is due first first. */
  static SortedSet<Line> inOrder() {
    return new TreeSet<>(BY_DUE);
  }

  Pending head() {
    return queue.first();
  }

  Instant due() {
    return due;
  }

  /** Whether Skyvern itself asked for the pause that ends when this is due. */
  boolean isPaused() {
    return asked.isPresent();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Has something to post and nothing under way. */
  boolean isWaiting() {
    return underWay.isEmpty() && !queue.isEmpty();
  }

  boolean isUnderWay(long id) {
    return underWay.filter(it -> it.id() == id).isPresent();
  }

  /** What has to be over before this one's turn comes; empty if it is its turn. */
  Optional<Pending> before(Pending pending) {
    return underWay.or(() -> Optional.of(head())).filter(it -> it.id() != pending.id());
  }

  void begin() {
    underWay = Optional.of(head());
  }

  void end() {
    underWay = Optional.empty();
  }

  /** A new arrival makes the oldest due at once, unless Skyvern asked for a pause. */
  void add(Pending pending) {
    queue.add(pending);
    if (asked.isEmpty() || head().equals(pending)) {
      headDue();
    }
  }

  /** The same entry with another life; when it is due is not changed by that. */
  void exchange(Pending before, Pending after) {
    queue.remove(before);
    queue.add(after);
    if (isUnderWay(before.id())) {
      underWay = Optional.of(after);
    }
  }

  /**
   * It is not to be posted any more.
   *
   * @param taken whether Skyvern has answered to it for good: then no pause is left that it asked
   *     for
   */
  void remove(Pending pending, boolean taken) {
    boolean first = head().equals(pending);
    queue.remove(pending);
    if (taken) {
      asked = Optional.empty();
    }
    if (first || taken) {
      failures = 0;
      headDue();
    }
  }

  /** The attempt failed; {@code pause} is what Skyvern asked for. */
  void again(Optional<Duration> pause, Instant now) {
    failures++;
    asked = pause.map(now::plus);
    due = backoff.next(failures, pause, head().life(), now);
  }

  /** Due at once, unless Skyvern asked for a pause that is still to end. */
  void hasten() {
    if (asked.isEmpty()) {
      headDue();
    }
  }

  /** Due at once, whatever Skyvern asked for. */
  void hurry() {
    asked = Optional.empty();
    headDue();
  }

  /** The clock was set. */
  void shift(Duration by) {
    due = due.equals(Instant.MIN) ? due : due.plus(by);
    asked = asked.map(it -> it.plus(by));
  }

  /** A pause that Skyvern asked for must not cost the oldest its last try. */
  private void headDue() {
    if (!queue.isEmpty()) {
      due =
          asked
              .map(until -> Backoff.earlier(until, Backoff.lastTry(head().life())))
              .orElse(head().life().origin());
    }
  }
}
