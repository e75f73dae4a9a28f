package dev.otpost;

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
record Status(
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

  private static final String DEAF = "deaf";

  Status {
    watches = List.copyOf(watches);
    alerts = List.copyOf(alerts);
  }

  /**
   * How one folder stands.
   *
   * @param word that of {@link Watch.State}, or {@code deaf}, {@code not_yet}, {@code not_watched}
   * @param meaning in a few words, for people
   * @param well whether nobody has to act
   * @param known what the spool knows of it; empty if nothing
   */
  record Line(Folder folder, String word, String meaning, boolean well, Optional<Watched> known) {

    /** What the operator must hear of it; empty if it is well, or not watched at all. */
    Optional<Concern.Kind> ill() {
      return switch (well ? "" : word) {
        case DEAF -> Optional.of(Concern.Kind.FOLDER_DEAF);
        case "refused" -> Optional.of(Concern.Kind.FOLDER_REFUSED);
        case "missing" -> Optional.of(Concern.Kind.FOLDER_MISSING);
        case "stalled" -> Optional.of(Concern.Kind.FOLDER_STALLED);
        default -> Optional.empty();
      };
    }
  }

  /**
   * @param configured the folders that are to be watched, in the order in which they are shown
   * @param known what the spool knows of folders, these and others
   */
  static Status of(
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
                    folder, "not_watched", "not watched any more", true, Optional.of(watched))));
    return new Status(runningSince, entries, lines, List.of());
  }

  /**
   * With what the operator was told of, as the log has it: that it is told there depends on nobody
   * else.
   */
  Status with(List<Telling> told) {
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
  boolean well() {
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

  long count(State state) {
    return entries.getOrDefault(state, 0L);
  }

  private static Line line(
      Folder folder, Optional<Watched> known, Optional<Instant> runningSince, Instant now) {
    if (runningSince.isEmpty()) {
      var stopped = Watch.State.STOPPED;
      return new Line(folder, stopped.word(), stopped.meaning(), false, known);
    }
    // What an earlier run said of itself says nothing of this one.
    var state =
        known
            .map(Watched::watch)
            .filter(it -> !it.since().isBefore(runningSince.get()))
            .map(Watch::state);
    if (state.isPresent() && asksForSomebody(state.get())) {
      return new Line(folder, state.get().word(), state.get().meaning(), false, known);
    }
    if (isDeaf(known, runningSince.get(), now)) {
      return new Line(folder, DEAF, "no answer for more than three minutes", false, known);
    }
    return state
        .map(it -> new Line(folder, it.word(), it.meaning(), true, known))
        .orElseGet(() -> new Line(folder, "not_yet", "not watched yet", true, known));
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

  /** Of what the watch says itself; these words tell more than that it is deaf. */
  private static boolean asksForSomebody(Watch.State state) {
    return switch (state) {
      case REFUSED, MISSING, STALLED -> true;
      case CONNECTING, WATCHING, POLLING, RETRYING, STOPPED -> false;
    };
  }
}
