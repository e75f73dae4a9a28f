package dev.otpost.alerts;

import dev.otpost.alerts.Notice.State;
import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Topic;
import dev.otpost.message.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what stands with what one channel has told, and says what there is to be told. Does no
 * I/O and knows no time but the one it is handed. For one thread at a time.
 */
final class Ledger {

  private final String channel;
  private final Pace pace;
  private final Instant start;

  /** What was told; what is over stays for {@link Pace#pause}, to know what flaps. */
  private final Map<Topic, Telling> told = new LinkedHashMap<>();

  /** Since when what stands has stood without a break. */
  private final Map<Topic, Instant> standing = new HashMap<>();

  /** What has stood since the start: of the end of that there is no doubt. */
  private final Set<Topic> met = new HashSet<>();

  /** Since when what was told is not seen any more. */
  private final Map<Topic, Instant> gone = new HashMap<>();

  private final Map<Topic, Telling> unsaved = new LinkedHashMap<>();
  private final Map<Topic, Telling> forgotten = new LinkedHashMap<>();

  /**
   * @param known what the channel told before
   */
  Ledger(String channel, Pace pace, List<Telling> known, Instant start) {
    this.channel = channel;
    this.pace = pace;
    this.start = start;
    known.forEach(it -> told.put(it.concern().topic(), it));
  }

  /**
   * What there is to be told. It comes again until {@link #told} says that it was, or until it is
   * not true any more.
   *
   * @param sight of what stands now
   */
  List<Notice> due(Sight sight, Instant now) {
    var present = new LinkedHashMap<Topic, Concern>();
    sight.concerns().forEach(it -> present.put(it.topic(), it));
    standing.keySet().retainAll(present.keySet());
    met.addAll(present.keySet());
    gone.keySet().removeIf(present::containsKey);
    var due = new ArrayList<Notice>();
    present.forEach((topic, concern) -> stands(topic, concern, now).ifPresent(due::add));
    for (var telling : List.copyOf(told.values())) {
      var topic = telling.concern().topic();
      boolean unsure =
          sight.unsure().contains(topic)
              && !met.contains(topic)
              && !isOver(pace.warmUp(), start, now);
      if (!present.containsKey(topic) && !unsure) {
        isGone(telling, now).ifPresent(due::add);
      }
    }
    return due;
  }

  private Optional<Notice> stands(Topic topic, Concern concern, Instant now) {
    var since = standing.computeIfAbsent(topic, _ -> now);
    var last = Optional.ofNullable(told.get(topic)).filter(Telling::stands);
    if (last.isEmpty()) {
      return notice(isOver(pace.stand(), since, now), State.RAISED, concern, since);
    }
    if (concern.mark() > last.get().concern().mark()) {
      return notice(
          isOver(pace.pause(), lastOf(topic.kind()), now),
          State.RAISED,
          concern,
          last.get().since());
    }
    return notice(
        topic.kind().hasReminder() && isOver(pace.reminder(), last.get().at(), now),
        State.REMINDER,
        concern,
        last.get().since());
  }

  private Optional<Notice> isGone(Telling telling, Instant now) {
    var topic = telling.concern().topic();
    if (telling.clearedAt().isPresent()) {
      if (isOver(pace.pause(), telling.clearedAt().get(), now)) {
        forget(telling);
      }
      return Optional.empty();
    }
    var since = gone.computeIfAbsent(topic, _ -> now);
    boolean over = isOver(telling.flapping() ? pace.pause() : pace.calm(), since, now);
    if (over && !topic.kind().hasAllClear()) {
      forget(telling);
      return Optional.empty();
    }
    return notice(over, State.CLEARED, telling.concern(), telling.since());
  }

  /** It was told. */
  void told(Notice notice, Instant now) {
    var topic = notice.concern().topic();
    var before = Optional.ofNullable(told.get(topic));
    keep(
        switch (notice.state()) {
          case RAISED, REMINDER ->
              new Telling(
                  channel,
                  notice.concern(),
                  notice.since(),
                  now,
                  Optional.empty(),
                  before.map(it -> it.flapping() || !it.stands()).orElse(false));
          case CLEARED -> before.orElseThrow().cleared(now);
        });
  }

  /** What {@link #saved} has not been told of yet. */
  List<Telling> unsaved() {
    return List.copyOf(unsaved.values());
  }

  /** Likewise of what need not be known any more. */
  List<Telling> forgotten() {
    return List.copyOf(forgotten.values());
  }

  /** All of that is durable. */
  void saved() {
    unsaved.clear();
    forgotten.clear();
  }

  private void keep(Telling telling) {
    var topic = telling.concern().topic();
    told.put(topic, telling);
    unsaved.put(topic, telling);
    forgotten.remove(topic);
    gone.remove(topic);
  }

  private void forget(Telling telling) {
    var topic = telling.concern().topic();
    met.remove(topic);
    told.remove(topic);
    unsaved.remove(topic);
    forgotten.put(topic, telling);
    gone.remove(topic);
  }

  private Instant lastOf(Concern.Kind kind) {
    return told.values().stream()
        .filter(it -> it.concern().kind() == kind)
        .map(Telling::at)
        .max(Instant::compareTo)
        .orElse(start);
  }

  private static Optional<Notice> notice(boolean due, State state, Concern concern, Instant since) {
    return due ? Optional.of(new Notice(state, concern, since)) : Optional.empty();
  }

  /** A time farther ahead than it could be was written by a clock that has been put back since. */
  private static boolean isOver(Duration time, Instant since, Instant now) {
    return !now.isBefore(since.plus(time)) || now.isBefore(since.minus(time));
  }
}
