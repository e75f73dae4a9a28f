package dev.otpost.web.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.log.LogLines;
import dev.otpost.message.Concern;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.spool.Queue.Moved;
import dev.otpost.spool.Selection;
import dev.otpost.spool.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator at his desk, beside a daemon that has the spool open. */
final class SpoolDeskTest {

  @TempDir private Path directory;
  private Office office;
  private Desk desk;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  SpoolDeskTest() {}

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    desk = office.desk;
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  void listsTheNewestFirstAndSaysWhetherThereAreMore() throws IOException {
    long first = office.take();
    long second = office.take();
    long third = office.take();
    var page = desk.messages(Selection.ALL, Optional.empty(), 2);
    assertEquals(List.of(third, second), page.entries().stream().map(it -> it.id()).toList());
    assertTrue(page.more());
    var rest = desk.messages(Selection.ALL, Optional.of(second), 1);
    assertEquals(List.of(first), rest.entries().stream().map(it -> it.id()).toList());
    assertEquals(false, rest.more());
  }

  @Test
  void tellsAMessagesWholeStory() throws IOException {
    long id = office.take();
    office.deliver(id);
    var story = desk.message(id).orElseThrow();
    assertEquals(State.DELIVERED, story.entry().state());
    assertEquals(1, story.attempts().size());
    assertEquals(Duration.ofMillis(120), story.hops().after(story.hops().answered().orElseThrow()));
    assertEquals(Optional.empty(), desk.message(id + 1));
  }

  @Test
  void logsWhoLookedAtContentAndWhoMovedWhatButNoContent() throws IOException {
    long id = office.take();
    try (var log = LogLines.of(SpoolDesk.class)) {
      var john = desk.by(new Operator("api", "192.0.2.7"));
      assertTrue(john.reveal(id).orElseThrow().text().contains("123456"));
      assertInstanceOf(Moved.Done.class, john.retry(id, false));
      assertInstanceOf(Moved.Done.class, john.retry(id, true));
      assertInstanceOf(Moved.Done.class, john.drop(id));
      var who = " id=" + id + " by=api peer=192.0.2.7";
      assertEquals(
          List.of("content_revealed" + who, "retried" + who, "forced" + who, "dropped" + who),
          log.said(""));
    }
  }

  @Test
  void logsNothingThatDidNotHappen() throws IOException {
    long id = office.take();
    office.deliver(id);
    try (var log = LogLines.of(SpoolDesk.class)) {
      assertEquals(Optional.empty(), desk.reveal(id + 1));
      assertInstanceOf(Moved.No.class, desk.drop(id));
      assertInstanceOf(Moved.Unknown.class, desk.retry(id + 1, true));
      assertEquals(List.of(), log.said(""));
    }
  }

  @Test
  void countsArrivalsAndHowLongTheyTookStepByStep() throws IOException {
    for (var seconds : List.of(1, 2, 7, 4)) {
      office.now = Instant.parse("2026-11-22T09:58:59.999Z");
      office.answer(office.take(), new Outcome.Delivered("stored"), Duration.ofSeconds(seconds));
    }
    office.now = Instant.parse("2026-11-22T09:59:00Z");
    office.answer(office.take(), new Outcome.Refused("HTTP 400"), Duration.ofSeconds(9));
    office.now = Instant.parse("2026-11-22T10:00:30Z");
    office.take();
    var traffic = desk.traffic(Duration.ofHours(1), 60);

    assertEquals(Duration.ofMinutes(1), traffic.step());
    assertEquals(Instant.parse("2026-11-22T09:01:00Z"), traffic.from());
    assertEquals(60, traffic.steps().size());
    var nothing = new Traffic.Step(0, 0, Optional.empty(), Optional.empty());
    var waiting = new Traffic.Step(1, 0, Optional.empty(), Optional.empty());
    assertEquals(
        List.of(
            nothing,
            new Traffic.Step(
                4, 4, Optional.of(Duration.ofSeconds(2)), Optional.of(Duration.ofSeconds(7))),
            waiting,
            waiting),
        traffic.steps().subList(56, 60));
    assertEquals(
        6,
        desk.traffic(Duration.ofDays(1), 48).steps().stream()
            .mapToInt(Traffic.Step::arrivals)
            .sum());
  }

  @Test
  void theChecklistTurnsGreenByItselfAndStaysGreenWhenAllIsForgotten() throws IOException {
    assertEquals(tasks(true, false, false, false), done());
    long question = office.ask();
    assertEquals(tasks(true, false, true, false), done());
    desk.drop(question);
    assertEquals(tasks(true, true, true, false), done());
    office.deliver(office.take());
    assertEquals(tasks(true, true, true, true), done());
    office.now = office.now.plus(Duration.ofDays(31));
    office.spool.sweep(office.now);
    assertEquals(List.of(), desk.messages(Selection.ALL, Optional.empty(), 5).entries());
    assertEquals(tasks(true, true, true, true), done());
  }

  @Test
  void mailOfGmailsShowsThatItForwardsAndATestFromThisMachineDoesNot() throws IOException {
    office.deliver(office.take("test@example.com", "otpost@example.com", "127.0.0.1"));
    office.deliver(office.take("john@example.com", "john@example.com", "192.0.2.1"));
    assertEquals(tasks(true, false, true, true), done());
    office.take();
    assertEquals(tasks(true, true, true, true), done());
  }

  @Test
  void mailThatAnotherProviderForwardedShowsItTooOnceItIsPosted() throws IOException {
    long id = office.take("john@example.com", "bounce@github.example", "192.0.2.1");
    assertEquals(tasks(true, false, true, false), done());
    office.deliver(id);
    assertEquals(tasks(true, true, true, true), done());
  }

  @Test
  void aMailboxThatIsWatchedNeedsNoForwarding() throws IOException {
    office.ways = new Ports.Ways(List.of(), List.of("work"));
    assertEquals(tasks(true, true, false, false), done());
    office.ways = new Ports.Ways(List.of(), List.of());
    assertEquals(tasks(false, false, false, false), done());
  }

  @Test
  void theVersionIsAnotherOneAfterEachChangeAndTheSameAsLongAsThereIsNone() throws IOException {
    long before = desk.version();
    assertEquals(before, desk.version());
    long id = office.take();
    long taken = desk.version();
    assertNotEquals(before, taken);
    desk.drop(id);
    long dropped = desk.version();
    assertNotEquals(taken, dropped);
    office.standing = List.of(new Reach("default", Reach.State.SILENT, Office.NOW, "no answer"));
    long silent = desk.version();
    assertNotEquals(dropped, silent);
    assertEquals(silent, desk.version());
  }

  @Test
  void saysAtOnceThatMailWaitsAndThatItDoesNoMoreWhateverTheAlertsSay() throws IOException {
    var barred = new Concern(Concern.Kind.SKYVERN_BARRED, "default", "HTTP 401", 0);
    var ago = new Concern(Concern.Kind.DELIVERIES_HELD, "", "1 waiting, the newest is 99", 1);
    office.about = situation(List.of(barred, ago));
    assertEquals(List.of(barred), desk.situation().concerns());

    long question = office.ask();
    assertEquals(
        List.of("skyvern_barred", "gmail_confirmation"),
        desk.situation().concerns().stream().map(it -> it.kind().word()).toList());
    desk.drop(question);
    assertEquals(List.of(barred), desk.situation().concerns());

    long held = office.hold();
    var now = desk.situation().concerns().getLast();
    assertEquals(Concern.Kind.DELIVERIES_HELD, now.kind());
    assertEquals("1 waiting, the newest is " + held + ": two codes", now.because());
    desk.drop(held);
    assertEquals(List.of(barred), desk.situation().concerns());
  }

  private static Situation situation(List<Concern> concerns) {
    return new Situation(
        "1.2.3", Office.NOW, true, List.of(), List.of(), List.of(), concerns, Map.of());
  }

  @Test
  void keepsNothingFromBeingErasedFromTheLogOfTheDatabase() throws IOException {
    long id = office.take();
    office.deliver(id);
    desk.version();
    desk.reveal(id);
    assertTrue(office.spool.erase(office.now.plus(Duration.ofHours(2))));
    assertEquals(Optional.empty(), desk.reveal(id));
  }

  private Map<String, Boolean> done() throws IOException {
    return desk.checklist().stream().collect(Collectors.toMap(Desk.Task::name, Desk.Task::done));
  }

  private static Map<String, Boolean> tasks(
      boolean recipient, boolean forwarding, boolean mail, boolean post) {
    return Map.of(
        "recipient", recipient, "forwarding", forwarding, "first_mail", mail, "first_post", post);
  }
}
