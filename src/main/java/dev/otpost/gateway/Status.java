package dev.otpost.gateway;

import dev.otpost.alerts.Alerts;
import dev.otpost.message.Concern;
import dev.otpost.message.Folder;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.message.Watch;
import dev.otpost.spool.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How otpost stands, as far as it can be seen from outside.
 *
 * @param runningSince when the daemon started; empty if none runs
 * @param entries how many there are in each state; of a state that is absent, none
 * @param watches one for each folder that is configured, then those that once were
 * @param alerts what the operator was told of and still stands; none if no daemon runs
 */
public record Status(
    Optional<Instant> runningSince,
    Map<State, Long> entries,
    List<Line> watches,
    List<Telling> alerts) {

  /**
   * A watch that has had no answer for so long is deaf, whatever it says of itself. A server is
   * asked at least once a minute, which imap.limits.renew-time and poll-interval cannot prolong;
   * three times, so that one lost connection, which is taken up again within the minute, alarms
   * nobody.
   */
  static final Duration DEAF_AFTER = Duration.ofMinutes(3);

  public Status {
    watches = List.copyOf(watches);
    alerts = List.copyOf(alerts);
  }

  /**
   * How one folder stands.
   *
   * @param word that of {@link Watch.State}, or {@code deaf}, {@code not_yet}, {@code not_watched}
   * @param meaning in a few words, for people
   * @param well whether nobody has to act
   * @param ill what the operator must hear of it; empty if it is well, or not watched at all
   * @param known what the spool knows of it; empty if nothing
   */
  public record Line(
      Folder folder,
      String word,
      String meaning,
      boolean well,
      Optional<Concern.Kind> ill,
      Optional<Watched> known) {

    /** Of a watch in a state that says what there is to be said. */
    private static Line of(
        Folder folder, Watch.State state, boolean well, Optional<Watched> known) {
      return new Line(folder, state.word(), state.meaning(), well, asksFor(state), known);
    }
  }

  /**
   * How it stands by what is noted in the spool.
   *
   * @param configured the folders that are to be watched, in the order in which they are shown
   * @param known what the spool knows of folders, these and others
   */
  public static Status of(
      Optional<Instant> runningSince,
      Map<State, Long> entries,
      List<Folder> configured,
      List<Watched> known,
      Instant now) {
    var rest = new LinkedHashMap<Folder, Watched>();
    known.forEach(it -> rest.put(it.watch().folder(), it));
    var lines = new ArrayList<Line>();
    for (var folder : configured) {
      lines.add(line(folder, Optional.ofNullable(rest.remove(folder)), runningSince, now));
    }
    rest.forEach(
        (folder, watched) ->
            lines.add(
                new Line(
                    folder,
                    "not_watched",
                    "not watched any more",
                    true,
                    Optional.empty(),
                    Optional.of(watched))));
    return new Status(runningSince, entries, lines, List.of());
  }

  /**
   * With what the operator was told of, as the log has it: that it is told there depends on nobody
   * else.
   */
  public Status with(List<Telling> told) {
    return new Status(
        runningSince,
        entries,
        watches,
        runningSince.isEmpty()
            ? List.of()
            : told.stream()
                .filter(it -> it.channel().equals(Alerts.theLog()) && it.stands())
                .toList());
  }

  /**
   * Whether nobody has to act: the daemon runs, hears of new mail in every folder, and nothing else
   * is wrong.
   */
  public boolean well() {
    return runningSince.isPresent()
        && watches.stream().allMatch(Line::well)
        && alerts.stream().map(it -> it.concern().kind()).noneMatch(Status::isWrong);
  }

  /** Of folders their lines say how they stand just now; what only happened is no state. */
  private static boolean isWrong(Concern.Kind kind) {
    return switch (kind) {
      case SKYVERN_BARRED,
          SKYVERN_UNPAID,
          SKYVERN_SILENT,
          DISK_NEARLY_FULL,
          SPOOL_NOT_WRITABLE,
          CERTIFICATE ->
          true;
      case DELIVERIES_HELD,
          DELIVERIES_REFUSED,
          DELIVERIES_EXPIRED,
          GMAIL_CONFIRMATION,
          FOLDER_DEAF,
          FOLDER_REFUSED,
          FOLDER_MISSING,
          FOLDER_STALLED,
          TEST ->
          false;
    };
  }

  public long count(State state) {
    return entries.getOrDefault(state, 0L);
  }

  private static Line line(
      Folder folder, Optional<Watched> known, Optional<Instant> runningSince, Instant now) {
    if (runningSince.isEmpty()) {
      return Line.of(folder, Watch.State.STOPPED, false, known);
    }
    // What an earlier run said of itself says nothing of this one.
    var state =
        known
            .map(Watched::watch)
            .filter(it -> !it.since().isBefore(runningSince.get()))
            .map(Watch::state);
    if (state.flatMap(Status::asksFor).isPresent()) {
      return Line.of(folder, state.get(), false, known);
    }
    if (isDeaf(known, runningSince.get(), now)) {
      return new Line(
          folder,
          "deaf",
          "no answer for more than three minutes",
          false,
          Optional.of(Concern.Kind.FOLDER_DEAF),
          known);
    }
    return state
        .map(it -> Line.of(folder, it, true, known))
        .orElseGet(
            () -> new Line(folder, "not_yet", "not watched yet", true, Optional.empty(), known));
  }

  /** Who has not been asked yet, for the daemon has just started, need not have answered. */
  private static boolean isDeaf(Optional<Watched> known, Instant runningSince, Instant now) {
    return known
        .flatMap(it -> it.watch().aliveAt())
        .filter(it -> it.isAfter(runningSince))
        .orElse(runningSince)
        .plus(DEAF_AFTER)
        .isBefore(now);
  }

  /**
   * What the operator must hear of by what the watch says itself, which tells more than that it is
   * deaf; empty if there is nothing.
   */
  private static Optional<Concern.Kind> asksFor(Watch.State state) {
    return switch (state) {
      case REFUSED -> Optional.of(Concern.Kind.FOLDER_REFUSED);
      case MISSING -> Optional.of(Concern.Kind.FOLDER_MISSING);
      case STALLED -> Optional.of(Concern.Kind.FOLDER_STALLED);
      case CONNECTING, WATCHING, POLLING, RETRYING, STOPPED -> Optional.empty();
    };
  }
}
