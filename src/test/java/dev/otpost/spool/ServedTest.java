package dev.otpost.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Identifier;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of what a run was handed, and of what is known of the run. */
final class ServedTest extends RunsThatAsk {

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

  private Duration time(Question question) throws IOException {
    long began = System.nanoTime();
    assertEquals("", served(question));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private long rows(String table) throws IOException {
    try (var sql = new Database(directory, () -> now).join()) {
      return sql.one("select count(*) from " + table, row -> row.getLong(1)).orElseThrow();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
