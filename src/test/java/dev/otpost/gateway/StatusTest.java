package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Concern;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import dev.otpost.message.Telling;
import dev.otpost.message.Watch;
import dev.otpost.spool.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of otpost from outside, and whether somebody has to act. */
final class StatusTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(2));
  private static final Folder INBOX = new Folder("work", "INBOX");

  @ParameterizedTest
  @CsvSource({
    "CONNECTING, true",
    "WATCHING, true",
    "POLLING, true",
    "RETRYING, true",
    "REFUSED, false",
    "MISSING, false",
    "STALLED, false",
    "STOPPED, true"
  })
  void alarmsForWhatDoesNotPassByItself(Watch.State state, boolean well) {
    var status = status(LONG_AGO, known(state, NOW, Optional.of(NOW)));
    assertEquals(well, status.well());
    var line = status.watches().getFirst();
    assertEquals(state.word(), line.word());
    assertEquals(state.meaning(), line.meaning());
  }

  @ParameterizedTest
  @EnumSource(
      value = Watch.State.class,
      names = {"CONNECTING", "WATCHING", "POLLING", "RETRYING", "STOPPED"})
  void isDeafWithoutAnAnswerForMoreThanThreeMinutesWhateverItSaysOfItself(Watch.State state) {
    var last = Optional.of(NOW.minus(Status.DEAF_AFTER));
    var still = status(LONG_AGO, known(state, NOW, last));
    assertTrue(still.well());
    var deaf = status(LONG_AGO, known(state, NOW, last.map(it -> it.minusMillis(1))));
    assertFalse(deaf.well());
    assertEquals("deaf", deaf.watches().getFirst().word());
  }

  @Test
  void isDeafIfNoAnswerEverCameThreeMinutesAfterTheStart() {
    var known = known(Watch.State.RETRYING, NOW, Optional.empty());
    var started = NOW.minus(Status.DEAF_AFTER);
    assertEquals("retrying", status(started, known).watches().getFirst().word());
    assertEquals("deaf", status(started.minusMillis(1), known).watches().getFirst().word());
  }

  @Test
  void hasTimeToConnectAfterAStartHoweverLongItWasDown() {
    var status = status(NOW, known(Watch.State.CONNECTING, NOW, Optional.of(LONG_AGO)));
    assertTrue(status.well());
    assertEquals("connecting", status.watches().getFirst().word());
  }

  @ParameterizedTest
  @EnumSource(Watch.State.class)
  void doesNotTakeTheWordOfAnEarlierRun(Watch.State state) {
    var status = status(NOW, known(state, LONG_AGO, Optional.of(LONG_AGO)));
    assertTrue(status.well());
    assertEquals("not watched yet", status.watches().getFirst().meaning());
  }

  @Test
  void waitsThreeMinutesForAWatchThatIsConfigured() {
    var started = NOW.minus(Status.DEAF_AFTER);
    assertEquals("not_yet", status(started).watches().getFirst().word());
    assertTrue(status(started).well());
    assertFalse(status(started.minusMillis(1)).well());
  }

  @Test
  void alarmsNobodyForAFolderThatIsNotConfiguredAnyMore() {
    var status =
        Status.of(
            Optional.of(LONG_AGO),
            Map.of(),
            List.of(),
            List.of(known(Watch.State.REFUSED, LONG_AGO, Optional.empty())),
            NOW);
    assertTrue(status.well());
    assertEquals("not watched any more", status.watches().getFirst().meaning());
  }

  @Test
  void isNotWellWhenTheDaemonDoesNotRun() {
    assertFalse(Status.of(Optional.empty(), Map.of(), List.of(), List.of(), NOW).well());
    var watching = known(Watch.State.WATCHING, NOW, Optional.of(NOW)); // Until it was killed.
    var status = Status.of(Optional.empty(), Map.of(), List.of(INBOX), List.of(watching), NOW);
    assertEquals("stopped", status.watches().getFirst().word());
  }

  @Test
  void showsTheConfiguredOnesInTheirOrderAndThenTheRest() {
    var home = new Folder("home", "INBOX");
    var spam = new Folder("work", "[Gmail]/Spam");
    var status =
        Status.of(
            Optional.of(LONG_AGO),
            Map.of(),
            List.of(spam, home),
            List.of(known(Watch.State.WATCHING, NOW, Optional.of(NOW))),
            NOW);
    assertEquals(
        List.of(spam, home, INBOX), status.watches().stream().map(Status.Line::folder).toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = Concern.Kind.class,
      names = {"SKYVERN_BARRED", "DISK_NEARLY_FULL", "CERTIFICATE"})
  void isNotWellWhenAnAlertStandsOfWhatNoLineShows(Concern.Kind kind) {
    assertFalse(status(NOW).with(List.of(telling("log", kind))).well());
    assertTrue(status(NOW).with(List.of(telling("webhook", kind))).well());
    assertTrue(status(NOW).with(List.of(telling("log", kind).cleared(NOW))).well());
  }

  private static Telling telling(String channel, Concern.Kind kind) {
    return new Telling(
        channel, new Concern(kind, "it", "why", 0), NOW, NOW, Optional.empty(), false);
  }

  private static Status status(Instant runningSince, Watched... known) {
    return Status.of(Optional.of(runningSince), Map.of(), List.of(INBOX), List.of(known), NOW);
  }

  private static Watched known(Watch.State state, Instant since, Optional<Instant> aliveAt) {
    return new Watched(
        new Watch(INBOX, state, since, aliveAt, aliveAt, "no route to host", aliveAt),
        Optional.of(new Place(INBOX, 7, 123)));
  }
}
