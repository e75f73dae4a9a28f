package dev.otpost.delivery;

import dev.otpost.message.Lane;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.spool.Pending;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What to do next. It is told what arrived and how attempts ended, is asked what is due, and does
 * nothing itself: no I/O, no clock, no threads. For one thread.
 *
 * <p>The rules are those of the table in this package's documentation; they stand here together,
 * longer than a file should be, because each of them has to yield to the others. What concerns one
 * lane alone is {@link Line}'s, and what concerns the number of attempts {@link Slots}'.
 */
final class Plan {

  /** How often Skyvern is asked while it does not answer. */
  static final Duration SILENT_PROBE = Duration.ofSeconds(1);

  /** How often Skyvern is asked while it takes nothing until the operator acts. */
  static final Duration BARRED_PROBE = Duration.ofSeconds(15);

  /** How often Skyvern is asked whether it has credits again. */
  static final Duration UNPAID_PROBE = Duration.ofSeconds(15);

  /** The longest sleep. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /** What is to be done. */
  sealed interface Step {
    /** Make an attempt; {@link Plan#ended} is to be called for it, whatever comes of it. */
    record Post(Pending pending) implements Step {}

    /**
     * Record that it is too late; the plan has forgotten it.
     *
     * @param because what it waited for; empty if for nothing but its own next try
     */
    record Expire(Pending pending, String because) implements Step {}

    /** Nothing, until something happens or this time has passed. */
    record Sleep(Duration atMost) implements Step {}
  }

  /**
   * What is next to be posted.
   *
   * @param beyond whether it needs no slot, for it is to show whether Skyvern is back
   */
  private record Turn(Line line, Instant at, boolean beyond) {}

  private static final Comparator<Pending> BY_END =
      Comparator.comparing((Pending pending) -> pending.life().end())
          .thenComparingLong(Pending::id);

  private final Backoff backoff;
  private final Slots slots;

  private final Map<Lane, Line> lines = new HashMap<>();
  private final Map<Long, Pending> known = new HashMap<>();

  /** Everything known but what is under way, the first to end first. */
  private final TreeSet<Pending> byEnd = new TreeSet<>(BY_END);

  /** The lanes that have something to post and nothing under way. */
  private final SortedSet<Line> waiting = Line.inOrder();

  /** Those of them whose oldest is one that Skyvern had no credits to read. */
  private final SortedSet<Line> waitingForCredits = Line.inOrder();

  /** The ids of entries that Skyvern had no credits to read. */
  private final Set<Long> unpaid = new HashSet<>();

  /** Those under way that were pending when the spool was read meanwhile. */
  private final Set<Long> seenUnderWay = new HashSet<>();

  private Standing standing;
  private Standing credits;
  private Instant nextProbe = Instant.MIN;
  private Instant nextUnpaid = Instant.MIN;

  /** Attempts up to this one began before Skyvern barred us, or before it was asked to hurry. */
  private long beforeBarred;

  /** Attempts up to this one began before the last answer. */
  private long beforeAnswer;

  /** Attempts up to this one may have been made with a key that has been changed since. */
  private long beforeHurry;

  /**
   * Starts with nothing to do.
   *
   * @param parallel the most attempts under way at once
   * @param beyond how many more there may be, one a second, while nothing is answered
   */
  Plan(int parallel, int beyond, Backoff backoff, Instant now) {
    this.slots = new Slots(parallel, beyond);
    this.backoff = backoff;
    this.standing = Standing.answers(now);
    this.credits = standing;
  }

  /** As many attempts beyond the slots as begin, one a second, before the first is given up. */
  static int beyond(Duration callTimeout) {
    return Math.clamp(callTimeout.toSeconds(), 1, 3600);
  }

  /** Something new is pending. What is known already is not taken twice. */
  void arrived(Pending pending) {
    if (known.putIfAbsent(pending.id(), pending) == null) {
      byEnd.add(pending);
      var line = lines.computeIfAbsent(pending.lane(), _ -> new Line(backoff));
      change(line, () -> line.add(pending));
    }
  }

  /**
   * This, and nothing else, is pending; somebody has been at the spool. If there is nothing new in
   * it, the operator wants that to be tried which is there: it is due at once.
   */
  void replaced(Collection<Pending> pending) {
    if (!seen(pending)) {
      hurry();
    }
  }

  /** The same, but nobody in particular has been there. Whether anything is new in it. */
  boolean seen(Collection<Pending> pending) {
    var ids = new HashSet<Long>();
    pending.forEach(it -> ids.add(it.id()));
    boolean changes = !pending.stream().allMatch(it -> it.equals(known.get(it.id())));
    for (var gone : Set.copyOf(known.values())) {
      if (!ids.contains(gone.id()) && !lineOf(gone).isUnderWay(gone.id())) {
        forget(gone);
        changes = true;
      }
    }
    for (var it : pending) {
      var before = known.get(it.id());
      if (before != null && !before.equals(it)) {
        exchange(before, it);
      }
      arrived(it);
      if (lineOf(it).isUnderWay(it.id())) {
        seenUnderWay.add(it.id());
      }
    }
    return changes;
  }

  /**
   * It is not pending any more. What is under way is let end: the spool knows what to make of it.
   */
  void served(long id) {
    Optional.ofNullable(known.get(id))
        .filter(it -> !lineOf(it).isUnderWay(id))
        .ifPresent(this::forget);
  }

  /** The operator has done something about it: everything is due at once. */
  void hurry() {
    nextProbe = Instant.MIN;
    nextUnpaid = Instant.MIN;
    beforeBarred = slots.last();
    beforeHurry = slots.last();
    lines.values().forEach(line -> change(line, line::hurry));
  }

  /** The clock was set: whatever was to be done in a second is still to be done in a second. */
  void shifted(Duration by) {
    slots.shift(by);
    nextProbe = shift(nextProbe, by);
    nextUnpaid = shift(nextUnpaid, by);
    standing = standing.shift(by);
    credits = credits.shift(by);
    lines.values().forEach(line -> change(line, () -> line.shift(by)));
  }

  /**
   * An attempt has ended.
   *
   * @param outcome what it came to; empty if it was not made, since the entry was not pending any
   *     more
   * @return whether it is forgotten and may be pending all the same: the operator may have put it
   *     back between the end and this. Then {@link #seen} has to be told what is pending
   */
  boolean ended(Pending begun, Optional<Outcome> outcome, Instant now) {
    var attempt = slots.end(begun.id());
    var line = lineOf(begun);
    var pending = Optional.ofNullable(known.get(begun.id())).orElse(begun);
    boolean seen = seenUnderWay.remove(begun.id());
    outcome.ifPresent(came -> learn(came, pending, attempt, now));
    line.end();
    if (outcome.isEmpty()) {
      finish(line, pending, false);
      return seen;
    }
    switch (outcome.get()) {
      case Outcome.Delivered _ -> {
        boolean text = unpaid.contains(pending.id());
        finish(line, pending, true);
        if (text) {
          paid();
        }
      }
      case Outcome.Refused _ -> finish(line, pending, true);
      case Outcome.Deferred deferred -> again(line, pending, deferred.retryAfter(), now);
      case Outcome.Unanswered _, Outcome.Unpaid _, Outcome.Again _ ->
          again(line, pending, Optional.empty(), now);
      case Outcome.Barred _ -> {
        again(line, pending, Optional.empty(), now);
        if (attempt.number() <= beforeHurry) {
          change(line, line::hurry);
        }
      }
    }
    return seen && !known.containsKey(begun.id());
  }

  /** An attempt was not made, or nobody knows what it came to: it keeps its place, and is due. */
  void unmade(Pending begun) {
    slots.end(begun.id());
    seenUnderWay.remove(begun.id());
    var line = lineOf(begun);
    line.end();
    byEnd.add(pending(begun.id()));
    change(line, () -> {});
  }

  /** The next thing to do at {@code now}; to be asked until it says to sleep. */
  Step next(Instant now) {
    if (!byEnd.isEmpty() && byEnd.first().life().isOver(now)) {
      var late = byEnd.first();
      var because = obstacle(late);
      forget(late);
      return new Step.Expire(late, because);
    }
    var turn = turn();
    if (turn.isEmpty() || turn.get().at().isAfter(now)) {
      return sleepUntil(turn.map(Turn::at), now);
    }
    var line = turn.get().line();
    var head = line.head();
    nextProbe = now.plus(standing.state() == Reach.State.BARRED ? BARRED_PROBE : SILENT_PROBE);
    if (unpaid.contains(head.id())) {
      nextUnpaid = now.plus(UNPAID_PROBE);
    }
    slots.begin(head.id(), turn.get().beyond(), now);
    byEnd.remove(head);
    change(line, line::begin);
    return new Step.Post(head);
  }

  /** It was asked with nothing to post, and is there. What is posted meanwhile says more. */
  void isBack(Instant now) {
    if (isEmpty()) {
      stands(Reach.State.ANSWERS, "", now);
    }
  }

  /** Everything known has been posted, has expired, or was taken away. */
  boolean isEmpty() {
    return known.isEmpty();
  }

  /** How the destination stands, by what attempts came to. */
  Standing standing() {
    return standing.state() == Reach.State.ANSWERS && !unpaid.isEmpty() ? credits : standing;
  }

  private Optional<Turn> turn() {
    return switch (standing.state()) {
      case ANSWERS, UNPAID -> freeTurn();
      case SILENT -> slots.isFreeBeyond() ? probe() : Optional.empty();
      case BARRED -> slots.isProbing(beforeBarred) ? Optional.empty() : probe();
    };
  }

  private Optional<Turn> freeTurn() {
    var due = first(waiting).map(line -> new Turn(line, line.due(), false));
    var asking = first(waitingForCredits).map(line -> new Turn(line, nextUnpaid, false));
    var turn =
        asking
            .filter(it -> due.isEmpty() || it.at().isBefore(due.get().at()))
            .filter(_ -> !isAskingForCredits())
            .or(() -> due);
    if (slots.isFree()) {
      return turn;
    }
    return turn.filter(_ -> slots.isFreeBeyond())
        .map(it -> new Turn(it.line(), later(it.at(), slots.beyondFrom()), true));
  }

  /** By the oldest due of those that Skyvern did not ask to wait; one without credits, if none. */
  private Optional<Turn> probe() {
    return waiting.stream()
        .filter(line -> !line.isPaused())
        .findFirst()
        .or(() -> isAskingForCredits() ? Optional.empty() : first(waitingForCredits))
        .map(line -> new Turn(line, nextProbe, true))
        .or(() -> first(waiting).map(it -> new Turn(it, later(nextProbe, it.due()), true)));
  }

  private boolean isAskingForCredits() {
    return unpaid.stream().anyMatch(id -> lineOf(pending(id)).isUnderWay(id));
  }

  private Step sleepUntil(Optional<Instant> due, Instant now) {
    var wake = Backoff.earlier(due.orElse(Instant.MAX), now.plus(LONGEST_SLEEP));
    if (!byEnd.isEmpty()) {
      wake = Backoff.earlier(wake, byEnd.first().life().end());
    }
    return new Step.Sleep(Duration.between(now, wake));
  }

  private void learn(Outcome outcome, Pending pending, Slots.Attempt attempt, Instant now) {
    switch (outcome) {
      case Outcome.Delivered _,
          Outcome.Refused _,
          Outcome.Deferred _,
          Outcome.Unpaid _,
          Outcome.Again _ -> {
        if (outcome instanceof Outcome.Unpaid) {
          unpaid(pending, outcome.because(), now);
        }
        answered(attempt, now);
        // What was under way when we were barred may still be answered.
        if (standing.state() != Reach.State.BARRED || attempt.number() > beforeBarred) {
          stands(Reach.State.ANSWERS, "", now);
        }
      }
      // Others have been answered since: it is about this one, or Skyvern was away and is back.
      case Outcome.Unanswered _ when attempt.number() <= beforeAnswer -> {}
      case Outcome.Unanswered _ -> stands(Reach.State.SILENT, outcome.because(), now);
      case Outcome.Barred _ -> {
        answered(attempt, now);
        if (attempt.number() > beforeHurry) {
          stands(Reach.State.BARRED, outcome.because(), now);
        }
      }
    }
  }

  private void answered(Slots.Attempt attempt, Instant now) {
    slots.answered(attempt, now);
    beforeAnswer = slots.last();
  }

  private void stands(Reach.State state, String because, Instant now) {
    var before = standing.state();
    standing = standing.in(state, because, now);
    if (before != state) {
      switch (state) {
        case ANSWERS, UNPAID -> lines.values().forEach(line -> change(line, line::hasten));
        case SILENT -> nextProbe = now.plus(SILENT_PROBE);
        case BARRED -> {
          nextProbe = now.plus(BARRED_PROBE);
          beforeBarred = slots.last();
        }
      }
    }
  }

  private void unpaid(Pending pending, String because, Instant now) {
    boolean first = unpaid.isEmpty();
    credits = (first ? Standing.answers(now) : credits).in(Reach.State.UNPAID, because, now);
    if (first) {
      nextUnpaid = now.plus(UNPAID_PROBE);
    }
    unpaid.add(pending.id());
  }

  /** A text was taken that none was to be taken of before. */
  private void paid() {
    var before = Set.copyOf(unpaid);
    unpaid.clear();
    for (long id : before) {
      var line = lineOf(pending(id));
      waitingForCredits.remove(line);
      change(line, line::hasten);
    }
  }

  private void again(Line line, Pending pending, Optional<Duration> asked, Instant now) {
    byEnd.add(pending);
    change(line, () -> line.again(asked, now));
  }

  private void exchange(Pending before, Pending after) {
    var line = lineOf(before);
    known.put(after.id(), after);
    if (byEnd.remove(before)) {
      byEnd.add(after);
    }
    change(line, () -> line.exchange(before, after));
  }

  private void forget(Pending pending) {
    byEnd.remove(pending);
    finish(lineOf(pending), pending, false);
  }

  private void finish(Line line, Pending pending, boolean taken) {
    known.remove(pending.id());
    change(line, () -> line.remove(pending, taken));
    unpaid.remove(pending.id());
    if (line.isEmpty()) {
      lines.remove(pending.lane());
    }
  }

  /** What keeps this one waiting, in words for the operator. */
  private String obstacle(Pending pending) {
    var before = lineOf(pending).before(pending);
    if (before.isPresent()) {
      return "it waited behind entry %d of its identifier".formatted(before.get().id());
    }
    var now = standing();
    return switch (now.state()) {
      case ANSWERS -> "";
      case SILENT, BARRED ->
          "since %s %s: %s"
              .formatted(
                  now.since().truncatedTo(ChronoUnit.SECONDS),
                  now.state().meaning(),
                  now.because());
      case UNPAID -> unpaid.contains(pending.id()) ? now.because() : "";
    };
  }

  private Line lineOf(Pending pending) {
    return Optional.ofNullable(lines.get(pending.lane()))
        .orElseThrow(() -> new IllegalStateException("no line for entry " + pending.id()));
  }

  private Pending pending(long id) {
    return Optional.ofNullable(known.get(id))
        .orElseThrow(() -> new IllegalStateException("entry " + id + " is not known"));
  }

  /** A sorted set loses what changes its place while it is inside: so out, change, in again. */
  private void change(Line line, Runnable change) {
    if (line.isWaiting()) {
      waitingSet(line).remove(line);
    }
    change.run();
    if (line.isWaiting()) {
      waitingSet(line).add(line);
    }
  }

  private SortedSet<Line> waitingSet(Line line) {
    return unpaid.contains(line.head().id()) ? waitingForCredits : waiting;
  }

  private static <T> Optional<T> first(SortedSet<T> some) {
    return some.isEmpty() ? Optional.empty() : Optional.of(some.first());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant shift(Instant instant, Duration by) {
    return instant.equals(Instant.MIN) ? instant : instant.plus(by);
  }
}
