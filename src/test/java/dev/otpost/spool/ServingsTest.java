package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.message.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which run of Skyvern is handed what. */
final class ServingsTest {

  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final String JOHN = "john@example.com";
  private static final Outcome.Delivered YES = new Outcome.Delivered("HTTP 200", Optional.empty());

  @TempDir private Path directory;
  private Instant now = NOW;
  private Spool spool;
  private Queue queue;
  private int mails;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ServingsTest() {}

  @BeforeEach
  void open() throws IOException {
    var settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, () -> now);
    queue = Queue.open(settings, () -> now);
  }

  @AfterEach
  void close() throws IOException {
    queue.close();
    spool.close();
  }

  @Test
  void theRunGetsTheCodeThatCameAfterItsFirstQuestion() throws IOException {
    assertEquals("", ask("wr_1"));
    after(5);
    long id = code("111111");
    after(1);
    assertEquals("111111", ask("wr_1"));
    assertEquals(State.SERVED, state(id));
    assertEquals(List.of(new Serving("wr_1", "tsk_1", now)), queue.servings(id));
    assertEquals(List.of(), spool.pending());
    assertEquals(new Begun.Gone(), spool.begin(id, now), "it is not posted any more");
    assertEquals(Optional.of(now), queue.find(id).orElseThrow().endedAt());
  }

  @ParameterizedTest
  @CsvSource({"120, 111111", "121, ''"})
  void aCodeMayHaveComeAsLongBeforeAsTheGrace(int seconds, String handed) throws IOException {
    code("111111");
    after(seconds);
    assertEquals(handed, ask("wr_1"));
  }

  @Test
  void noOtherRunGetsTheSameCode() throws IOException {
    code("111111");
    assertEquals("111111", ask("wr_1"));
    assertEquals("", ask("wr_2"));
    assertEquals("", ask(""), "nor an anonymous one");
  }

  @ParameterizedTest
  @CsvSource({"0, 111111", "59, 111111", "60, ''"})
  void theSameTaskGetsItAgainForAMinute(int seconds, String handed) throws IOException {
    long id = code("111111");
    ask("wr_1");
    after(seconds);
    assertEquals(handed, ask("wr_1"));
    assertEquals(1, queue.servings(id).size());
  }

  @Test
  void theMinuteBeginsWithTheFirstAnswer() throws IOException {
    code("111111");
    for (int times = 0; times < 6; times++) {
      assertEquals("111111", ask("wr_1"));
      after(10);
    }
    assertEquals("", ask("wr_1"), "or a code that was refused would come back for ever");
  }

  @Test
  void anotherTaskOfTheRunDoesNotGetItAgain() throws IOException {
    code("111111");
    assertEquals("111111", served(question("wr_1", "tsk_1")));
    assertEquals("", served(question("wr_1", "tsk_2")));
  }

  @Test
  void theRunGetsOnlyNewerOnesAfterwards() throws IOException {
    code("111111");
    after(1);
    code("222222");
    assertEquals("222222", ask("wr_1"));
    after(61);
    assertEquals("", ask("wr_1"), "the one before is not newer");
    code("333333");
    assertEquals("333333", ask("wr_1"));
  }

  @Test
  void aNewerCodeIsBetterThanTheSameAgain() throws IOException {
    code("111111");
    ask("wr_1");
    after(1);
    code("222222");
    assertEquals("222222", ask("wr_1"));
  }

  @Test
  void theSameCodeAgainIsBetterThanANewerMailWithoutOne() throws IOException {
    code("111111");
    ask("wr_1");
    after(1);
    take(JOHN, "default", "site.example", "Hello", new Otp.None("a test"));
    assertEquals("111111", ask("wr_1"));
  }

  @Test
  void ofTwoTheNewestWithSomethingInItIsHandedOut() throws IOException {
    code("111111");
    after(1);
    code("222222");
    after(1);
    take(JOHN, "default", "site.example", "Hello", new Otp.None("a test"));
    assertEquals("222222", ask("wr_1"));
  }

  @ParameterizedTest
  @CsvSource({
    "code, 123456",
    "link, https://site.example/in?t=1",
    "ambiguous, Text of it",
    "none, Text of it",
  })
  void theCodeOrLinkIsHandedOutAloneAndElseTheText(String found, String handed) throws IOException {
    var otp =
        switch (found) {
          case "code" -> new Otp.Code("123456", "a test");
          case "link" -> new Otp.MagicLink("https://site.example/in?t=1", "a test");
          case "ambiguous" -> new Otp.Ambiguous("a test");
          default -> new Otp.None("a test");
        };
    take(JOHN, "default", "site.example", "Text of it", otp);
    assertEquals(handed, ask("wr_1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "expired", "dropped", "held", "over", "erased"})
  void whatIsNotOnItsWayOrThereIsNotHandedOut(String what) throws IOException {
    if (what.equals("held")) {
      var mail = mail("held@x", "111111").at(now);
      spool.commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.hold()));
    } else {
      ask("wr_1");
      long id = code("111111");
      switch (what) {
        case "refused" -> post(id, new Outcome.Refused("HTTP 422"));
        case "expired" -> {
          after(15 * 60);
          assertTrue(spool.expire(id, "", now).isPresent());
        }
        case "dropped" -> queue.drop(id);
        case "over" -> after(15 * 60);
        default -> {
          post(id, YES);
          assertTrue(spool.sweep(now.plus(Duration.ofHours(1))));
        }
      }
    }
    assertEquals("", ask("wr_1"));
  }

  @Test
  void anotherIdentifierAndAnotherRouteAreNoneOfItsBusiness() throws IOException {
    take("jane@example.com", "default", "site.example", "x", new Otp.Code("111111", "a test"));
    take(JOHN, "other", "site.example", "x", new Otp.Code("222222", "a test"));
    assertEquals("", ask("wr_1"));
    var both = new TreeSet<>(List.of("default", "other"));
    assertEquals(
        "222222",
        served(new Question(both, new Identifier(JOHN), Optional.empty(), "wr_1", "tsk_1", GRACE)));
  }

  @Test
  void whatAnotherKeyAskedUnderTheNameOfTheRunChangesNothing() throws IOException {
    served(onRoute("other", "wr_1"));
    after(60);
    code("111111");
    after(180);
    assertEquals("", served(onRoute("default", "wr_1")), "it asks here for the first time");
  }

  @ParameterizedTest
  @CsvSource({
    "github.com, github.com, 111111",
    "mail.github.com, github.com, 111111",
    "notgithub.com, github.com, ''",
    "github.com, mail.github.com, ''",
  })
  void aSiteIsMeantWithItsSubdomains(String site, String asked, String handed) throws IOException {
    take(JOHN, "default", site, "x", new Otp.Code("111111", "a test"));
    assertEquals(handed, served(ofSite("wr_1", asked)));
  }

  @Test
  void ofAMailThatAPersonForwardedTheSiteThatWroteItCounts() throws IOException {
    var mail = mail("forwarded@x", "111111").at(now);
    var letter =
        Draft.of("", "111111")
            .from("jane@example.com")
            .forwarded(
                Optional.of(
                    new Forwarded(
                        Forwarded.How.INLINE,
                        Address.of("noreply@github.com"),
                        List.of(),
                        Optional.empty())))
            .letter();
    spool.commit(mail.envelope(), mail.raw(), letter, List.of(mail.deliver(JOHN)));
    assertEquals("", served(ofSite("wr_1", "example.com")));
    assertEquals("123456", served(ofSite("wr_1", "github.com")));
  }

  @Test
  void eachSiteIsASeriesOfItsOwn() throws IOException {
    assertEquals("", served(ofSite("wr_1", "a.example")));
    after(300);
    take(JOHN, "default", "b.example", "x", new Otp.Code("111111", "a test"));
    after(121);
    assertEquals("", served(ofSite("wr_1", "b.example")), "it came before it was asked for");
  }

  @Test
  void anOlderOneOfItsSiteIsNotHandedOutOnceTheNewerWasPostedOrFetched() throws IOException {
    for (var becameOfIt : List.of("posted", "fetched")) {
      var site = becameOfIt + ".example";
      long newer = written("222222", site, now.minusSeconds(10));
      if (becameOfIt.equals("posted")) {
        post(newer, YES);
      }
      assertEquals("222222", served(ofSite("wr_1", site)));
      long older = written("111111", site, now.minusSeconds(70));
      assertEquals("", served(ofSite("wr_2", site)));
      assertInstanceOf(Begun.Superseded.class, spool.begin(older, now));
    }
  }

  @Test
  void whatWasPostedIsHandedOutAndStaysDelivered() throws IOException {
    long id = code("111111");
    post(id, YES);
    assertEquals("111111", ask("wr_1"));
    assertEquals(State.DELIVERED, state(id));
    assertEquals(1, queue.servings(id).size());
    assertEquals("", ask("wr_2"));
  }

  @ParameterizedTest
  @CsvSource({
    "delivered, delivered, HTTP 200; it was being posted when a run fetched it",
    "refused, served, 'a run of Skyvern fetched it; it was being posted, and Skyvern refused it:"
        + " HTTP 422'",
    "deferred, served, a run of Skyvern fetched it",
    "unanswered, served, a run of Skyvern fetched it; it was being posted: Skyvern may have it"
        + " too; timed out",
  })
  void whatWasUnderWayIsRecordedAsItCameOut(String came, String state, String note)
      throws IOException {
    long id = code("111111");
    Mails.begun(spool, id);
    assertEquals("111111", ask("wr_1"));
    assertEquals(
        "a run of Skyvern fetched it; it was being posted: Skyvern may have it too", note(id));
    spool.settle(
        id,
        switch (came) {
          case "delivered" -> YES;
          case "refused" -> new Outcome.Refused("HTTP 422");
          case "deferred" -> new Outcome.Deferred("HTTP 429", Optional.empty());
          default -> new Outcome.Unanswered("timed out");
        },
        now);
    assertEquals(state, state(id).word());
    assertEquals(note, note(id));
    assertEquals(new Begun.Gone(), spool.begin(id, now));
    assertEquals("111111", ask("wr_1"), "again, for its answer may be lost");
    assertEquals(state, state(id).word());
  }

  @Test
  void whatWasFetchedNeitherExpiresNorCanBeDropped() throws IOException {
    long id = code("111111");
    ask("wr_1");
    assertEquals(Optional.empty(), spool.expire(id, "", now.plusSeconds(3600)));
    assertInstanceOf(Queue.Moved.No.class, queue.drop(id));
    assertEquals(State.SERVED, state(id));
  }

  @Test
  void whatWasFetchedIsPostedByForceOnlyAndGoesToNoOtherRun() throws IOException {
    long id = code("111111");
    ask("wr_1");
    var no = assertInstanceOf(Queue.Moved.No.class, queue.retry(id, false));
    assertTrue(no.because().contains("--force"), no::because);
    assertInstanceOf(Queue.Moved.Done.class, queue.retry(id, true));
    assertEquals("", ask("wr_2"));
    post(id, YES);
    assertEquals(State.DELIVERED, state(id));
    assertEquals(1, queue.servings(id).size());
  }

  @ParameterizedTest
  @CsvSource({"120, 111111", "121, ''"})
  void anAnonymousRunIsOneAsLongAsItAsksWithoutALongPause(int pause, String handed)
      throws IOException {
    assertEquals("", ask(""));
    after(pause);
    assertEquals("", ask(""));
    after(pause);
    var then = now;
    now = NOW; // It came when the first was asked, and was brought late.
    code("111111");
    now = then;
    assertEquals(handed, ask(""));
  }

  @Test
  void theNextAnonymousRunGetsNothingOfTheOneBefore() throws IOException {
    code("111111");
    assertEquals("111111", ask(""));
    assertEquals("111111", ask(""));
    after(121);
    assertEquals("", ask(""));
  }

  @Test
  void aClockThatIsSetMovesRunsAndWhatTheyWereHanded() throws IOException {
    assertEquals("", ask("wr_1"));
    code("111111");
    assertEquals("111111", ask("wr_1"));
    for (int hours : List.of(2, -3)) {
      var by = Duration.ofHours(hours);
      spool.shift(by, () -> now = now.plus(by));
      after(10);
      code("22222" + Math.abs(hours));
      assertEquals("22222" + Math.abs(hours), ask("wr_1"));
      assertEquals("22222" + Math.abs(hours), ask("wr_1"), "again");
      assertEquals("", ask("wr_2"));
    }
  }

  @Test
  void aQuestionIsAnsweredAtOnceHoweverMuchHasComeForItsIdentifier() throws Exception {
    post(code("111111"), YES);
    try (var sql = new Database(directory, () -> now).join()) {
      sql.update(
          "insert into entry (mail, recipient, state, kind, route, identifier, because, note,"
              + " origin, life_end, ended_at) select mail, recipient, state, kind, route,"
              + " identifier, because, note, origin - 86400000000, life_end - 86400000000,"
              + " ended_at from entry,"
              + " (with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000)"
              + " select i from n)");
    }
    assertEquals("111111", ask("wr_0"));
    var much = Duration.ZERO;
    var nothing = Duration.ZERO;
    for (int run = 1; run <= 50; run++) {
      // In turns, so that a busy machine is as slow with the one as with the other.
      much = much.plus(time(question("wr_" + run, "")));
      nothing = nothing.plus(time(onRoute("another", "wr_" + run)));
    }
    assertTrue(much.compareTo(nothing.multipliedBy(5)) < 0, much + " instead of " + nothing);
  }

  private Duration time(Question question) throws IOException {
    long began = System.nanoTime();
    assertEquals("", served(question));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void aClockThatWasSetBackWhileNobodySawItIsNotInTheWay() throws IOException {
    now = now.plus(Duration.ofDays(365));
    code("111111");
    assertEquals("111111", ask("wr_1"));
    assertEquals("", ask(""));
    now = now.minus(Duration.ofDays(365));
    code("222222");
    assertEquals("222222", ask("wr_2"));
    assertEquals("", ask(""));
    code("333333");
    assertEquals("333333", ask(""));
  }

  @Test
  void whatWasHandedOutIsKnownAfterARestart() throws IOException {
    code("111111");
    ask("wr_1");
    close();
    open();
    assertEquals("", ask("wr_2"));
    assertEquals("111111", ask("wr_1"));
  }

  @Test
  void runsThatAskNoMoreAreForgottenAfterADay() throws IOException {
    ask("wr_1");
    after(86_399);
    assertTrue(spool.sweep(now));
    assertEquals(1, rows("run"));
    after(1);
    assertTrue(spool.sweep(now));
    assertEquals(0, rows("run"));
  }

  @Test
  void servingsGoWithTheHistoryOfTheirEntry() throws IOException {
    code("111111");
    ask("wr_1");
    assertTrue(spool.sweep(now.plus(Duration.ofDays(30))));
    assertEquals(0, rows("serving"));
  }

  @Test
  void aHundredRunsGetOneCodeEachAndNoneTwice() throws Exception {
    int runs = 100;
    var asking = new ArrayList<Callable<String>>();
    for (int run = 0; run < runs; run++) {
      // Half of them for an identifier of their own, half for the same one.
      var identifier = run % 2 == 0 ? "john%d@example.com".formatted(run) : JOHN;
      take(
          identifier,
          "default",
          "site.example",
          "x",
          new Otp.Code("%06d".formatted(run), "a test"));
      var question =
          new Question(
              new TreeSet<>(List.of("default")),
              new Identifier(identifier),
              Optional.empty(),
              "wr_" + run,
              "tsk_" + run,
              GRACE);
      asking.add(() -> served(question));
    }
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      var handed = new ArrayList<String>();
      for (var answer : all.invokeAll(asking)) {
        handed.add(answer.get());
      }
      assertEquals(runs, new HashSet<>(handed).size(), "none twice, none without");
      assertFalse(handed.contains(""));
      for (int run = 0; run < runs; run += 2) {
        assertEquals("%06d".formatted(run), handed.get(run), "none of another identifier");
      }
    }
    var words = new HashMap<State, Long>();
    words.put(State.SERVED, (long) runs);
    assertEquals(words, queue.count());
  }

  private long rows(String table) throws IOException {
    try (var sql = new Database(directory, () -> now).join()) {
      return sql.one("select count(*) from " + table, row -> row.getLong(1)).orElseThrow();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private void after(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private String ask(String run) throws IOException {
    return served(question(run, run.replace("wr", "tsk")));
  }

  private String served(Question question) throws IOException {
    return spool.serve(question, now).map(Served::value).orElse("");
  }

  private static Question question(String run, String task) {
    return new Question(
        new TreeSet<>(List.of("default")),
        new Identifier(JOHN),
        Optional.empty(),
        run,
        task,
        GRACE);
  }

  private static Question onRoute(String route, String run) {
    return new Question(
        new TreeSet<>(List.of(route)), new Identifier(JOHN), Optional.empty(), run, "", GRACE);
  }

  private static Question ofSite(String run, String site) {
    return new Question(
        new TreeSet<>(List.of("default")), new Identifier(JOHN), Optional.of(site), run, "", GRACE);
  }

  private long code(String code) throws IOException {
    return take(JOHN, "default", "site.example", code, new Otp.Code(code, "a test"));
  }

  private long written(String code, String site, Instant at) throws IOException {
    return take(
        JOHN,
        "default",
        site,
        code,
        new Otp.Code(code, "a test"),
        Optional.of(new Written(site, at)));
  }

  private long take(String identifier, String route, String site, String text, Otp otp)
      throws IOException {
    return take(identifier, route, site, text, otp, Optional.empty());
  }

  private long take(
      String identifier, String route, String site, String text, Otp otp, Optional<Written> written)
      throws IOException {
    var mail = mail("%d@x".formatted(mails++), text).at(now);
    var letter = Draft.of("", text).messageId(mail.messageId()).from("no-reply@" + site).letter();
    var deliver =
        new Decision.Deliver(
            Mails.GATEWAY,
            "To",
            new Lane(route, new Identifier(identifier)),
            otp,
            text,
            Life.of(now, Duration.ofMinutes(15)),
            written);
    return spool.commit(mail.envelope(), mail.raw(), letter, List.of(deliver)).ids().getFirst();
  }

  private void post(long id, Outcome outcome) throws IOException {
    Mails.begun(spool, id);
    spool.settle(id, outcome, now);
  }

  private State state(long id) throws IOException {
    return queue.find(id).orElseThrow().state();
  }

  private String note(long id) throws IOException {
    return queue.find(id).orElseThrow().note();
  }
}
