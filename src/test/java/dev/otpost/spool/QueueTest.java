package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.begun;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Folder;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Outcome;
import dev.otpost.message.Place;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator at the spool, beside a daemon that has it open. */
final class QueueTest {

  @TempDir private Path directory;
  private Instant now = NOW;
  private SpoolSettings settings;
  private Spool spool;
  private Queue queue;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  QueueTest() {}

  @BeforeEach
  void open() throws IOException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    InstantSource clock = () -> now;
    spool = Spool.open(settings, clock);
    queue = Queue.open(settings, clock);
  }

  @AfterEach
  void close() throws IOException {
    queue.close();
    spool.close();
  }

  @Test
  void showsTheNewestFirstAndOnlyWhatIsAskedFor() throws IOException {
    long first = take("1@x", NOW);
    long second = take("2@x", NOW);
    long third = take("3@x", NOW);
    end(second, new Outcome.Delivered("stored"));
    assertEquals(List.of(third, second, first), ids(queue.list(Optional.empty(), 50)));
    assertEquals(List.of(third, second), ids(queue.list(Optional.empty(), 2)));
    assertEquals(List.of(second), ids(queue.list(Optional.of(State.DELIVERED), 50)));
    assertEquals(List.of(), ids(queue.list(Optional.of(State.HELD), 50)));
  }

  /** What waits for a run to fetch it is late for nobody. */
  @Test
  void tellsSinceWhenTheOldestIsOnItsWayOfTheRoutesThatArePosted() throws IOException {
    take("1@x", NOW);
    assertEquals(Optional.of(NOW), queue.census("log", List.of("other")).oldestPending());
    assertEquals(Optional.empty(), queue.census("log", List.of("default")).oldestPending());
  }

  @Test
  void showsAllThatIsKnownOfAMail() throws IOException {
    long id = take("1@x", NOW);
    var entry = queue.find(id).orElseThrow();
    assertEquals("john@example.com", entry.identifier().orElseThrow().value());
    assertEquals("To of the auto-forwarded mail", entry.because());
    assertEquals("a test", entry.evidence());
    assertEquals("otp@gw.example.com", entry.recipient());
    assertEquals("github.example", entry.site());
    assertEquals("192.0.2.1", entry.peer());
    assertEquals(NOW, entry.receivedAt());
    assertEquals("text of 1@x", queue.content(id).orElseThrow().text());
    assertTrue(
        new String(queue.raw(id).orElseThrow(), StandardCharsets.UTF_8).endsWith("text of 1@x"));
  }

  @Test
  void postsARefusedOneAgainWhenAsked() throws IOException {
    long id = take("1@x", NOW);
    end(id, new Outcome.Refused("HTTP 400"));
    assertEquals(new Queue.Moved.Done(), queue.retry(id, false));
    assertEquals(List.of(id), spool.pending().stream().map(Pending::id).toList());
  }

  @Test
  void postsADeliveredOneAgainByForceOnly() throws IOException {
    long id = take("1@x", NOW);
    end(id, new Outcome.Delivered("stored"));
    assertTrue(refusal(queue.retry(id, false)).contains("Skyvern has it already"));
    assertEquals(new Queue.Moved.Done(), queue.retry(id, true));
  }

  @Test
  void postsAnExpiredOneByForceOnlyAndGivesItANewLife() throws IOException {
    long id = take("1@x", NOW);
    now = NOW.plus(Duration.ofMinutes(15));
    spool.expire(id, "", now);
    assertTrue(refusal(queue.retry(id, false)).contains("--force"));
    assertEquals(State.EXPIRED, queue.find(id).orElseThrow().state());
    assertEquals(new Queue.Moved.Done(), queue.retry(id, true));
    var life = spool.pending().getFirst().life();
    assertEquals(NOW, life.origin());
    assertEquals(now.plus(Duration.ofMinutes(15)), life.end());
  }

  @Test
  void givesAForcedOneTheSameLengthOfLifeEachTime() throws IOException {
    long id = take("1@x", NOW);
    for (int time = 1; time <= 3; time++) {
      now = NOW.plus(Duration.ofHours(time));
      assertTrue(spool.expire(id, "", now).isPresent());
      assertEquals(new Queue.Moved.Done(), queue.retry(id, true));
      var life = spool.pending().getFirst().life();
      assertEquals(now.plus(Duration.ofMinutes(15)), life.end());
    }
  }

  @Test
  void doesNotExpireWhatHasBeenGivenANewLifeMeanwhile() throws IOException {
    long id = take("1@x", NOW);
    now = NOW.plus(Duration.ofMinutes(15));
    assertEquals(new Queue.Moved.Done(), queue.retry(id, true));
    assertEquals(Optional.empty(), spool.expire(id, "", now), "by the life that the agent knows");
    assertEquals(State.PENDING, queue.find(id).orElseThrow().state());
  }

  @Test
  void hurriesOnOneThatIsOnItsWay() throws IOException {
    long older = take("1@x", NOW);
    long newer = take("2@x", NOW.plusSeconds(1));
    end(older, new Outcome.Unanswered("timed out"));
    end(newer, new Outcome.Delivered("stored"));
    assertEquals(new Queue.Moved.Done(), queue.retry(older, false), "it is posted in any case");
    assertFalse(queue.find(older).orElseThrow().forced());
    assertEquals(Optional.of(NOW), begun(spool, older).doubtSince(), "it may be there already");
  }

  @Test
  void doubtsThatOneIsNotThereInAnotherForm() throws IOException {
    long id = take("1@x", NOW);
    end(id, new Outcome.Again("HTTP 502", Form.FIRST.asBare(), true));
    assertEquals(Optional.of(NOW), begun(spool, id).doubtSince());
  }

  @Test
  void saysOfOneOnItsWayThatItIsTooLate() throws IOException {
    long id = take("1@x", NOW);
    now = NOW.plus(Duration.ofMinutes(15));
    assertTrue(refusal(queue.retry(id, false)).contains("its life ended at"));
    assertEquals(new Queue.Moved.Done(), queue.retry(id, true));
    assertEquals(now.plus(Duration.ofMinutes(15)), spool.pending().getFirst().life().end());
  }

  @Test
  void postsOneAgainFromTheBeginningWithoutLookingForItAtSkyvern() throws IOException {
    long id = take("1@x", NOW);
    end(id, new Outcome.Again("HTTP 402", Form.FIRST.asBare()));
    end(id, new Outcome.Unanswered("timed out"));
    now = NOW.plus(Duration.ofMinutes(15));
    assertTrue(spool.expire(id, "", now).isPresent());
    assertEquals(new Queue.Moved.Done(), queue.retry(id, true));
    var delivery = begun(spool, id);
    assertEquals(Form.FIRST, delivery.form());
    assertEquals(Optional.empty(), delivery.doubtSince());
  }

  @Test
  void dropsOneThatIsBeingPostedAndSaysWhatThatMeans() throws IOException {
    long id = take("1@x", NOW);
    spool.begin(id, NOW);
    var done = assertInstanceOf(Queue.Moved.Done.class, queue.drop(id));
    assertTrue(done.caveat().orElseThrow().contains("Skyvern may have it"), done::toString);
    spool.settle(id, new Outcome.Deferred("HTTP 503", Optional.empty()), NOW);
    assertEquals(State.DROPPED, queue.find(id).orElseThrow().state());
    assertEquals("dropped by the operator", queue.find(id).orElseThrow().note());
    assertEquals("HTTP 503", queue.attempts(id).getFirst().because());
    assertEquals(new Queue.Moved.Done(), queue.drop(id), "it is dropped already");
  }

  @Test
  void saysThatSkyvernHasWhatWasDroppedTooLate() throws IOException {
    long id = take("1@x", NOW);
    spool.begin(id, NOW);
    queue.drop(id);
    spool.settle(id, new Outcome.Delivered("stored"), NOW.plusSeconds(1));
    var entry = queue.find(id).orElseThrow();
    assertEquals(State.DELIVERED, entry.state());
    assertEquals("stored; it was being posted when it was dropped", entry.note());
    assertEquals(Optional.of(NOW.plusSeconds(1)), entry.endedAt());
  }

  @Test
  void saysThatSkyvernMayHaveWhatWasDroppedWhileNoAnswerCame() throws IOException {
    long id = take("1@x", NOW);
    spool.begin(id, NOW);
    queue.drop(id);
    spool.settle(id, new Outcome.Unanswered("timed out"), NOW);
    var entry = queue.find(id).orElseThrow();
    assertEquals(State.DROPPED, entry.state());
    assertEquals(
        "dropped by the operator while it was being posted: Skyvern may have it; timed out",
        entry.note());
  }

  @Test
  void followsTheAttemptUnderWayWhenOneIsDroppedAndTakenBack() throws IOException {
    long id = take("1@x", NOW);
    spool.begin(id, NOW);
    queue.drop(id);
    assertEquals(new Queue.Moved.Done(), queue.retry(id, false));
    spool.settle(id, new Outcome.Delivered("stored"), NOW);
    assertEquals(State.DELIVERED, queue.find(id).orElseThrow().state());
    assertEquals("stored", queue.find(id).orElseThrow().note());
    assertEquals(1, queue.attempts(id).size());
  }

  @Test
  void tellsHowLongEachHopTook() throws IOException {
    now = NOW.plusMillis(3); // when it is on the disk
    long id = take("1@x", NOW);
    spool.begin(id, NOW.plusMillis(5));
    spool.settle(id, new Outcome.Deferred("HTTP 503", Optional.empty()), NOW.plusMillis(120));
    spool.begin(id, NOW.plusMillis(1_120));
    spool.settle(id, new Outcome.Delivered("stored"), NOW.plusMillis(1_200));
    var hops = Hops.of(queue.find(id).orElseThrow(), queue.attempts(id));
    assertEquals(
        List.of(3L, 5L, 1_200L),
        Stream.of(hops.durable(), hops.posted(), hops.answered())
            .map(it -> hops.after(it.orElseThrow()).toMillis())
            .toList());
  }

  @Test
  void doesNotKnowHowLongTheDiskTookAfterARestart() throws IOException {
    long id = take("1@x", NOW);
    spool.close();
    spool = Spool.open(settings, () -> now);
    spool.begin(id, NOW);
    assertEquals(Optional.empty(), queue.find(id).orElseThrow().durableAt());
  }

  @Test
  void remembersNoTimesOfWhatTheOperatorDropped() throws IOException {
    long dropped = take("1@x", NOW);
    long waiting = take("2@x", NOW);
    queue.drop(dropped);
    spool.sweep(NOW);
    queue.retry(dropped, false);
    spool.begin(dropped, NOW);
    spool.begin(waiting, NOW);
    assertEquals(Optional.empty(), queue.find(dropped).orElseThrow().durableAt());
    assertEquals(Optional.of(NOW), queue.find(waiting).orElseThrow().durableAt());
  }

  @Test
  void showsThoseThatAreAskedForByIdentifierSiteAndTime() throws IOException {
    long early = take("1@x", NOW.minusSeconds(1));
    long late = take("2@x", NOW);
    assertEquals(List.of(late, early), selected("john@example.com", "github.example", null));
    assertEquals(List.of(late), selected("john@example.com", null, NOW));
    assertEquals(List.of(), selected("jane@example.com", null, null));
    assertEquals(List.of(), selected(null, "other.example", null));
  }

  @Test
  void showsThoseThatAreAskedForByKindSourceAndTime() throws IOException {
    var place = new Place(new Folder("work", "INBOX"), 1, 1);
    spool.begin(place.at(0));
    var lying = mail("1@x", "text").at(NOW.minusSeconds(1));
    long read =
        spool
            .commit(
                lying.from(place, false),
                lying.raw(),
                lying.letter(),
                List.of(lying.deliver("john@example.com")))
            .ids()
            .getFirst();
    long sent = take("2@x", NOW);
    var question = mail("3@x", "a question").at(NOW.plusSeconds(1));
    long asked =
        spool
            .commit(
                question.envelope(),
                question.raw(),
                question.letter(),
                List.of(question.confirm("https://mail.google.example/")))
            .ids()
            .getFirst();

    assertEquals(List.of(asked), filtered(Kind.GMAIL_CONFIRMATION, null, null));
    assertEquals(List.of(sent, read), filtered(Kind.CODE, null, null));
    assertEquals(List.of(read), filtered(null, Source.IMAP, null));
    assertEquals(List.of(sent), filtered(Kind.CODE, Source.SMTP, null));
    assertEquals(List.of(read), filtered(null, null, NOW));
    assertEquals(List.of(Source.IMAP), queue.find(read).stream().map(Entry::source).toList());
  }

  private List<Long> filtered(@Nullable Kind kind, @Nullable Source source, @Nullable Instant until)
      throws IOException {
    return ids(
        queue.list(
            new Selection(
                Optional.empty(),
                Optional.ofNullable(kind),
                Optional.ofNullable(source),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(until),
                Optional.empty()),
            50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"john@", "JOHN", "otp@gw", "github.example", "auto-forwarded", "100%_!"})
  void findsTextInIdentifierRecipientSiteAndReasons(String text) throws IOException {
    long id = take("1@x", NOW);
    end(id, new Outcome.Refused("it is 100%_! wrong"));
    assertEquals(List.of(id), found(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "text of", "jo_n", "j%n", "100%!"})
  void findsNoTextOfAMailNorACodeAndTakesEverySignAsItIs(String text) throws IOException {
    end(take("1@x", NOW), new Outcome.Refused("it is 100%_! wrong"));
    assertEquals(List.of(), found(text));
  }

  private List<Long> found(String text) throws IOException {
    return ids(
        queue.list(
            new Selection(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(text)),
            50));
  }

  @Test
  void turnsPagesFromTheNewestToTheOldest() throws IOException {
    long first = take("1@x", NOW);
    long second = take("2@x", NOW);
    long third = take("3@x", NOW);
    assertEquals(List.of(third, second), ids(queue.list(Selection.ALL, Optional.empty(), 2)));
    assertEquals(List.of(first), ids(queue.list(Selection.ALL, Optional.of(second), 2)));
    assertEquals(List.of(), ids(queue.list(Selection.ALL, Optional.of(first), 2)));
  }

  private List<Long> selected(
      @Nullable String identifier, @Nullable String site, @Nullable Instant since)
      throws IOException {
    return ids(
        queue.list(
            new Selection(
                Optional.empty(),
                Optional.ofNullable(identifier).map(Identifier::new),
                Optional.ofNullable(site),
                Optional.ofNullable(since)),
            50));
  }

  @Test
  void givesAllPageByPageTheOldestFirst() throws IOException {
    long first = take("1@x", NOW);
    long second = take("2@x", NOW);
    long third = take("3@x", NOW);
    assertEquals(List.of(first, second), ids(queue.page(Selection.ALL, 0, 2)));
    assertEquals(List.of(third), ids(queue.page(Selection.ALL, second, 2)));
    assertEquals(List.of(), ids(queue.page(Selection.ALL, third, 2)));
    end(second, new Outcome.Delivered("stored"));
    assertEquals(List.of(second), ids(queue.page(Selection.in(State.DELIVERED), 0, 2)));
  }

  @Test
  void postsOneThatWasOvertakenByForceOnly() throws IOException {
    long older = take("1@x", NOW);
    long newer = take("2@x", NOW.plusSeconds(1));
    end(older, new Outcome.Refused("HTTP 400"));
    end(newer, new Outcome.Delivered("stored"));
    assertTrue(refusal(queue.retry(older, false)).contains("one that came later"));
    assertEquals(new Queue.Moved.Done(), queue.retry(older, true));
  }

  @Test
  void cannotPostWhatIsErasedOrHasNoIdentifier() throws IOException {
    long erased = take("1@x", NOW);
    end(erased, new Outcome.Delivered("stored"));
    spool.sweep(NOW.plus(Duration.ofHours(1)));
    assertTrue(refusal(queue.retry(erased, true)).contains("erased"));
    var mail = mail("2@x", "the link");
    long held =
        spool
            .commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.hold()))
            .ids()
            .getFirst();
    assertTrue(refusal(queue.retry(held, true)).contains("no identifier"));
  }

  @Test
  void showsGmailsQuestionsUntilTheyAreDealtWith() throws IOException {
    take("1@x", NOW);
    long first = ask("2@x", "https://mail.google.com/mail/vf-a");
    long second = ask("3@x", "https://mail.google.com/mail/vf-b");
    var waiting = queue.confirmations();
    assertEquals(List.of(second, first), waiting.stream().map(Confirmation::id).toList());
    var question = waiting.getLast();
    assertEquals(Optional.of("John.Doe@gmail.example"), question.mailbox());
    assertEquals(Optional.of("99427480"), question.code());
    assertEquals(Optional.of("https://mail.google.com/mail/vf-a"), question.link());
    assertEquals("otp@gw.example.com", question.recipient());
    assertEquals(NOW, question.receivedAt());
    assertEquals("", question.note());
    assertEquals(Kind.GMAIL_CONFIRMATION, queue.find(first).orElseThrow().kind());
    assertTrue(refusal(queue.retry(first, true)).contains("Gmail's question"));
    queue.drop(first);
    assertEquals(List.of(second), queue.confirmations().stream().map(Confirmation::id).toList());
  }

  @Test
  void triesTheLinkOfAQuestionOnce() throws IOException {
    long id = ask("1@x", "https://mail.google.com/mail/vf-a");
    assertEquals(List.of(id), untried());
    assertTrue(spool.beginConfirmation(id, NOW));
    assertFalse(spool.beginConfirmation(id, NOW));
    assertEquals(List.of(), untried());
    assertTrue(queue.confirmations().getFirst().note().contains("no answer is known"));
    spool.settleConfirmation(id, "HTTP 200", NOW);
    assertEquals("auto-confirm: HTTP 200", queue.confirmations().getFirst().note());
    assertEquals("HTTP 200", queue.attempts(id).getFirst().because());
  }

  @Test
  void leavesAQuestionAloneThatWasDealtWith() throws IOException {
    long dropped = ask("1@x", "https://mail.google.com/mail/vf-a");
    long underWay = ask("2@x", "https://mail.google.com/mail/vf-b");
    queue.drop(dropped);
    assertEquals(List.of(underWay), untried());
    assertFalse(spool.beginConfirmation(dropped, NOW));
    assertTrue(spool.beginConfirmation(underWay, NOW));
    queue.drop(underWay);
    spool.settleConfirmation(underWay, "HTTP 200", NOW);
    assertEquals("dropped by the operator", queue.find(underWay).orElseThrow().note());
  }

  @Test
  void tellsEveryListenerOfAQuestionOnce() throws IOException {
    var told = new ArrayList<String>();
    for (var name : List.of("one", "other")) {
      spool.listen(
          new Spool.Listener() {
            @Override
            public void arrived(Pending pending) {
              told.add(name + " of an entry");
            }

            @Override
            public void asked() {
              told.add(name + " of a question");
            }

            @Override
            public void changed() {}
          });
    }
    ask("1@x", "https://mail.google.com/mail/vf-a");
    ask("1@x", "https://mail.google.com/mail/vf-a");
    assertEquals(List.of("one of a question", "other of a question"), told);
    take("2@x", NOW);
    assertEquals(List.of("one of an entry", "other of an entry"), told.subList(2, told.size()));
  }

  @Test
  void dropsWhatIsNotToBePosted() throws IOException {
    long id = take("1@x", NOW);
    assertEquals(new Queue.Moved.Done(), queue.drop(id));
    assertEquals(State.DROPPED, queue.find(id).orElseThrow().state());
    assertEquals(new Begun.Gone(), spool.begin(id, NOW));
  }

  @Test
  void saysSoWhenThereIsNoSuchEntryOrNoSpool() throws IOException {
    assertEquals(new Queue.Moved.Unknown(), queue.drop(42));
    assertEquals(new Queue.Moved.Unknown(), queue.retry(42, true));
    assertEquals(Optional.empty(), queue.find(42));
    var nowhere = new SpoolSettings(directory.resolve("x"), Duration.ZERO, Duration.ZERO);
    var failure = assertThrows(IOException.class, () -> Queue.open(nowhere, () -> now));
    assertTrue(String.valueOf(failure.getMessage()).contains("spool.path"));
  }

  private static String refusal(Queue.Moved moved) {
    return assertInstanceOf(Queue.Moved.No.class, moved).because();
  }

  private static List<Long> ids(List<Entry> entries) {
    return entries.stream().map(Entry::id).toList();
  }

  private long take(String messageId, Instant receivedAt) throws IOException {
    var mail = mail(messageId, "text of " + messageId).at(receivedAt);
    return spool
        .commit(
            mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver("john@example.com")))
        .ids()
        .getFirst();
  }

  private long ask(String messageId, String link) throws IOException {
    var mail = mail(messageId, "please confirm");
    return spool
        .commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.confirm(link)))
        .ids()
        .getFirst();
  }

  private List<Long> untried() throws IOException {
    return spool.untriedConfirmations().stream().map(Confirmation::id).toList();
  }

  private void end(long id, Outcome outcome) throws IOException {
    spool.begin(id, now);
    spool.settle(id, outcome, now);
  }
}
