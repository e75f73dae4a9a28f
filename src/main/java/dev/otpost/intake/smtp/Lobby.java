package dev.otpost.intake.smtp;

import dev.otpost.intake.smtp.SmtpSettings.Limits.Crowd;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All sessions under way, and who may begin one. Safe for any number of threads.
 *
 * <p>Where all places are taken, a session that does nothing gives up its own: the one that has got
 * no further for the longest time, if that is longer than {@link #IDLE}. A thousand connections
 * that say nothing, an octet now and then, or NOOP, keep nobody out so; a client that goes on with
 * its mail is never sent away for another.
 */
final class Lobby {

  /** Somebody who has got no further for this long can be sent away when his place is needed. */
  static final Duration IDLE = Duration.ofMillis(500);

  /** The same for somebody who has named a recipient of ours, and so is most likely honest. */
  private static final Duration IDLE_WITH_RECIPIENT = Duration.ofMillis(750);

  /** So long somebody waits for a place. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** So many wait at once; the next one is turned away. */
  private static final int MOST_WAITING = 1000;

  /** Whoever waits looks no sooner again, for all of them look. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final Crowd limits;
  private final Arrivals arrivals;

  /** Those who have a place, and where they come from if that is known. */
  private final Map<Session, Optional<Neighbour>> open = new HashMap<>(); // under this

  /** Those whose thread has not ended; some may have given up their place. */
  private final Set<Session> present = new HashSet<>(); // under this

  private final Map<Neighbour, Integer> from = new HashMap<>(); // under this
  private boolean closing; // under this
  private int waiting; // under this

  Lobby(Crowd limits) {
    this.limits = limits;
    this.arrivals = new Arrivals(limits.perMinute());
  }

  /**
   * Lets a session in, at once or as soon as there is a place, but waits no longer than {@link
   * #PATIENCE}: a mail server that is turned away comes again after minutes.
   *
   * @param neighbour where it comes from; empty if only the load balancer in front of us knows yet:
   *     then it enters once more when that has said so, and keeps its place meanwhile
   * @return why not; empty if it is in, until {@link #leave}
   */
  Optional<Farewell> enter(Session session, Optional<Neighbour> neighbour) {
    var place = new Place(Optional.empty(), Optional.empty());
    synchronized (this) {
      if (closing) {
        return Optional.of(Farewell.CLOSING);
      }
      if (neighbour.filter(it -> !arrivals.admit(it, System.nanoTime())).isPresent()) {
        return Optional.of(Farewell.TOO_OFTEN);
      }
      place = awaitPlace(session, neighbour);
      if (place.whyNot().isPresent()) {
        return place.whyNot();
      }
      place.leaves().ifPresent(this::removePlace);
      present.add(session);
      open.put(session, neighbour);
      neighbour.ifPresent(it -> from.merge(it, 1, Integer::sum));
    }
    place.leaves().ifPresent(idle -> idle.askToEnd(Farewell.MAKE_ROOM));
    return Optional.empty();
  }

  /**
   * Whether somebody has a place.
   *
   * @param whyNot empty if he has
   * @param leaves who is to leave for him
   */
  private record Place(Optional<Farewell> whyNot, Optional<Session> leaves) {}

  private synchronized Place awaitPlace(Session session, Optional<Neighbour> neighbour) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var place = place(session, neighbour);
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (place.whyNot().isEmpty() || closing || left <= 0 || waiting >= MOST_WAITING) {
        return closing ? new Place(Optional.of(Farewell.CLOSING), Optional.empty()) : place;
      }
      waiting++;
      try {
        boolean sourceFull = place.whyNot().equals(Optional.of(Farewell.SOURCE_FULL));
        var among = sourceFull ? neighbour : Optional.<Neighbour>empty();
        wait(Math.min(left, untilIdle(among).toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return place;
      } finally {
        waiting--;
      }
    }
  }

  private Place place(Session session, Optional<Neighbour> neighbour) {
    var whyNot =
        neighbour
            .filter(it -> from.getOrDefault(it, 0) >= limits.perSource())
            .map(_ -> Farewell.SOURCE_FULL)
            .or(
                () ->
                    open.size() >= limits.connections() && !open.containsKey(session)
                        ? Optional.of(Farewell.FULL)
                        : Optional.empty());
    var leaves =
        whyNot.flatMap(why -> idlest(why == Farewell.SOURCE_FULL ? neighbour : Optional.empty()));
    return new Place(leaves.isPresent() ? Optional.empty() : whyNot, leaves);
  }

  /**
   * The one whose client has got no further for the longest time, but one that has named a
   * recipient of ours only if nobody else can be sent away.
   *
   * @param neighbour where it comes from; empty for anywhere
   */
  private Optional<Session> idlest(Optional<Neighbour> neighbour) {
    long now = System.nanoTime();
    return open.entrySet().stream()
        .filter(it -> neighbour.isEmpty() || it.getValue().equals(neighbour))
        .map(Map.Entry::getKey)
        .filter(session -> !untilIdle(session, now).isPositive())
        .max(
            Comparator.comparing((Session session) -> !session.hasRecipient())
                .thenComparing(session -> session.idle(now)));
  }

  /** How long it takes at least until somebody who is in can be sent away. */
  private Duration untilIdle(Optional<Neighbour> neighbour) {
    long now = System.nanoTime();
    var until =
        open.entrySet().stream()
            .filter(it -> neighbour.isEmpty() || it.getValue().equals(neighbour))
            .map(it -> untilIdle(it.getKey(), now))
            .min(Comparator.naturalOrder())
            .orElse(IDLE);
    return until.compareTo(LOOK_AGAIN) > 0 ? until : LOOK_AGAIN;
  }

  private static Duration untilIdle(Session session, long nanoTime) {
    var longest = session.hasRecipient() ? IDLE_WITH_RECIPIENT : IDLE;
    return longest.minus(session.idle(nanoTime));
  }

  /** Its place is for others, though its thread has not ended yet. */
  synchronized void giveUpPlace(Session session) {
    removePlace(session);
    // One, and not all who wait: there is one place.
    notify();
  }

  private void removePlace(Session session) {
    var neighbour = open.remove(session);
    if (neighbour != null) {
      neighbour.ifPresent(
          it -> from.computeIfPresent(it, (_, count) -> count > 1 ? count - 1 : null));
    }
  }

  /** It has ended. Leaving twice does no harm. */
  synchronized void leave(Session session) {
    removePlace(session);
    present.remove(session);
    if (closing) {
      notifyAll();
    }
  }

  /** Those who have not ended, whether they have a place or have given it up. */
  synchronized List<Session> present() {
    return List.copyOf(present);
  }

  /** How many have a place. */
  synchronized int taken() {
    return open.size();
  }

  /** Whether {@link #end} was called. */
  synchronized boolean isClosing() {
    return closing;
  }

  /**
   * Lets nobody in any more and ends the sessions under way: idle ones at once, one with a mail
   * under way when that has its reply, all of them after {@code grace}. Returns when all have
   * ended, or have been cut, or the thread was interrupted.
   *
   * @param lastWords the time between the last 421 or 451 and the cut
   */
  void end(Duration grace, Duration lastWords) {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    present().forEach(session -> session.askToEnd(Farewell.CLOSING));
    if (!awaitNone(grace)) {
      present().forEach(Session::hurryToEnd);
      if (!awaitNone(lastWords)) {
        present().forEach(Session::cut);
      }
    }
  }

  /** Whether the last session has ended within this time. */
  private synchronized boolean awaitNone(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!present.isEmpty()) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
