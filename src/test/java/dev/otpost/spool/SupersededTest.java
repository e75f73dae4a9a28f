package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.message.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An older mail of a site that comes after a newer one has been posted is not posted any more. */
final class SupersededTest {

  private static final Lane LANE = Lane.of(new Identifier("john@example.com"));
  private static final Otp CODE = new Otp.Code("123456", "a test");
  private static final Duration CONTENT = Duration.ofHours(1);

  /** When the site wrote the newer one; the older one a minute before. */
  private static final Instant WRITTEN = NOW.minusSeconds(30);

  @TempDir private Path directory;
  private Instant now = NOW;
  private Spool spool;
  private Queue queue;
  private int mails;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  SupersededTest() {}

  @BeforeEach
  void open() throws IOException {
    var settings = new SpoolSettings(directory, CONTENT, Duration.ofDays(30));
    spool = Spool.open(settings, () -> now);
    queue = Queue.open(settings, () -> now);
  }

  @AfterEach
  void close() throws IOException {
    queue.close();
    spool.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "link", "ambiguous"})
  void isNotPosted(String found) throws IOException {
    post(LANE, otp(found), written("site.example", WRITTEN));
    long older = take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60)));
    var because = "a newer one of site.example was posted for this identifier";
    assertEquals(new Begun.Superseded(because), spool.begin(older, NOW));
    var entry = queue.find(older).orElseThrow();
    assertEquals(State.SUPERSEDED, entry.state());
    assertEquals(because, entry.note());
    assertEquals(Optional.of(NOW), entry.endedAt());
    assertEquals(0, entry.attempts());
    assertEquals(List.of(), spool.pending());
    assertEquals(new Begun.Gone(), spool.begin(older, NOW));
  }

  @Test
  void isPostedIfTheNewerOneHadNothingInIt() throws IOException {
    post(LANE, new Otp.None("a test"), written("site.example", WRITTEN));
    assertPosted(take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60))));
  }

  @ParameterizedTest
  @CsvSource({
    "default, jane@example.com, site.example",
    "other, john@example.com, site.example",
    "default, john@example.com, other.example",
    "default, john@example.com, mail.site.example",
  })
  void isPostedIfTheNewerOneWasOfAnotherLaneOrSite(String route, String identifier, String site)
      throws IOException {
    post(new Lane(route, new Identifier(identifier)), CODE, written(site, WRITTEN));
    assertPosted(take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60))));
  }

  @Test
  void isPostedIfItIsOfTheSameSecondOrNewer() throws IOException {
    post(LANE, CODE, written("site.example", WRITTEN));
    assertPosted(take(LANE, CODE, written("site.example", WRITTEN)));
    assertPosted(take(LANE, CODE, written("site.example", WRITTEN.plusSeconds(1))));
  }

  @Test
  void isPostedIfOfEitherItIsNotKnownWhenItWasWritten() throws IOException {
    post(LANE, CODE, Optional.empty());
    assertPosted(take(LANE, CODE, written("site.example", WRITTEN)));
    post(LANE, CODE, written("site.example", WRITTEN));
    assertPosted(take(LANE, CODE, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "expired", "dropped", "pending", "tried"})
  void isPostedIfSkyvernNeverHadTheNewerOne(String becameOfIt) throws IOException {
    long newer = take(LANE, CODE, written("site.example", WRITTEN));
    switch (becameOfIt) {
      case "refused" -> end(newer, new Outcome.Refused("HTTP 422"));
      case "expired" ->
          assertTrue(spool.expire(newer, "", NOW.plus(Duration.ofMinutes(15))).isPresent());
      case "dropped" -> assertEquals(new Queue.Moved.Done(), queue.drop(newer));
      case "tried" -> end(newer, new Outcome.Unanswered("timed out"));
      default -> {}
    }
    assertPosted(take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60))));
  }

  @Test
  void isNotPostedThoughTheNewerOnesContentIsErasedByNow() throws IOException {
    long newer = post(LANE, CODE, written("site.example", WRITTEN));
    assertTrue(spool.sweep(NOW.plus(CONTENT)));
    assertTrue(queue.find(newer).orElseThrow().erased());
    long older = take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60)));
    assertInstanceOf(Begun.Superseded.class, spool.begin(older, NOW));
  }

  @Test
  void isNotPostedOnceTheNewerOneIsPostedWhileItWaits() throws IOException {
    long older = take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60)));
    end(older, new Outcome.Deferred("HTTP 503", Optional.empty()));
    post(LANE, CODE, written("site.example", WRITTEN));
    assertInstanceOf(Begun.Superseded.class, spool.begin(older, NOW));
    assertEquals(1, queue.find(older).orElseThrow().attempts());
  }

  @Test
  void isPostedByForceOnly() throws IOException {
    post(LANE, CODE, written("site.example", WRITTEN));
    long older = take(LANE, CODE, written("site.example", WRITTEN.minusSeconds(60)));
    spool.begin(older, NOW);
    var no = assertInstanceOf(Queue.Moved.No.class, queue.retry(older, false));
    assertTrue(no.because().contains("a newer one of github.example was posted"), no::because);
    assertTrue(no.because().contains("--force"), no::because);
    assertEquals(new Queue.Moved.Done(), queue.retry(older, true));
    assertTrue(queue.find(older).orElseThrow().forced());
    assertPosted(older);
  }

  @Test
  void takesAnIndexHoweverManyWerePostedInItsLane() throws IOException, SQLException {
    post(LANE, CODE, written("other.example", WRITTEN));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var plan =
            statement.executeQuery(
                "explain query plan select "
                    + Attempts.HAS_NEWER
                    + " from entry old where id = 1")) {
      var steps = new ArrayList<String>();
      while (plan.next()) {
        steps.add(plan.getString("detail"));
      }
      assertTrue(
          steps.stream().anyMatch(it -> it.contains("entry_written") && it.contains("written_at>")),
          steps::toString);
    }
  }

  private Path file() {
    return directory.resolve("spool.db");
  }

  private static Otp otp(String found) {
    return switch (found) {
      case "link" -> new Otp.MagicLink("https://site.example/login?t=1", "a test");
      case "ambiguous" -> new Otp.Ambiguous("a test");
      default -> CODE;
    };
  }

  private static Optional<Written> written(String site, Instant at) {
    return Optional.of(new Written(site, at));
  }

  private void assertPosted(long id) throws IOException {
    assertInstanceOf(Begun.Post.class, spool.begin(id, NOW));
  }

  private long post(Lane lane, Otp otp, Optional<Written> written) throws IOException {
    long id = take(lane, otp, written);
    end(id, new Outcome.Delivered("stored"));
    return id;
  }

  private void end(long id, Outcome outcome) throws IOException {
    assertPosted(id);
    spool.settle(id, outcome, NOW);
  }

  private long take(Lane lane, Otp otp, Optional<Written> written) throws IOException {
    var mail = mail(++mails + "@x", "text");
    return spool
        .commit(
            mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver(lane, otp, written)))
        .ids()
        .getFirst();
  }
}
