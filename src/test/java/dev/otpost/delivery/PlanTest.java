package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.spool.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan, with the time in the test's hand. */
final class PlanTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final int BEYOND = 2;
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Outcome DELIVERED = new Outcome.Delivered("stored");
  private static final Outcome UNANSWERED = new Outcome.Unanswered("no connection");
  private static final Outcome BARRED = new Outcome.Barred("HTTP 403");
  private static final Outcome UNPAID = new Outcome.Unpaid("HTTP 402");
  private static final Outcome BUSY = new Outcome.Deferred("HTTP 503", Optional.empty());

  private final Plan plan = new Plan(3, BEYOND, new Backoff(() -> 0.0), START);
  private final Map<Long, Pending> made = new HashMap<>();
  private final List<Long> expired = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private Instant now = START;

  @Test
  void postsTheOldestOfAnIdentifierFirstAndOneAtATime() {
    arrive(2, "john", START.plusSeconds(2));
    arrive(1, "john", START.plusSeconds(1));
    now = START.plusSeconds(3);
    assertEquals(List.of(1L), due());
    assertEquals(List.of(), due());
    end(1, DELIVERED);
    assertEquals(List.of(2L), due());
  }

  @Test
  void letsIdentifiersNotWaitForEachOther() {
    arrive(1, "john");
    arrive(2, "jane");
    assertEquals(List.of(1L, 2L), due());
  }

  @Test
  void letsNothingOvertakeWhatWaitsToBeTriedAgain() {
    arrive(1, "john");
    due();
    end(1, BUSY);
    assertEquals(List.of(), due());
    now = now.plusSeconds(1);
    arrive(2, "john");
    assertEquals(List.of(1L), due());
  }

  @Test
  void makesNoMoreAttemptsAtOnceThanItMay() {
    for (int id = 1; id <= 4; id++) {
      arrive(id, "identifier" + id);
    }
    assertEquals(List.of(1L, 2L, 3L), due());
    end(2, DELIVERED);
    assertEquals(List.of(4L), due());
  }

  @Test
  void waitsOneOneTwoFourEightAndThenFifteenSeconds() {
    arrive(1, "john");
    for (int pause : new int[] {1, 1, 2, 4, 8, 15, 15, 15}) {
      assertEquals(List.of(1L), due());
      end(1, BUSY);
      now = now.plusSeconds(pause).minusMillis(1);
      assertEquals(List.of(), due(), "before " + pause + " s");
      now = now.plusMillis(1);
    }
  }

  @Test
  void waitsAsLongAsSkyvernAsksFor() {
    arrive(1, "john");
    due();
    end(1, new Outcome.Deferred("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    now = now.plusSeconds(29);
    arrive(2, "john");
    assertEquals(List.of(), due());
    now = now.plusSeconds(1);
    assertEquals(List.of(1L), due());
  }

  @Test
  void triesAgainAtOnceWhenSomethingNewArrivesForTheIdentifier() {
    arrive(1, "john");
    for (int i = 0; i < 4; i++) {
      due();
      end(1, BUSY);
      now = now.plusSeconds(4);
    }
    assertEquals(List.of(1L), due());
    end(1, BUSY);
    arrive(2, "john");
    assertEquals(List.of(1L), due());
  }

  @Test
  void forgetsEarlierFailuresOfTheLaneOnceOneIsThrough() {
    arrive(1, "john");
    for (int i = 0; i < 5; i++) {
      due();
      end(1, BUSY);
      now = now.plusSeconds(8);
    }
    assertEquals(List.of(1L), due());
    end(1, DELIVERED);
    arrive(2, "john");
    due();
    end(2, BUSY);
    now = now.plusSeconds(1);
    assertEquals(List.of(2L), due());
  }

  @Test
  void makesTheLastTryJustBeforeTheEndOfLife() {
    arrive(1, "john");
    due();
    end(1, new Outcome.Deferred("HTTP 503", Optional.of(Duration.ofHours(2))));
    now = START.plus(LIFETIME).minusSeconds(6);
    assertEquals(List.of(), due());
    now = START.plus(LIFETIME).minusSeconds(5);
    assertEquals(List.of(1L), due());
    end(1, BUSY);
    now = START.plus(LIFETIME);
    assertEquals(List.of(), due());
    assertEquals(List.of(1L), expired);
  }

  @Test
  void expiresWhatWasNotTakenInTimeAndPostsItNoMore() {
    arrive(1, "john");
    arrive(2, "john", START.plusSeconds(60));
    now = START.plus(LIFETIME).minusMillis(1);
    assertEquals(List.of(1L), due());
    end(1, BUSY);
    now = START.plus(LIFETIME);
    assertEquals(List.of(2L), due());
    assertEquals(List.of(1L), expired);
  }

  @Test
  void expiresWhatWaitsBehindAnotherToo() {
    arrive(1, "john");
    due();
    var shortLived =
        new Pending(2, Lane.of(new Identifier("john")), Life.of(START, Duration.ofMinutes(5)));
    plan.arrived(shortLived);
    now = START.plus(Duration.ofMinutes(5));
    due();
    assertEquals(List.of(2L), expired);
  }

  @Test
  void letsAnAttemptUnderWayEndThoughItsLifeEndsMeanwhile() {
    arrive(1, "john");
    due();
    now = START.plus(LIFETIME).plusSeconds(1);
    due();
    assertEquals(List.of(), expired);
    end(1, DELIVERED);
    assertTrue(plan.isEmpty());
  }

  @Test
  void asksOnceASecondWhileSkyvernDoesNotAnswerAndSendsAllWhenItDoes() {
    for (int id = 1; id <= 3; id++) {
      arrive(id, "identifier" + id);
    }
    due();
    for (long id = 1; id <= 3; id++) {
      end(id, UNANSWERED);
    }
    assertEquals(List.of(), due());
    now = now.plusSeconds(1);
    assertEquals(List.of(1L), due(), "one probe");
    arrive(4, "identifier4");
    assertEquals(List.of(), due(), "the others wait");
    end(1, UNANSWERED);
    now = now.plusSeconds(1);
    assertEquals(1, due().size());
    now = now.plusSeconds(1);
    assertEquals(1, due().size(), "also while a probe hangs");
    end(2, DELIVERED);
    assertEquals(2, due().size(), "all that are not under way leave, up to the limit");
  }

  @Test
  void letsOneMailOnWhichSkyvernBreaksNotKeepTheRestWaiting() {
    arrive(1, "poison");
    due();
    end(1, UNANSWERED);
    arrive(2, "john");
    boolean delivered = false;
    for (int second = 1; second <= 5 && !delivered; second++) {
      now = START.plusSeconds(second);
      for (long id : due()) {
        end(id, id == 1 ? UNANSWERED : DELIVERED);
        delivered |= id == 2;
      }
    }
    assertTrue(delivered);
  }

  @Test
  void asksEveryFifteenSecondsByOneWhileTheOperatorMustAct() {
    arrive(1, "john");
    arrive(2, "jane");
    due();
    end(1, BARRED);
    end(2, BARRED);
    now = START.plusSeconds(14);
    assertEquals(List.of(), due());
    now = START.plusSeconds(15);
    assertEquals(1, due().size());
    now = START.plusSeconds(60);
    assertEquals(List.of(), due(), "the first probe is still under way");
    end(1, DELIVERED);
    assertEquals(List.of(2L), due());
  }

  @Test
  void hurriesEverythingWhenTheOperatorHasActed() {
    arrive(1, "john");
    due();
    end(1, BARRED);
    plan.replaced(List.copyOf(made.values()));
    assertEquals(List.of(1L), due());
  }

  @Test
  void learnsNothingFromAnAttemptThatBeganWithTheKeyOfBefore() {
    arrive(1, "john");
    due();
    plan.replaced(List.copyOf(made.values()));
    end(1, BARRED);
    now = now.plusSeconds(2);
    assertEquals(List.of(1L), due(), "it may be the new one that is asked for now");
  }

  @Test
  void followsWhatOthersDidToTheSpool() {
    arrive(1, "john");
    arrive(2, "jane");
    assertEquals(List.of(1L, 2L), due());
    arrive(3, "john");
    arrive(4, "jim");
    made.remove(1L); // dropped while under way: its end is waited for
    made.remove(3L);
    var retried = pending(5, "john", START);
    made.put(5L, retried);
    plan.replaced(List.copyOf(made.values()));
    end(1, DELIVERED);
    end(2, DELIVERED);
    assertEquals(List.of(4L, 5L), due().stream().sorted().toList());
  }

  @Test
  void takesNothingTwice() {
    arrive(1, "john");
    plan.arrived(pending(1, "john", START));
    assertEquals(List.of(1L), due());
    plan.arrived(pending(1, "john", START));
    end(1, DELIVERED);
    assertEquals(List.of(), due());
    assertTrue(plan.isEmpty());
  }

  @Test
  void forgetsWhatIsNotPendingAnyMore() {
    arrive(1, "john");
    due();
    plan.ended(pending(1, "john", START), Optional.empty(), now);
    assertTrue(plan.isEmpty());
  }

  @Test
  void letsNothingOvertakeWhatTheSpoolCouldNotRecord() {
    arrive(1, "john");
    arrive(2, "john");
    assertEquals(List.of(1L), due());
    plan.unmade(known(1));
    assertEquals(List.of(1L), due());
    end(1, DELIVERED);
    assertEquals(List.of(2L), due());
  }

  @Test
  void expiresInTimeWhatTheSpoolCouldNotRecord() {
    arrive(1, "john");
    due();
    now = now.plus(LIFETIME);
    plan.unmade(known(1));
    assertEquals(List.of(), due());
    assertEquals(List.of(1L), expired);
  }

  @Test
  void wantsToBeToldAgainOfWhatWasPutBackBeforeItsEndWasHeardOf() {
    arrive(1, "john");
    arrive(2, "john");
    due();
    plan.replaced(List.copyOf(made.values()));
    assertTrue(plan.ended(known(1), Optional.of(DELIVERED), now));
    assertTrue(plan.seen(List.copyOf(made.values())));
    assertEquals(List.of(1L), due());
    assertFalse(plan.ended(known(1), Optional.empty(), now));
    assertEquals(List.of(2L), due());
  }

  @Test
  void keepsTheOrderInWhichTheyCameOfTwoOfTheSameInstant() {
    arrive(2, "john", START);
    arrive(1, "john", START);
    assertEquals(List.of(1L), due());
    end(1, DELIVERED);
    assertEquals(List.of(2L), due());
  }

  @Test
  void postsAtOnceAndInOrderWhatIsPendingAtTheStart() {
    for (long id : new long[] {4, 3, 2, 1}) {
      made.put(id, pending(id, id > 2 ? "john" : "jane", START.plusSeconds(id)));
    }
    now = START.plusSeconds(300);
    plan.replaced(List.copyOf(made.values()));
    assertEquals(List.of(1L, 3L), due());
    end(1, DELIVERED);
    end(3, DELIVERED);
    assertEquals(List.of(2L, 4L), due());
  }

  @Test
  void postsInTheOrderOfOriginWhatComesInLaterButIsOlder() {
    arrive(1, "john");
    due();
    arrive(2, "john", START.minusSeconds(1));
    end(1, UNANSWERED);
    now = START.plusSeconds(3);
    assertEquals(List.of(2L), due());
    end(2, DELIVERED);
    assertEquals(List.of(1L), due());
  }

  @Test
  void asksBeyondItsSlotsOnceASecondWhenAllHangAndNothingIsAnswered() {
    for (int id = 1; id <= 9; id++) {
      arrive(id, "identifier" + id);
    }
    assertEquals(3, due().size());
    now = START.plusMillis(999);
    assertEquals(List.of(), due());
    now = START.plusSeconds(1);
    assertEquals(List.of(4L), due());
    assertEquals(List.of(), due());
    now = START.plusSeconds(2);
    assertEquals(List.of(5L), due());
    now = START.plusSeconds(30);
    assertEquals(List.of(), due(), "so many beyond, and no more");
  }

  @Test
  void sendsAllThatHasNothingUnderWayWhenOneBeyondTheSlotsIsAnswered() {
    for (int id = 1; id <= 6; id++) {
      arrive(id, "identifier" + id);
    }
    due();
    arrive(7, "identifier1");
    now = START.plusSeconds(1);
    assertEquals(List.of(4L), due());
    end(4, DELIVERED);
    assertEquals(List.of(5L, 6L), due(), "the first three hang and hold no slot any more");
    end(1, UNANSWERED);
    assertEquals(Reach.State.ANSWERS, plan.standing().state(), "that is about the past");
    now = START.plusSeconds(2);
    assertEquals(List.of(1L), due());
  }

  @Test
  void doesNotGoBeyondItsSlotsWhileSkyvernAnswersSlowlyButSteadily() {
    for (int id = 1; id <= 9; id++) {
      arrive(id, "identifier" + id);
    }
    due();
    for (long id = 1; id <= 6; id++) {
      now = now.plusMillis(900);
      end(id, DELIVERED);
      assertEquals(1, due().size());
    }
  }

  @Test
  void hasNeverMoreUnderWayThanTwiceItsSlotsAndThoseBeyond() {
    for (int id = 1; id <= 30; id++) {
      arrive(id, "identifier" + id);
    }
    int underWay = 0;
    for (int second = 0; second < 60; second++) {
      now = START.plusSeconds(second);
      var begun = due();
      underWay += begun.size();
      if (!begun.isEmpty() && second % 2 == 1) {
        end(begun.getLast(), DELIVERED);
        underWay--;
      }
    }
    assertEquals(2 * 3 + BEYOND, underWay);
  }

  @Test
  void probesASkyvernThatTakesConnectionsAndSaysNothingThoughItHasFewSlots() {
    for (int id = 1; id <= 6; id++) {
      arrive(id, "identifier" + id);
    }
    due();
    end(1, UNANSWERED);
    for (int second = 1; second <= 2; second++) {
      now = START.plusSeconds(second);
      assertEquals(1, due().size());
    }
  }

  @Test
  void doesNotTakeSkyvernForSilentBecauseOneMailGetsNoAnswerWhileOthersDo() {
    arrive(1, "poison");
    due();
    arrive(2, "john");
    due();
    end(2, DELIVERED);
    now = START.plusSeconds(60);
    end(1, UNANSWERED);
    arrive(3, "jane");
    assertEquals(List.of(3L), due());
  }

  @Test
  void takesAPauseThatSkyvernAskedForNotForOverWhenSkyvernIsBack() {
    arrive(1, "john");
    arrive(2, "jane");
    due();
    end(1, new Outcome.Deferred("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    arrive(3, "jim");
    due();
    end(3, UNANSWERED);
    now = START.plusSeconds(1);
    assertEquals(List.of(3L), due(), "the probe is not by the one that is to wait");
    end(3, DELIVERED);
    assertEquals(List.of(), due());
    now = START.plusSeconds(30);
    assertEquals(List.of(1L), due());
  }

  @Test
  void losesNoLastTryByAPauseThatWasAskedForTheOneBefore() {
    arrive(1, "john");
    due();
    end(1, new Outcome.Deferred("HTTP 429", Optional.of(Duration.ofHours(3))));
    arrive(2, "john", START.minusSeconds(60));
    now = START.plus(LIFETIME).minusSeconds(66);
    assertEquals(List.of(), due());
    now = START.plus(LIFETIME).minusSeconds(65);
    assertEquals(List.of(2L), due());
  }

  @Test
  void triesOneWithoutCreditsEveryFifteenSecondsAndHoldsUpNobodyElse() {
    arrive(1, "john");
    arrive(2, "jane");
    due();
    end(1, UNPAID);
    end(2, UNPAID);
    assertEquals(Reach.State.UNPAID, plan.standing().state());
    arrive(3, "jim");
    assertEquals(List.of(3L), due());
    end(3, DELIVERED);
    now = START.plusMillis(14_999);
    assertEquals(List.of(), due());
    now = START.plusSeconds(15);
    assertEquals(List.of(1L), due(), "one");
    now = START.plusSeconds(30);
    assertEquals(List.of(), due(), "not another while it is under way");
    end(1, UNPAID);
    assertEquals(List.of(2L), due(), "in turn");
    end(2, UNPAID);
    now = START.plusSeconds(44);
    assertEquals(List.of(), due());
    now = START.plusSeconds(45);
    assertEquals(List.of(1L), due());
    assertEquals(new Standing(Reach.State.UNPAID, START, "HTTP 402"), plan.standing());
  }

  @Test
  void sendsAllThatWaitsForCreditsWhenATextIsTaken() {
    arrive(1, "john");
    arrive(2, "jane");
    arrive(3, "jim");
    due();
    for (long id = 1; id <= 3; id++) {
      end(id, UNPAID);
    }
    now = START.plusSeconds(15);
    due();
    end(1, DELIVERED);
    assertEquals(List.of(2L, 3L), due());
    assertEquals(Reach.State.ANSWERS, plan.standing().state());
  }

  @Test
  void postsNothingBeforeWhatWaitsForCreditsInItsLane() {
    arrive(1, "john");
    due();
    end(1, UNPAID);
    arrive(2, "john");
    assertEquals(List.of(), due());
    now = START.plusSeconds(15);
    assertEquals(List.of(1L), due());
    end(1, DELIVERED);
    assertEquals(List.of(2L), due());
  }

  @Test
  void postsAtOnceWhatTheOperatorLetsPassByDroppingWhatWaitsForCredits() {
    arrive(1, "john");
    due();
    end(1, UNPAID);
    arrive(2, "john");
    made.remove(1L);
    plan.replaced(List.copyOf(made.values()));
    assertEquals(List.of(2L), due());
    assertEquals(Reach.State.ANSWERS, plan.standing().state());
  }

  @Test
  void probesByOneWithoutCreditsWhenThereIsNoOther() {
    arrive(1, "john");
    due();
    end(1, UNPAID);
    arrive(2, "jane");
    due();
    end(2, BARRED);
    made.remove(2L);
    plan.replaced(List.copyOf(made.values()));
    now = START.plusSeconds(15);
    assertEquals(List.of(1L), due());
    end(1, UNPAID);
    assertEquals(Reach.State.UNPAID, plan.standing().state(), "it answers");
  }

  @Test
  void isNotUnbarredByAnAnswerToWhatWasUnderWayBefore() {
    arrive(1, "john");
    arrive(2, "jane");
    arrive(3, "jim");
    due();
    end(1, BARRED);
    end(2, DELIVERED);
    assertEquals(List.of(), due());
    now = START.plusSeconds(15);
    assertEquals(List.of(1L), due(), "though another is still under way");
  }

  @Test
  void goesRoundTheLanesWhileTheOperatorMustAct() {
    arrive(1, "john");
    arrive(2, "jane");
    due();
    end(1, BARRED);
    end(2, BARRED);
    var asked = new ArrayList<Long>();
    for (int probe = 1; probe <= 4; probe++) {
      now = START.plusSeconds(15L * probe);
      var id = due().getFirst();
      asked.add(id);
      end(id, BARRED);
    }
    assertEquals(List.of(1L, 2L, 1L, 2L), asked);
    assertEquals(new Standing(Reach.State.BARRED, START, "HTTP 403"), plan.standing());
  }

  @Test
  void doesNotBelieveARefusalOfTheKeyBefore() {
    arrive(1, "john");
    due();
    plan.hurry();
    end(1, BARRED);
    assertEquals(List.of(1L), due());
    assertEquals(Reach.State.ANSWERS, plan.standing().state());
  }

  @Test
  void isNotHurriedByWhatComesInBesideTheDaemon() {
    arrive(1, "john");
    due();
    end(1, BARRED);
    made.put(2L, pending(2, "jane", START));
    plan.replaced(List.copyOf(made.values()));
    assertEquals(List.of(), due());
  }

  @Test
  void saysWhyWhatExpiredWasNotPosted() {
    arrive(1, "john");
    due();
    arrive(2, "john");
    now = START.plus(LIFETIME);
    due();
    end(1, BARRED);
    arrive(3, "jane");
    now = START.plus(LIFETIME).plus(LIFETIME);
    due();
    assertEquals(List.of(2L, 1L, 3L), expired);
    assertEquals(
        List.of(
            "it waited behind entry 1 of its identifier",
            "since 2026-11-22T10:15:00Z it takes nothing until you act: HTTP 403",
            "since 2026-11-22T10:15:00Z it takes nothing until you act: HTTP 403"),
        reasons);
  }

  @Test
  void expiresWhatOutlivedItselfUnderWayAndWasNotTaken() {
    arrive(1, "john");
    due();
    now = START.plus(LIFETIME).plusSeconds(1);
    end(1, BUSY);
    assertEquals(List.of(), due());
    assertEquals(List.of(1L), expired);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600, -86_400 * 365 * 20, 86_400 * 365 * 20})
  void waitsNeitherLongerNorShorterWhenTheClockIsSet(long seconds) {
    var by = Duration.ofSeconds(seconds);
    arrive(1, "john");
    arrive(2, "jane");
    due();
    end(1, BUSY);
    arrive(3, "john");
    due();
    end(1, BUSY);
    now = now.plus(by);
    plan.shifted(by);
    made.replaceAll((_, it) -> moved(it, by));
    plan.replaced(List.copyOf(made.values()));
    assertEquals(List.of(), due(), "before the pause is over");
    now = now.plusSeconds(1);
    assertEquals(List.of(1L), due());
    end(1, BUSY);
    end(2, BUSY);
    now = START.plus(by).plus(LIFETIME).minusMillis(1);
    assertEquals(List.of(2L, 1L), due());
    end(1, BUSY);
    now = now.plusMillis(1);
    due();
    assertEquals(List.of(1L, 3L), expired, "2 is under way");
  }

  private static Pending moved(Pending pending, Duration by) {
    var life = pending.life();
    return new Pending(
        pending.id(), pending.lane(), new Life(life.origin().plus(by), life.end().plus(by)));
  }

  @Test
  void followsALifeThatIsPutRightWhileUnderWay() {
    arrive(1, "john");
    due();
    made.replaceAll((_, it) -> moved(it, Duration.ofMinutes(10)));
    plan.replaced(List.copyOf(made.values()));
    end(1, BUSY);
    now = START.plus(LIFETIME);
    assertEquals(List.of(1L), due());
  }

  @Test
  void sleepsNoLongerThanASecond() {
    var step = assertInstanceOf(Plan.Step.Sleep.class, plan.next(now));
    assertEquals(Duration.ofSeconds(1), step.atMost());
  }

  /** Whatever happens in whatever order: every mail ends once, in order of its identifier. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void keepsItsPromisesWhateverHappens(long seed) {
    var random = new Random(seed);
    var underWay = new ArrayList<Long>();
    var delivered = new HashMap<String, List<Long>>();
    var ended = new ArrayList<Long>();
    long last = 0;
    for (int round = 0; round < 3_000 || !plan.isEmpty(); round++) {
      now = now.plusMillis(random.nextInt(400));
      if (round < 3_000 && random.nextInt(4) == 0) {
        arrive(++last, "identifier" + random.nextInt(6), now);
      }
      if (random.nextInt(50) == 0) {
        plan.replaced(made.values().stream().filter(it -> !ended.contains(it.id())).toList());
      }
      switch (plan.next(now)) {
        case Plan.Step.Post(var pending) -> {
          assertTrue(now.isBefore(pending.life().end()), "posted too late");
          assertTrue(
              underWay.stream().noneMatch(id -> known(id).lane().equals(pending.lane())),
              "two of one identifier at once");
          underWay.add(pending.id());
        }
        case Plan.Step.Expire(var pending, _) -> ended.add(pending.id());
        case Plan.Step.Sleep(var atMost) ->
            assertTrue(atMost.compareTo(Duration.ofSeconds(1)) <= 0);
      }
      assertTrue(underWay.size() <= 2 * 3 + BEYOND);
      if (!underWay.isEmpty() && random.nextInt(3) > 0) {
        long id = underWay.remove(random.nextInt(underWay.size()));
        var outcome =
            List.of(DELIVERED, DELIVERED, DELIVERED, BUSY, UNANSWERED, BARRED, UNPAID)
                .get(random.nextInt(7));
        end(id, outcome);
        if (outcome.equals(DELIVERED)) {
          ended.add(id);
          delivered
              .computeIfAbsent(known(id).lane().identifier().value(), _ -> new ArrayList<>())
              .add(id);
        }
      }
    }
    assertEquals(last, ended.stream().distinct().count());
    assertEquals(last, ended.size());
    delivered.values().forEach(ids -> assertEquals(ids.stream().sorted().toList(), ids));
  }

  private void arrive(long id, String identifier) {
    arrive(id, identifier, now);
  }

  private void arrive(long id, String identifier, Instant origin) {
    var pending = pending(id, identifier, origin);
    made.put(id, pending);
    plan.arrived(pending);
  }

  private void end(long id, Outcome outcome) {
    var pending = Optional.ofNullable(made.get(id)).orElseGet(() -> pending(id, "john", START));
    plan.ended(pending, Optional.of(outcome), now);
  }

  /** What is to be posted now; what expires on the way is noted. */
  private List<Long> due() {
    var due = new ArrayList<Long>();
    while (true) {
      switch (plan.next(now)) {
        case Plan.Step.Post(var pending) -> due.add(pending.id());
        case Plan.Step.Expire(var pending, var because) -> {
          expired.add(pending.id());
          reasons.add(because);
        }
        case Plan.Step.Sleep _ -> {
          return due;
        }
      }
    }
  }

  private Pending known(long id) {
    return Objects.requireNonNull(made.get(id));
  }

  private static Pending pending(long id, String identifier, Instant origin) {
    return new Pending(id, Lane.of(new Identifier(identifier)), Life.of(origin, LIFETIME));
  }
}
