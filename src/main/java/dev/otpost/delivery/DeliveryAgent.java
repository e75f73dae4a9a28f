package dev.otpost.delivery;

import dev.otpost.message.Delivery;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.spool.Begun;
import dev.otpost.spool.Pending;
import dev.otpost.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Posts what is pending of its share to one destination, from {@link #start} to {@link #close}. One
 * thread owns the {@link Plan}; what happens elsewhere reaches it as an event. Each attempt has a
 * virtual thread of its own, and the plan sees to it that there are not too many.
 */
final class DeliveryAgent implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeliveryAgent.class);

  /** How long attempts under way are waited for at the end. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** The loop turns at least so often, though there be nothing to do: so it shows that it lives. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(10);

  /** How soon what the spool could not record is tried again. */
  private static final Duration SPOOL_PAUSE = Duration.ofSeconds(1);

  /** How often a Skyvern that was away or barred us is asked while there is nothing to post. */
  private static final Duration IDLE_LOOK = Duration.ofMinutes(1);

  /**
   * How many attempts may follow each other at once: three forms, each at both paths of the
   * receiver. Whoever asks for more is treated like any failure.
   */
  private static final int MOST_IN_A_ROW = 6;

  private sealed interface Event {
    record Arrived(Pending pending) implements Event {}

    record Changed() implements Event {}

    record Hurried() implements Event {}

    record Served(long id) implements Event {}

    record Shifted(Duration by) implements Event {}

    record Ended(Pending pending, Optional<Outcome> outcome) implements Event {}

    record Unmade(Pending pending) implements Event {}

    record Looked(boolean isWell) implements Event {}

    record Stop() implements Event {}
  }

  private final Spool spool;
  private final Predicate<Pending> share;
  private final Destination destination;
  private final Onlooker onlooker;
  private final InstantSource clock;
  private final Plan plan;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread loop;

  // Of the loop alone. By System.nanoTime.
  private long nextLook = System.nanoTime();
  private boolean looking;

  private volatile Standing standing;
  private volatile boolean idle = true;
  private volatile boolean closing;

  /** When the loop last took its turn, by {@link System#nanoTime}. */
  private volatile long turnedAt = System.nanoTime();

  /** When Skyvern last answered anything; empty if it has not yet. */
  private volatile Optional<Instant> answeredAt = Optional.empty();

  private DeliveryAgent(
      int parallel,
      Duration callTimeout,
      Spool spool,
      Predicate<Pending> share,
      Destination destination,
      Onlooker onlooker,
      InstantSource clock) {
    this.spool = spool;
    this.share = share;
    this.destination = destination;
    this.onlooker = onlooker;
    this.clock = clock;
    this.plan =
        new Plan(
            parallel,
            Plan.beyond(callTimeout),
            new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
            clock.instant());
    this.standing = plan.standing();
    this.loop = Thread.ofVirtual().name("otpost-delivery").unstarted(this::run);
  }

  /**
   * Begins; what is pending already is taken up when it is told to {@link #hurry}.
   *
   * @param parallel the most attempts under way at once, at least 1
   * @param callTimeout after which an attempt ends without an answer
   * @param share which entries of the spool are its own
   */
  static DeliveryAgent start(
      int parallel,
      Duration callTimeout,
      Spool spool,
      Predicate<Pending> share,
      Destination destination,
      Onlooker onlooker,
      InstantSource clock) {
    var agent =
        new DeliveryAgent(parallel, callTimeout, spool, share, destination, onlooker, clock);
    agent.loop.start();
    return agent;
  }

  /** An entry of its share is new in the spool. */
  void arrived(Pending pending) {
    events.add(new Event.Arrived(pending));
  }

  /** Somebody else has changed the spool. */
  void changed() {
    events.add(new Event.Changed());
  }

  /** The clock was set by so much, and the lives in the spool with it. */
  void shifted(Duration by) {
    events.add(new Event.Shifted(by));
  }

  /** A run has fetched it: it is not to be posted any more, if it is of its share at all. */
  void served(long id) {
    events.add(new Event.Served(id));
  }

  /** Looks at the spool again and makes everything due at once: for a key that has changed. */
  void hurry() {
    events.add(new Event.Hurried());
  }

  /** How its destination stands. For any thread. */
  Standing standing() {
    return standing;
  }

  /** When its destination last answered anything; empty if it has not yet. For any thread. */
  Optional<Instant> answeredAt() {
    return answeredAt;
  }

  /** How long ago its loop last took its turn. For any thread. */
  Duration stillFor() {
    return Duration.ofNanos(System.nanoTime() - turnedAt);
  }

  /** Whether nothing waits to be posted there. For any thread. */
  boolean isIdle() {
    return idle;
  }

  /**
   * Begins no more attempts, waits a little for those under way, then cuts them off. What was not
   * posted stays pending.
   */
  @Override
  public void close() {
    closing = true;
    events.add(new Event.Stop());
    attempts.shutdown();
    try {
      loop.join(GRACE);
      if (!attempts.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        destination.cancel();
        attempts.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    attempts.shutdownNow();
  }

  private void run() {
    while (!closing) {
      turnedAt = System.nanoTime();
      try {
        switch (plan.next(clock.instant())) {
          case Plan.Step.Post(var pending) -> attempts.execute(() -> attempt(pending));
          case Plan.Step.Expire(var pending, var obstacle) -> expire(pending, obstacle);
          case Plan.Step.Sleep(var atMost) -> {
            standing = plan.standing();
            idle = plan.isEmpty();
            lookIfIdle();
            var event =
                events.poll(
                    Math.min(atMost.toNanos(), LONGEST_TURN.toNanos()), TimeUnit.NANOSECONDS);
            if (event != null) {
              take(event);
            }
          }
        }
      } catch (IOException e) {
        log.atError().addKeyValue("because", e.getMessage()).log("spool_failed");
        pause();
        changed(); // What could not be recorded is still pending in the spool.
      } catch (RuntimeException | Error e) {
        if (!closing) {
          log.atError().setCause(e).log("delivery_failed");
          pause();
        }
      } catch (InterruptedException e) {
        return; // Nobody interrupts this thread but who wants it to end.
      }
    }
  }

  private void take(Event event) throws IOException {
    switch (event) {
      case Event.Arrived(var pending) -> plan.arrived(pending);
      // Read here, not where the change was noticed: whatever arrived before has been taken by now,
      // and
      // whatever arrives after the reading has its event still in the queue. So nothing is lost
      // between.
      case Event.Changed() -> look();
      case Event.Hurried() -> {
        look();
        plan.hurry();
        nextLook = System.nanoTime();
      }
      case Event.Served(long id) -> plan.served(id);
      case Event.Shifted(var by) -> {
        plan.shifted(by);
        look();
      }
      case Event.Ended(var pending, var outcome) -> {
        outcome.filter(DeliveryAgent::isAnswer).ifPresent(_ -> answeredAt = now());
        if (plan.ended(pending, outcome, clock.instant())) {
          plan.seen(pending());
        }
      }
      case Event.Unmade(var pending) -> plan.unmade(pending);
      case Event.Looked(boolean isWell) -> {
        looking = false;
        if (isWell) {
          answeredAt = now();
          plan.isBack(clock.instant());
        }
      }
      case Event.Stop() -> {}
    }
  }

  private Optional<Instant> now() {
    return Optional.of(clock.instant());
  }

  private static boolean isAnswer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unanswered _ -> false;
      case Outcome.Delivered _,
          Outcome.Again _,
          Outcome.Deferred _,
          Outcome.Unpaid _,
          Outcome.Barred _,
          Outcome.Refused _ ->
          true;
    };
  }

  private void look() throws IOException {
    plan.replaced(pending());
  }

  private List<Pending> pending() throws IOException {
    return spool.pending().stream().filter(share).toList();
  }

  /**
   * With nothing to post nobody would notice that Skyvern is back, or that the key is right now.
   */
  private void lookIfIdle() {
    boolean answers =
        switch (plan.standing().state()) {
          case ANSWERS, UNPAID -> true;
          case SILENT, BARRED -> false;
        };
    if (answers || looking || !plan.isEmpty() || System.nanoTime() - nextLook < 0) {
      return;
    }
    looking = true;
    nextLook = System.nanoTime() + IDLE_LOOK.toNanos();
    attempts.execute(
        () -> {
          boolean isWell = false;
          try {
            isWell = destination.isWell();
          } finally {
            events.add(new Event.Looked(isWell));
          }
        });
  }

  private void expire(Pending pending, String obstacle) throws IOException {
    var because = spool.expire(pending.id(), obstacle, clock.instant());
    if (because.isEmpty()) {
      return; // The clock was set, or somebody else was quicker: the spool knows better.
    }
    onlooker.ended(State.EXPIRED);
    log.atWarn()
        .addKeyValue("id", pending.id())
        .addKeyValue("identifier", pending.lane().identifier())
        .addKeyValue("route", pending.lane().route())
        .addKeyValue("because", because.get())
        .log("expired");
  }

  /**
   * Attempts, from the record that one begins to the record of what the last one came to. One that
   * the spool could not record keeps its place in the lane, or what came later would overtake it.
   */
  private void attempt(Pending pending) {
    // Whatever becomes of this thread, for want of memory for one, the entry is not forgotten.
    Event end =
        new Event.Ended(
            pending,
            Optional.of(new Outcome.Deferred("otpost failed: see its log", Optional.empty())));
    try {
      end = new Event.Ended(pending, attemptInARow(pending));
    } catch (IOException e) {
      log.atError()
          .addKeyValue("id", pending.id())
          .addKeyValue("because", e.getMessage())
          .log("spool_failed");
      pause();
      end = new Event.Unmade(pending);
    } catch (RuntimeException | Error e) {
      log.atError().addKeyValue("id", pending.id()).setCause(e).log("attempt_failed");
    } finally {
      events.add(end);
    }
  }

  private Optional<Outcome> attemptInARow(Pending pending) throws IOException {
    int made = 0;
    while (true) {
      var outcome = attemptOnce(pending);
      made++;
      if (outcome.filter(Outcome.Again.class::isInstance).isEmpty()
          || made >= MOST_IN_A_ROW
          || pending.life().isOver(clock.instant())
          || closing) {
        return outcome;
      }
    }
  }

  /** Empty if there was nothing to be posted. */
  private Optional<Outcome> attemptOnce(Pending pending) throws IOException {
    var now = clock.instant();
    long begun = System.nanoTime();
    return switch (spool.begin(pending.id(), now)) {
      case Begun.Gone _ -> Optional.empty();
      case Begun.Superseded(var because) -> {
        onlooker.ended(State.SUPERSEDED);
        log.atWarn()
            .addKeyValue("id", pending.id())
            .addKeyValue("identifier", pending.lane().identifier())
            .addKeyValue("route", pending.lane().route())
            .addKeyValue("because", because)
            .log("superseded");
        yield Optional.empty();
      }
      case Begun.Post(var delivery, var hops) -> {
        var came = post(delivery);
        // Not by the clock, which may have been set meanwhile.
        var took = Duration.ofNanos(System.nanoTime() - begun);
        settle(pending, came);
        // What the log says is on the disk.
        onlooker.attempted(new Onlooker.Attempt(delivery.lane().route(), came, hops, now, took));
        report(delivery, came, took, Duration.between(delivery.life().origin(), now).plus(took));
        yield Optional.of(came);
      }
    };
  }

  private Outcome post(Delivery delivery) {
    return (delivery.doubtSince().isPresent()
            ? destination.find(delivery)
            : Optional.<Outcome.Delivered>empty())
        .<Outcome>map(it -> it)
        .orElseGet(() -> destination.post(delivery));
  }

  /**
   * Does not give up before it is recorded: the lane must not go on from what the spool does not
   * know, and what Skyvern has taken must not be posted again.
   */
  private void settle(Pending pending, Outcome outcome) throws IOException {
    while (true) {
      try {
        spool.settle(pending.id(), outcome, clock.instant());
        return;
      } catch (IOException e) {
        if (closing) {
          throw e;
        }
        log.atError()
            .addKeyValue("id", pending.id())
            .addKeyValue("because", e.getMessage())
            .log("spool_failed");
        pause();
      }
    }
  }

  private void report(Delivery delivery, Outcome outcome, Duration took, Duration age) {
    var level =
        switch (outcome) {
          case Outcome.Delivered it -> it.caveat().isEmpty() ? Level.INFO : Level.WARN;
          // An id that Skyvern does not know is the operator's to set right.
          case Outcome.Again again ->
              again.form().ids() == delivery.form().ids() ? Level.INFO : Level.WARN;
          case Outcome.Deferred _, Outcome.Unanswered _ -> Level.WARN;
          case Outcome.Unpaid _, Outcome.Barred _, Outcome.Refused _ -> Level.ERROR;
        };
    log.atLevel(level)
        .addKeyValue("id", delivery.id())
        .addKeyValue("identifier", delivery.lane().identifier())
        .addKeyValue("route", delivery.lane().route())
        .addKeyValue("because", outcome.note())
        .addKeyValue("call_ms", took.toMillis())
        .addKeyValue("age_ms", age.toMillis())
        .log(outcome.word());
  }

  private void pause() {
    try {
      Thread.sleep(SPOOL_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
