package dev.otpost.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is told when, day by day. Every test looks once a second, like the daemon. */
final class LedgerTest {

  private static final Instant DAWN = Instant.parse("2026-11-22T06:00:00Z");
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Duration REMINDER = Duration.ofHours(4);

  private static final Pace PACE =
      Pace.of(new AlertSettings.Limits(Duration.ofMinutes(2), 0, PAUSE, REMINDER));

  private static final Concern BARRED = new Concern(Kind.SKYVERN_BARRED, "default", "HTTP 401", 0);

  private final Map<Concern.Topic, Telling> disk = new LinkedHashMap<>();
  private Instant now = DAWN;
  private Ledger ledger = new Ledger("log", PACE, List.of(), now);

  /** What was told, with the second after dawn in front. */
  private final List<String> told = new ArrayList<>();

  private boolean deaf;

  @Test
  void tellsOnceWhatHasStoodForTwoSeconds() {
    pass(Duration.ofHours(1), BARRED);
    expect("2 raised");
  }

  @Test
  void tellsNothingOfWhatIsOverInAMoment() {
    pass(Duration.ofSeconds(1), BARRED);
    pass(Duration.ofHours(1));
    expect();
  }

  @Test
  void remindsAsLongAsItStands() {
    pass(REMINDER.multipliedBy(2).plusSeconds(10), BARRED);
    expect("2 raised", "14402 reminder", "28802 reminder");
  }

  @Test
  void tellsThatItIsOverAfterFiveSecondsWithoutIt() {
    pass(Duration.ofSeconds(60), BARRED);
    pass(Duration.ofMinutes(60));
    expect("2 raised", "65 cleared");
    assertEquals(Map.of(), disk);
  }

  @Test
  void doesNotTakeAShortGapForTheEnd() {
    pass(Duration.ofSeconds(60), BARRED);
    pass(Duration.ofSeconds(4));
    pass(Duration.ofSeconds(60), BARRED);
    expect("2 raised");
  }

  @Test
  void saysOfWhatFlapsThatItIsOverOnlyWhenItHasBeenGoneForThePause() {
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(30), BARRED);
      pass(Duration.ofSeconds(30));
    }
    pass(PAUSE);
    expect("2 raised", "35 cleared", "62 raised", "4170 cleared");
  }

  @Test
  void tellsAtOnceOfWhatComesBackLater() {
    pass(Duration.ofSeconds(10), BARRED);
    pass(PAUSE.plusSeconds(20));
    pass(Duration.ofSeconds(10), BARRED);
    pass(Duration.ofSeconds(10));
    expect("2 raised", "15 cleared", "632 raised", "645 cleared");
  }

  @Test
  void tellsOfMoreOfAKindWhenThePauseIsOver() {
    pass(Duration.ofSeconds(60), held(1));
    pass(Duration.ofSeconds(60), held(2));
    pass(PAUSE, held(3));
    pass(PAUSE, held(3));
    expect("2 raised", "602 raised");
    assertEquals(3, disk.values().iterator().next().concern().mark());
  }

  @Test
  void tellsAtOnceOfOneMoreWhenTheLastWasLongAgo() {
    pass(Duration.ofHours(1), held(1));
    pass(Duration.ofSeconds(10), held(2));
    expect("2 raised", "3600 raised");
  }

  @Test
  void saysNothingWhenTheOperatorHasDealtWithIt() {
    pass(Duration.ofSeconds(60), held(1));
    pass(Duration.ofHours(5));
    expect("2 raised");
    assertEquals(Map.of(), disk);
  }

  @Test
  void remindsNobodyOfWhatOnlyHappened() {
    var expired = new Concern(Kind.DELIVERIES_EXPIRED, "", "one", 1);
    pass(Duration.ofHours(24), expired);
    expect("2 raised");
  }

  @Test
  void neitherRepeatsNorForgetsAcrossARestart() {
    pass(Duration.ofSeconds(60), BARRED);
    restart();
    pass(Duration.ofHours(1), BARRED);
    restart();
    pass(Duration.ofHours(4), BARRED);
    restart();
    pass(Duration.ofSeconds(60));
    expect("2 raised", "14402 reminder", "18065 cleared");
  }

  @Test
  void isNotSureAfterARestartThatItIsOverBeforeItCouldBeSeen() {
    pass(Duration.ofSeconds(60), BARRED);
    restart();
    unsure(Duration.ofMinutes(3));
    restart();
    unsure(Duration.ofMinutes(10));
    expect("2 raised", "485 cleared");
  }

  @Test
  void isSureOfTheEndOfWhatItHasSeenSinceTheStart() {
    pass(Duration.ofSeconds(60), BARRED);
    unsure(Duration.ofSeconds(60));
    expect("2 raised", "65 cleared");
  }

  @Test
  void tellsAgainWhatCouldNotBeToldUntilItIsGone() {
    deaf = true;
    pass(Duration.ofSeconds(60), BARRED);
    deaf = false;
    pass(Duration.ofSeconds(60), BARRED);
    deaf = true;
    pass(Duration.ofHours(10));
    deaf = false;
    pass(Duration.ofSeconds(1));
    expect("60 raised", "36120 cleared");
  }

  @Test
  void saysNothingAtAllOfWhatIsGoneBeforeItCouldBeTold() {
    deaf = true;
    pass(Duration.ofSeconds(60), BARRED);
    pass(Duration.ofSeconds(1));
    deaf = false;
    pass(Duration.ofHours(1));
    expect();
  }

  @Test
  void remindsThoughTheClockWasPutBackByAYear() {
    pass(Duration.ofSeconds(60), BARRED);
    now = now.minus(Duration.ofDays(365));
    told.clear();
    pass(Duration.ofSeconds(60), BARRED);
    assertEquals(1, told.size(), told::toString);
  }

  @Test
  void keepsApartWhatIsAboutDifferentThings() {
    var other = new Concern(Kind.SKYVERN_BARRED, "acme", "HTTP 401", 0);
    pass(Duration.ofSeconds(10), BARRED);
    pass(Duration.ofSeconds(10), BARRED, other);
    pass(Duration.ofSeconds(10), other);
    expect("2 raised", "12 raised", "25 cleared");
  }

  private static Concern held(long mark) {
    return new Concern(Kind.DELIVERIES_HELD, "", mark + " are held", mark);
  }

  private void pass(Duration time, Concern... concerns) {
    look(time, Sight.of(concerns));
  }

  private void unsure(Duration time) {
    look(time, new Sight(List.of(), Set.of(BARRED.topic())));
  }

  private void look(Duration time, Sight sight) {
    for (var end = now.plus(time); now.isBefore(end); now = now.plusSeconds(1)) {
      for (var notice : ledger.due(sight, now)) {
        if (!deaf) {
          told.add(Duration.between(DAWN, now).toSeconds() + " " + notice.state().word());
          ledger.told(notice, now);
        }
      }
      ledger.forgotten().forEach(it -> disk.remove(it.concern().topic()));
      ledger.unsaved().forEach(it -> disk.put(it.concern().topic(), it));
      ledger.saved();
    }
  }

  private void restart() {
    ledger = new Ledger("log", PACE, List.copyOf(disk.values()), now);
  }

  private void expect(String... all) {
    assertEquals(Stream.of(all).toList(), told);
  }
}
