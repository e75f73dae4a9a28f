package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.demo.Answer.Says;
import dev.otpost.demo.Post;
import dev.otpost.demo.Quirk;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.log.LogLines;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Delivery;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.message.Secret;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Written;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Begun;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spool, agent, client and a stand-in for Skyvern together. */
@Beside
final class DeliveryAgentTest {

  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Otp CODE = new Otp.Code("123456", "a test");

  @TempDir private Path directory;
  private SpoolSettings settings;
  private StandInSkyvern skyvern;
  private Spool spool;
  private Optional<Destinations> agent = Optional.empty();
  private int mails;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  DeliveryAgentTest() {}

  @BeforeEach
  void open() throws IOException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    skyvern = StandInSkyvern.start();
    spool = Spool.open(settings, InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    agent.ifPresent(Destinations::close);
    spool.close();
    skyvern.close();
  }

  @Test
  void postsWhatArrivesAndWhatWasThereBefore() throws Exception {
    long before = take("john", "before 111111");
    start(4);
    long after = take("jane", "after 222222");
    skyvern.awaitPosts(2, SOON);
    awaitState(before, State.DELIVERED);
    awaitState(after, State.DELIVERED);
    assertEquals(2, skyvern.posts().size());
  }

  @Test
  void keepsTheOrderOfAnIdentifierThroughFailures() throws Exception {
    skyvern.answerNext(status(503), status(500), dev.otpost.demo.Answer.cut());
    start(4);
    for (int i = 1; i <= 5; i++) {
      take("john", "code number " + i + " is 00000" + i);
    }
    var stored = skyvern.awaitCodes(5, SOON);
    assertEquals(
        List.of("000001", "000002", "000003", "000004", "000005"),
        stored.stream().map(it -> it.code()).toList());
  }

  @Test
  void letsOneSlowIdentifierNotHoldUpTheOthers() throws Exception {
    var release = new CountDownLatch(1);
    skyvern.answerBy(
        post -> {
          if (post.identifier().equals("slow@example.com")) {
            await(release);
          }
          return Optional.empty();
        });
    start(4);
    take("slow", "111111");
    take("slow", "222222");
    take("fast", "333333");
    assertTrue(
        skyvern.awaitCode(it -> it.identifier().equals("fast@example.com"), SOON).isPresent());
    assertEquals(1, posts("slow").size());
    release.countDown();
    skyvern.awaitCodes(3, SOON);
  }

  @Test
  void makesNoMoreCallsAtOnceThanItMay() throws Exception {
    var release = new CountDownLatch(1);
    skyvern.answerBy(
        _ -> {
          await(release);
          return Optional.empty();
        });
    start(3);
    for (int i = 0; i < 6; i++) {
      take("identifier" + i, "text 12345" + i);
    }
    skyvern.awaitPosts(3, SOON);
    // A seventh that comes later than all others shows that the three were not about to be more.
    assertEquals(3, skyvern.posts().size());
    release.countDown();
    skyvern.awaitPosts(6, SOON);
  }

  @Test
  void saysWhyWhatWasHeldBackIsExpired() throws Exception {
    start(settings(4, "sk-wrong"));
    long asked = take("john", "123456");
    awaitAttempts(List.of(asked), 1);
    long held = take("jane", "234567", Instant.now().minus(Duration.ofMinutes(15)).plusMillis(100));
    awaitState(held, State.EXPIRED);
    try (var queue = Queue.open(settings, InstantSource.system())) {
      var note = queue.find(held).orElseThrow().note();
      assertTrue(note.startsWith("its life ended before the first attempt; since "), note);
      assertTrue(note.endsWith("set the right api-key"), note);
    }
  }

  @Test
  void postsAgainAtOnceWhenTheKeyIsPutRight() throws Exception {
    start(settings(4, "sk-wrong"));
    long id = take("john", "123456");
    awaitAttempts(List.of(id), 1);
    agent.orElseThrow().useKeys(settings(4, skyvern.apiKey()));
    awaitState(id, State.DELIVERED);
  }

  @Test
  void seesThatTheKeyIsRightThoughThereIsNothingToPost() throws Exception {
    start(settings(4, "sk-wrong"));
    long id = take("john", "123456");
    awaitReach(Reach.State.BARRED);
    try (var queue = Queue.open(settings, InstantSource.system())) {
      queue.drop(id);
    }
    agent.orElseThrow().useKeys(settings(4, skyvern.apiKey()));
    awaitReach(Reach.State.ANSWERS);
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void recordsWhatSkyvernWillNeverTake() throws Exception {
    skyvern.answerNext(status(422));
    start(4);
    long id = take("john", "123456");
    awaitState(id, State.REFUSED);
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void neverPostsWhatIsTooOldByNow() throws Exception {
    long id = take("john", "123456", Instant.now().minus(Duration.ofMinutes(16)));
    start(4);
    awaitState(id, State.EXPIRED);
    assertEquals(List.of(), skyvern.posts());
  }

  @Test
  void neverPostsWhatComesTooLate() throws Exception {
    start(4);
    long id = take("john", "123456", Instant.now().minus(Duration.ofMinutes(16)));
    awaitState(id, State.EXPIRED);
    assertEquals(List.of(), skyvern.posts());
  }

  @Test
  void followsTheOperatorWithinASecondOrTwo() throws Exception {
    skyvern.answerNext(status(422));
    start(4);
    long id = take("john", "123456");
    awaitState(id, State.REFUSED);
    try (var queue = Queue.open(settings, InstantSource.system())) {
      assertEquals(new Queue.Moved.Done(), queue.retry(id, false));
    }
    awaitState(id, State.DELIVERED);
  }

  @Test
  void postsNoOlderMailOfASiteAfterANewerOneButByForce() throws Exception {
    start(4);
    long newer = take("john", "your code is 222222", Instant.now(), written(30));
    awaitState(newer, State.DELIVERED);
    long older = take("john", "your code is 111111", Instant.now(), written(90));
    long other = take("jane", "your code is 333333", Instant.now(), written(90));
    awaitState(older, State.SUPERSEDED);
    awaitState(other, State.DELIVERED);
    assertEquals(1, posts("john").size());
    try (var queue = Queue.open(settings, InstantSource.system())) {
      assertEquals(
          List.of(older),
          queue.list(Optional.of(State.SUPERSEDED), 10).stream().map(it -> it.id()).toList());
      assertEquals(
          "a newer one of site.example was posted for this identifier",
          queue.find(older).orElseThrow().note());
      assertInstanceOf(Queue.Moved.No.class, queue.retry(older, false));
      assertEquals(new Queue.Moved.Done(), queue.retry(older, true));
    }
    awaitState(older, State.DELIVERED);
    assertEquals("your code is 111111", posts("john").getLast().content());
  }

  @Test
  void goesOnWithTheLaneBehindOneThatIsSuperseded() throws Exception {
    long newer = take("john", "your code is 222222", Instant.now(), written(30));
    start(4);
    awaitState(newer, State.DELIVERED);
    long older = take("john", "your code is 111111", Instant.now(), written(90));
    long newest = take("john", "your code is 333333", Instant.now(), written(10));
    awaitState(newest, State.DELIVERED);
    assertEquals(State.SUPERSEDED, state(older));
    assertEquals(2, skyvern.posts().size());
  }

  @Test
  void recordsThatSkyvernHasWhatWasDroppedWhileItWasBeingPosted() throws Exception {
    var release = new CountDownLatch(1);
    skyvern.answerBy(
        _ -> {
          await(release);
          return Optional.empty();
        });
    start(4);
    long id = take("john", "your code is 123456");
    skyvern.awaitPosts(1, SOON);
    try (var queue = Queue.open(settings, InstantSource.system())) {
      var done = assertInstanceOf(Queue.Moved.Done.class, queue.drop(id));
      assertTrue(done.caveat().isPresent());
      assertEquals(State.DROPPED, state(id));
      release.countDown();
      awaitState(id, State.DELIVERED);
      assertTrue(queue.find(id).orElseThrow().note().endsWith("when it was dropped"));
    }
  }

  @Test
  void postsOnceWhatIsDroppedAndTakenBackWhileItIsBeingPosted() throws Exception {
    var release = new CountDownLatch(1);
    skyvern.answerBy(
        _ -> {
          await(release);
          return Optional.empty();
        });
    start(4);
    long id = take("john", "your code is 123456");
    skyvern.awaitPosts(1, SOON);
    try (var queue = Queue.open(settings, InstantSource.system())) {
      queue.drop(id);
      assertEquals(new Queue.Moved.Done(), queue.retry(id, false));
    }
    // Another one of its lane shows that nothing else of it was to come.
    long next = take("john", "your code is 654321");
    release.countDown();
    awaitState(id, State.DELIVERED);
    awaitState(next, State.DELIVERED);
    assertEquals(2, skyvern.posts().size());
  }

  @Test
  void triesNoMoreWhatIsDroppedWhileItFails() throws Exception {
    var release = new CountDownLatch(1);
    skyvern.answerBy(
        post -> {
          await(release);
          return post.identifier().equals("john@example.com")
              ? Optional.of(status(503))
              : Optional.empty();
        });
    start(4);
    long id = take("john", "your code is 123456");
    skyvern.awaitPosts(1, SOON);
    try (var queue = Queue.open(settings, InstantSource.system())) {
      queue.drop(id);
    }
    release.countDown();
    awaitAttempts(List.of(id), 1);
    var next = take("jane", "your code is 654321");
    awaitState(next, State.DELIVERED);
    assertEquals(State.DROPPED, state(id));
    assertEquals(1, posts("john").size());
  }

  @Test
  void keepsTheOrderOfAnIdentifierThroughAFaultOfTheSpool() throws Exception {
    long first = take("john", "your code is 111111");
    take("john", "your code is 222222");
    onDisk(
        "create trigger broken before insert on attempt when new.entry = "
            + first
            + " begin select raise(fail, 'a test'); end");
    try (var log = LogLines.of(DeliveryAgent.class)) {
      start(4);
      Await.until(() -> log.said("spool_failed").size() > 1, "a second failure");
    }
    onDisk("drop trigger broken");
    skyvern.awaitPosts(2, SOON);
    assertEquals(List.of("your code is 111111", "your code is 222222"), contents());
  }

  @Test
  void forgetsNothingForWantOfMemory() throws Exception {
    var failures = new AtomicBoolean(true);
    long id = take("john", "your code is 123456");
    var forgetful =
        new Destination() {
          @Override
          public Outcome post(Delivery delivery) {
            if (failures.getAndSet(false)) {
              throw new OutOfMemoryError("a test");
            }
            return new Outcome.Delivered("a test");
          }

          @Override
          public Optional<Outcome.Delivered> find(Delivery delivery) {
            return Optional.empty();
          }

          @Override
          public boolean isWell() {
            return true;
          }

          @Override
          public void cancel() {}
        };
    try (var agent =
        DeliveryAgent.start(
            1,
            Duration.ofSeconds(60),
            spool,
            _ -> true,
            forgetful,
            Onlooker.NOBODY,
            InstantSource.system())) {
      agent.hurry();
      awaitState(id, State.DELIVERED);
    }
  }

  @Test
  void leavesPendingWhatIsCutOffWhenItIsClosedAndPostsItAfterwards() throws Exception {
    skyvern.answerNext(dev.otpost.demo.Answer.silence());
    start(4);
    long id = take("john", "123456");
    skyvern.awaitPosts(1, SOON);
    agent.orElseThrow().close();
    assertEquals(State.PENDING, state(id));
    start(4);
    awaitState(id, State.DELIVERED);
    assertEquals(2, skyvern.posts().size());
  }

  @Test
  void postsTheCodeAloneAfterATextThatSkyvernDoesNotRead() throws Exception {
    skyvern.with(Quirk.OUT_OF_CREDITS);
    start(4);
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals(List.of("Your code is 123456", "123456"), contents());
    assertEquals("stored as totp_2", note(id));
    assertEquals(
        List.of(
            "Skyvern keeps the text, but has read no code in it (raw_pending); the code or link"
                + " alone follows",
            "stored as totp_2"),
        outcomes(id));
    assertEquals("123456", skyvern.codeForRun("john@example.com").orElseThrow().code());
  }

  @Test
  void warnsOfATextThatNeitherReads() throws Exception {
    start(4);
    long id = take("john", "nothing to be found");
    awaitState(id, State.DELIVERED);
    assertEquals(
        "stored as totp_1; Skyvern keeps the text, but has read no code in it (raw_pending)",
        note(id));
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void postsTheLinkAloneWhenTheLanguageModelIsDown() throws Exception {
    skyvern.with(Quirk.LANGUAGE_MODEL_DOWN);
    start(4);
    var link = "https://site.example/login/x7";
    long id = take("john", "Sign in: " + link + " soon", new Otp.MagicLink(link, "a test"));
    awaitState(id, State.DELIVERED);
    assertEquals(List.of("Sign in: " + link + " soon", link), contents());
    assertEquals(
        List.of(
            "HTTP 502: the language model is down; the code or link alone follows",
            "stored as totp_1"),
        outcomes(id));
  }

  @Test
  void postsTheCodeAloneWhenThereAreNoCreditsForTheText() throws Exception {
    skyvern.answerNext(status(402));
    start(4);
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals(List.of("Your code is 123456", "123456"), contents());
  }

  @Test
  void staysWithTheCodeAloneWhenThatFailsToo() throws Exception {
    skyvern.answerNext(status(402), status(503));
    start(4);
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals(List.of("Your code is 123456", "123456", "123456"), contents());
  }

  @Test
  void postsTheCodeAloneAfterAKillBetweenTheTwo() throws Exception {
    long id = take("john", "Your code is 123456", CODE);
    // As far as it had come: the text was kept unread, and that is on the disk.
    spool.begin(id, Instant.now());
    spool.settle(id, new Outcome.Again("raw_pending", Form.FIRST.asBare()), Instant.now());
    spool.close();
    spool = Spool.open(settings, InstantSource.system());
    start(4);
    awaitState(id, State.DELIVERED);
    assertEquals(List.of("123456"), contents());
  }

  @Test
  void leavesOutAnIdThatSkyvernDoesNotKnowAndSaysSo() throws Exception {
    start(settingsWithRun("wr_gone"));
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals(
        List.of(true, false),
        skyvern.posts().stream().map(it -> it.body().contains("wr_gone")).toList());
    assertEquals(List.of("Your code is 123456", "Your code is 123456"), contents());
    assertEquals(
        "stored as totp_1; posted without workflow_run_id: Skyvern does not know what route"
            + " default says, set it right",
        note(id));
  }

  @Test
  void postsTheIdThatSkyvernKnows() throws Exception {
    skyvern.knows("wr_1");
    start(settingsWithRun("wr_1"));
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals("stored as totp_1", note(id));
    assertEquals(Optional.of("wr_1"), skyvern.codes().getFirst().run());
  }

  @Test
  void recordsEachPathOfTheReceiverAsAnAttemptOfItsOwn() throws Exception {
    skyvern.with(Quirk.OLD_SERVER);
    start(4);
    long id = take("john", "123456");
    awaitState(id, State.DELIVERED);
    assertEquals(
        List.of(
            "HTTP 404 at /v1/credentials/totp: tried at the other path of Skyvern's receiver",
            "stored as totp_1"),
        outcomes(id));
  }

  @Test
  void goesThroughAllFormsOfOneMailBeforeTheNext() throws Exception {
    skyvern.with(Quirk.OLD_SERVER).with(Quirk.OUT_OF_CREDITS);
    start(settingsWithRun("wr_gone"));
    long id = take("john", "Your code is 123456", CODE);
    take("john", "Your code is 654321", new Otp.Code("654321", "a test"));
    awaitState(id, State.DELIVERED);
    assertEquals(4, outcomes(id).size());
    var codes = skyvern.awaitCodes(4, SOON).stream().map(it -> it.code()).toList();
    assertEquals(List.of("", "123456", "", "654321"), codes);
  }

  @Test
  void looksForWhatMayHaveBeenStoredBeforeItPostsAgain() throws Exception {
    skyvern.answerNext(dev.otpost.demo.Answer.contract().cutAfter(0));
    start(4);
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals("found there as totp_1 after an answer had been lost", note(id));
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void looksForWhatWasUnderWayWhenItWasKilled() throws Exception {
    long id = take("john", "Your code is 123456", CODE);
    // As far as it had come: posted, and stored, but the answer was heard by nobody.
    var begun = assertInstanceOf(Begun.Post.class, spool.begin(id, Instant.now()));
    try (var killed =
        new SkyvernClient(
            new SkyvernSettings(skyvern.uri(), new Secret(skyvern.apiKey()), SOON),
            Map.of(),
            1,
            InstantSource.system())) {
      killed.post(begun.delivery());
    }
    spool.close();
    spool = Spool.open(settings, InstantSource.system());
    start(4);
    awaitState(id, State.DELIVERED);
    assertEquals("found there as totp_1 after an answer had been lost", note(id));
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void postsAgainWhatIsNotThere() throws Exception {
    skyvern.answerNext(dev.otpost.demo.Answer.cut());
    start(4);
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals("stored as totp_1", note(id));
    assertEquals(2, skyvern.posts().size());
  }

  @Test
  void postsAgainWhenItCannotBeTold() throws Exception {
    skyvern.answerLists(status(500));
    skyvern.answerNext(dev.otpost.demo.Answer.contract().cutAfter(0));
    start(4);
    long id = take("john", "Your code is 123456", CODE);
    awaitState(id, State.DELIVERED);
    assertEquals(2, skyvern.codes().size());
  }

  @Test
  void pausesWhenSkyvernAsksForAnotherFormWithoutEnd() throws Exception {
    var posted = new LinkedBlockingQueue<Long>();
    var never =
        new Destination() {
          @Override
          public Outcome post(Delivery delivery) {
            posted.add(System.nanoTime());
            return new Outcome.Again("a test", delivery.form());
          }

          @Override
          public Optional<Outcome.Delivered> find(Delivery delivery) {
            return Optional.empty();
          }

          @Override
          public boolean isWell() {
            return true;
          }

          @Override
          public void cancel() {}
        };
    take("john", "123456");
    try (var looping =
        DeliveryAgent.start(
            1,
            Duration.ofSeconds(60),
            spool,
            _ -> true,
            never,
            Onlooker.NOBODY,
            InstantSource.system())) {
      looping.hurry();
      Await.until(() -> posted.size() > 6, "a seventh attempt");
    }
    var times = List.copyOf(posted);
    assertTrue(times.get(6) - times.get(5) > TimeUnit.MILLISECONDS.toNanos(900));
  }

  private void awaitReach(Reach.State state) throws Exception {
    Await.until(() -> agent.orElseThrow().standing().getFirst().state() == state, state.meaning());
  }

  private void onDisk(String change) throws Exception {
    try (var sql = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        var statement = sql.createStatement()) {
      statement.execute(change);
    }
  }

  private void start(int parallel) {
    start(settings(parallel, skyvern.apiKey()));
  }

  private void start(DeliverySettings delivery) {
    agent =
        Optional.of(Destinations.start(delivery, spool, Onlooker.NOBODY, InstantSource.system()));
  }

  private DeliverySettings settings(int parallel, String key) {
    return new DeliverySettings(
        parallel,
        Map.of(
            Lane.DEFAULT_ROUTE,
            new RouteSettings(
                new SkyvernSettings(skyvern.uri(), new Secret(key), Duration.ofSeconds(60)))));
  }

  private DeliverySettings settingsWithRun(String run) {
    var skyvernSettings =
        settings(4, skyvern.apiKey()).routes().values().iterator().next().skyvern();
    return new DeliverySettings(
        4,
        Map.of(
            Lane.DEFAULT_ROUTE,
            new RouteSettings(
                skyvernSettings, RouteSettings.MAIL, Map.of("workflow_run_id", run))));
  }

  private static Says status(int status) {
    return dev.otpost.demo.Answer.status(status);
  }

  private List<Post> posts(String name) {
    return skyvern.posts().stream()
        .filter(it -> it.identifier().equals(name + "@example.com"))
        .toList();
  }

  private long take(String name, String text) {
    return take(name, text, Instant.now());
  }

  private static Optional<Written> written(int secondsAgo) {
    return Optional.of(new Written("site.example", Instant.now().minusSeconds(secondsAgo)));
  }

  private long take(String name, String text, Otp otp) {
    return take(name, text, otp, Instant.now(), Optional.empty());
  }

  private long take(String name, String text, Instant receivedAt) {
    return take(name, text, new Otp.None("a test"), receivedAt, Optional.empty());
  }

  private long take(String name, String text, Instant receivedAt, Optional<Written> written) {
    var code = new Otp.Code(text.substring(Math.max(0, text.length() - 6)), "a test");
    return take(name, text, code, receivedAt, written);
  }

  private long take(
      String name, String text, Otp otp, Instant receivedAt, Optional<Written> written) {
    var letter =
        Draft.of("", text).messageId(++mails + "@site").from("no-reply@site.example").letter();
    try {
      return spool
          .commit(
              new Envelope(Source.SMTP, "", List.of(GATEWAY), "192.0.2.1", receivedAt),
              new byte[] {1},
              letter,
              List.of(
                  new Decision.Deliver(
                      GATEWAY,
                      "a test",
                      Lane.of(new Identifier(name + "@example.com")),
                      otp,
                      text,
                      Life.of(receivedAt, Duration.ofMinutes(15)),
                      written)))
          .ids()
          .getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> contents() {
    return skyvern.posts().stream().map(Post::content).toList();
  }

  private String note(long id) throws IOException {
    try (var queue = Queue.open(settings, InstantSource.system())) {
      return queue.find(id).orElseThrow().note();
    }
  }

  private List<String> outcomes(long id) throws IOException {
    try (var queue = Queue.open(settings, InstantSource.system())) {
      return queue.attempts(id).stream().map(Attempt::because).toList();
    }
  }

  private State state(long id) throws IOException {
    try (var queue = Queue.open(settings, InstantSource.system())) {
      return queue.find(id).orElseThrow().state();
    }
  }

  private void awaitState(long id, State state) throws Exception {
    Await.until(() -> state(id) == state, "entry " + id + " is " + state.word());
  }

  private void awaitAttempts(List<Long> ids, int atLeast) throws Exception {
    Await.until(
        () -> {
          try (var queue = Queue.open(settings, InstantSource.system())) {
            int ended = 0;
            for (long id : ids) {
              ended +=
                  (int) queue.attempts(id).stream().filter(it -> it.endedAt().isPresent()).count();
            }
            return ended >= atLeast;
          }
        },
        atLeast + " attempts");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(SOON.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
