package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.demo.Answer;
import dev.otpost.demo.Post;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Secret;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Question;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several routes, two Skyverns. */
@Beside
final class DestinationsTest {

  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private SpoolSettings spoolSettings;
  private StandInSkyvern ours;
  private StandInSkyvern theirs;
  private Spool spool;
  private Optional<Destinations> destinations = Optional.empty();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  DestinationsTest() {}

  @BeforeEach
  void open() throws IOException {
    spoolSettings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    ours = StandInSkyvern.start().apiKey("sk-ours");
    theirs = StandInSkyvern.start().apiKey("sk-theirs");
    spool = Spool.open(spoolSettings, InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    destinations.ifPresent(Destinations::close);
    spool.close();
    ours.close();
    theirs.close();
  }

  @Test
  void postsEachRouteToItsOwnSkyvernWithItsOwnKey() throws Exception {
    start(Map.of("other", route(theirs, "sk-theirs")));
    long one = take(Lane.DEFAULT_ROUTE, "john", "111111");
    long other = take("other", "john", "222222");
    awaitState(one, State.DELIVERED);
    awaitState(other, State.DELIVERED);
    assertEquals(List.of("111111"), contents(ours));
    assertEquals(List.of("222222"), contents(theirs));
    assertEquals(Set.of("sk-ours"), keys(ours));
    assertEquals(Set.of("sk-theirs"), keys(theirs));
  }

  @Test
  void letsOneThatIsDownCostTheOthersNothing() throws Exception {
    theirs.goDown();
    start(Map.of("other", route(theirs, "sk-theirs")));
    long waiting = take("other", "john", "222222");
    awaitNote(waiting, "no connection");
    for (int i = 0; i < 5; i++) {
      awaitState(take(Lane.DEFAULT_ROUTE, "john", "11111" + i), State.DELIVERED);
    }
    assertEquals(State.PENDING, entry(waiting).state());
    theirs.comeBack();
    awaitState(waiting, State.DELIVERED);
  }

  @Test
  void tellsHowEachDestinationStands() throws Exception {
    theirs.goDown();
    start(Map.of("bank", route(ours, "sk-ours"), "other", route(theirs, "sk-theirs")));
    awaitState(take(Lane.DEFAULT_ROUTE, "john", "111111"), State.DELIVERED);
    long silent = take("other", "john", "222222");
    awaitNote(silent, "no connection");
    long foreign = take("gone", "john", "333333");
    awaitNote(foreign, "is not in the configuration");
    Await.until(
        () -> standing().equals("bank, default answers; other silent; not configured barred"),
        "how they stand");
    theirs.comeBack();
    awaitState(silent, State.DELIVERED);
    try (var queue = Queue.open(spoolSettings, InstantSource.system())) {
      queue.drop(foreign);
    }
    Await.until(
        () -> standing().equals("bank, default answers; other answers"), "all is well again");
  }

  private String standing() {
    return destinations.orElseThrow().standing().stream()
        .map(it -> it.routes() + " " + it.state().word())
        .collect(Collectors.joining("; "));
  }

  @Test
  void letsOneThatIsSlowTakeNoPlaceOfTheOthers() throws Exception {
    var release = new CountDownLatch(1);
    theirs.answerBy(
        _ -> {
          await(release);
          return Optional.empty();
        });
    start(Map.of("other", route(theirs, "sk-theirs")));
    take("other", "john", "222222");
    take("other", "jane", "333333");
    theirs.awaitPosts(2, SOON);
    awaitState(take(Lane.DEFAULT_ROUTE, "john", "111111"), State.DELIVERED);
    release.countDown();
  }

  @Test
  void keepsOneLaneForRoutesOnlyWithinEachRoute() throws Exception {
    var release = new CountDownLatch(1);
    ours.answerBy(
        post -> {
          if (post.content().equals("111111")) {
            await(release);
          }
          return Optional.empty();
        });
    start(Map.of("bank", route(ours, "sk-ours")));
    take(Lane.DEFAULT_ROUTE, "john", "111111");
    awaitState(take("bank", "john", "222222"), State.DELIVERED);
    release.countDown();
  }

  @Test
  void asksOnceForRoutesThatShareADestinationWhichRefusesTheirKey() throws Exception {
    ours.apiKey("sk-changed");
    start(Map.of("bank", route(ours, "sk-ours"), "other", route(theirs, "sk-theirs")));
    long first = take(Lane.DEFAULT_ROUTE, "john", "111111");
    awaitNote(first, "the key is missing, wrong");
    long second = take("bank", "john", "222222");
    awaitState(take("other", "john", "333333"), State.DELIVERED);
    assertEquals(1, ours.posts().size(), "the other route's mail waits for the next probe");
    assertEquals(State.PENDING, entry(second).state());
  }

  @Test
  void saysOfADeliveryWhatItsRouteSays() throws Exception {
    ours.answerBy(_ -> Optional.of(Answer.status(422)));
    start(
        Map.of(
            "sms",
            new RouteSettings(
                skyvern(ours, "sk-ours"),
                "sms",
                Map.of("workflow_run_id", "wr_1", "task_id", "tsk_1"))));
    awaitState(take("sms", "john", "111111"), State.REFUSED);
    awaitState(take(Lane.DEFAULT_ROUTE, "john", "222222"), State.REFUSED);
    var sms = ours.posts().getFirst();
    assertEquals("sms", sms.source());
    assertTrue(sms.body().contains("\"workflow_run_id\":\"wr_1\""), sms.body());
    assertTrue(sms.body().contains("\"task_id\":\"tsk_1\""), sms.body());
    var plain = ours.posts().getLast();
    assertEquals("email", plain.source());
    assertTrue(!plain.body().contains("wr_1") && !plain.body().contains("workflow"), plain.body());
  }

  @Test
  void takesEveryKeyAnewAndPartsRoutesWhoseKeysDiffer() throws Exception {
    ours.apiKey("sk-new");
    theirs.apiKey("sk-theirs-new");
    start(Map.of("bank", route(ours, "sk-ours"), "other", route(theirs, "sk-theirs")));
    long one = take(Lane.DEFAULT_ROUTE, "john", "111111");
    long bank = take("bank", "john", "222222");
    long other = take("other", "john", "333333");
    awaitNote(one, "the key is missing, wrong");
    awaitNote(other, "the key is missing, wrong");

    destinations
        .orElseThrow()
        .useKeys(
            settings(
                "sk-new",
                Map.of("bank", route(ours, "sk-ours"), "other", route(theirs, "sk-theirs-new"))));
    awaitState(one, State.DELIVERED);
    awaitState(other, State.DELIVERED);
    awaitNote(bank, "the key is missing, wrong");
    assertEquals(Set.of("sk-ours", "sk-new"), keys(ours));
    assertEquals(Set.of("sk-theirs", "sk-theirs-new"), keys(theirs));

    destinations.orElseThrow().useKeys(settings("sk-new", Map.of("bank", route(ours, "sk-new"))));
    awaitState(bank, State.DELIVERED);
  }

  @Test
  void letsNobodyWaitForAnotherThatHangsWhileKeysAreTakenAnew() throws Exception {
    var release = new CountDownLatch(1);
    theirs.answerBy(
        _ -> {
          await(release);
          return Optional.empty();
        });
    start(
        Map.of(
            "bank", route(ours, "sk-ours"),
            "other", route(theirs, "sk-theirs"),
            "third", route(theirs, "sk-theirs")));
    take("other", "john", "111111");
    theirs.awaitPosts(1, SOON);

    var anew =
        Thread.ofVirtual()
            .start(
                () ->
                    destinations
                        .orElseThrow()
                        .useKeys(
                            settings(
                                "sk-default",
                                Map.of(
                                    "bank", route(ours, "sk-ours"),
                                    "other", route(theirs, "sk-theirs"),
                                    "third", route(theirs, "sk-third")))));
    awaitState(take("bank", "john", "222222"), State.DELIVERED);
    awaitNote(take(Lane.DEFAULT_ROUTE, "john", "333333"), "the key is missing, wrong");
    assertTrue(anew.isAlive(), "the other one still has its call under way");
    release.countDown();
    anew.join();
  }

  @Test
  void takesNoKeyThatBelongsToAnotherBaseUrlByNow() throws Exception {
    start(Map.of("other", route(theirs, "sk-theirs")));
    destinations
        .orElseThrow()
        .useKeys(settings("sk-ours", Map.of("other", route(ours, "sk-ours"))));
    awaitState(take("other", "john", "222222"), State.DELIVERED);
    assertEquals(Set.of("sk-theirs"), keys(theirs));
  }

  @Test
  void letsWhatIsForARouteThatIsGoneWaitAndSaysSo() throws Exception {
    long id = take("gone", "john", "111111");
    start(Map.of());
    awaitNote(id, "route gone is not in the configuration");
    long late = take("gone", "jane", "222222");
    awaitState(take(Lane.DEFAULT_ROUTE, "john", "333333"), State.DELIVERED);
    assertEquals(List.of("333333"), contents(ours));

    destinations.orElseThrow().close();
    start(Map.of("gone", route(theirs, "sk-theirs")));
    awaitState(id, State.DELIVERED);
    awaitState(late, State.DELIVERED);
    assertEquals(List.of("333333"), contents(ours));
  }

  @Test
  void expiresWhatIsForARouteThatIsGone() throws Exception {
    long id = take("gone", "john", "111111", Instant.now().minus(Duration.ofMinutes(16)));
    start(Map.of());
    awaitState(id, State.EXPIRED);
  }

  @Test
  void postsNothingOfARouteThatIsNotPushedAndAsksNobody() throws Exception {
    theirs.goDown();
    long late = take("pull", "john", "000000", Instant.now().minus(Duration.ofMinutes(16)));
    start(Map.of("pull", unpushed(theirs)));
    awaitState(late, State.EXPIRED);
    assertTrue(
        entry(late).note().contains("it is not posted (push is false), and no run fetched it"),
        entry(late)::note);
    long waiting = take("pull", "john", "111111");
    awaitState(take(Lane.DEFAULT_ROUTE, "john", "222222"), State.DELIVERED);
    assertEquals(State.PENDING, entry(waiting).state());
    assertEquals(0, entry(waiting).attempts());
    assertEquals(List.of("222222"), contents(ours));
    assertEquals("default answers", standing(), "nobody says that Skyvern does not answer");
  }

  @Test
  void expiresWhatArrivesAndIsFetchedByNobody() throws Exception {
    start(Map.of("pull", unpushed(theirs)));
    // Its life ends in a moment.
    var almost = Instant.now().minus(Duration.ofMinutes(15)).plusMillis(300);
    awaitState(take("pull", "john", "111111", almost), State.EXPIRED);
    assertEquals(List.of(), theirs.posts());
  }

  @Test
  void doesNotPostWhatARunHasFetchedNorLetsAnythingWaitBehindIt() throws Exception {
    ours.answerBy(
        post ->
            post.content().equals("111111")
                ? Optional.of(Answer.status(503).with("Retry-After", "600"))
                : Optional.empty());
    start(Map.of());
    long first = take(Lane.DEFAULT_ROUTE, "john", "111111");
    awaitNote(first, "503");
    var question =
        new Question(
            new TreeSet<>(List.of(Lane.DEFAULT_ROUTE)),
            new Identifier("john@example.com"),
            Optional.empty(),
            "wr_1",
            "tsk_1",
            Duration.ofMinutes(2));
    assertEquals("111111", spool.serve(question, Instant.now()).orElseThrow().value());
    awaitState(take(Lane.DEFAULT_ROUTE, "john", "222222"), State.DELIVERED);
    assertEquals(State.SERVED, entry(first).state());
    assertEquals(List.of("111111", "222222"), contents(ours));
  }

  @Test
  void knowsWhichKeysMaySignForWhichRoutesAlsoWhenTheyAreChanged() {
    start(Map.of("pull", unpushed(theirs), "bank", route(ours, "sk-bank")));
    assertEquals(
        Map.of(
            new Secret("sk-ours"), new TreeSet<>(List.of("default")),
            new Secret("sk-bank"), new TreeSet<>(List.of("bank")),
            new Secret("sk-theirs"), new TreeSet<>(List.of("pull")),
            new Secret("sk-old"), new TreeSet<>(List.of("pull"))),
        destinations.orElseThrow().pullKeys());
    destinations
        .orElseThrow()
        .useKeys(
            settings(
                "sk-new",
                Map.of("pull", route(theirs, "sk-theirs"), "bank", route(ours, "sk-new"))));
    assertEquals(
        Map.of(
            new Secret("sk-new"), new TreeSet<>(List.of("bank", "default")),
            new Secret("sk-theirs"), new TreeSet<>(List.of("pull"))),
        destinations.orElseThrow().pullKeys());
  }

  private static RouteSettings unpushed(StandInSkyvern skyvern) {
    return new RouteSettings(
        skyvern(skyvern, "sk-theirs"),
        RouteSettings.MAIL,
        Map.of(),
        false,
        List.of(new Secret("sk-old")));
  }

  private void start(Map<String, RouteSettings> routes) {
    destinations =
        Optional.of(
            Destinations.start(
                settings("sk-ours", routes), spool, Onlooker.NOBODY, InstantSource.system()));
  }

  private DeliverySettings settings(String key, Map<String, RouteSettings> routes) {
    var all = new HashMap<>(routes);
    all.put(Lane.DEFAULT_ROUTE, route(ours, key));
    return new DeliverySettings(2, all);
  }

  private static RouteSettings route(StandInSkyvern skyvern, String key) {
    return new RouteSettings(skyvern(skyvern, key));
  }

  private static SkyvernSettings skyvern(StandInSkyvern skyvern, String key) {
    return new SkyvernSettings(skyvern.uri(), new Secret(key), Duration.ofSeconds(60));
  }

  private static List<String> contents(StandInSkyvern skyvern) {
    return skyvern.posts().stream().map(Post::content).toList();
  }

  private static Set<String> keys(StandInSkyvern skyvern) {
    return skyvern.posts().stream().map(Post::apiKey).collect(Collectors.toSet());
  }

  private long take(String route, String name, String code) throws IOException {
    return take(route, name, code, Instant.now());
  }

  private long take(String route, String name, String code, Instant receivedAt) throws IOException {
    return spool
        .commit(
            new Envelope(Source.SMTP, "", List.of(GATEWAY), "192.0.2.1", receivedAt),
            new byte[] {1},
            Letter.EMPTY,
            List.of(
                new Decision.Deliver(
                    GATEWAY,
                    "a test",
                    new Lane(route, new Identifier(name + "@example.com")),
                    new Otp.None("a test"),
                    code,
                    Life.of(receivedAt, Duration.ofMinutes(15)),
                    Optional.empty())))
        .ids()
        .getFirst();
  }

  private Entry entry(long id) throws IOException {
    try (var queue = Queue.open(spoolSettings, InstantSource.system())) {
      return queue.find(id).orElseThrow();
    }
  }

  private void awaitState(long id, State state) throws Exception {
    Await.until(() -> entry(id).state() == state, "entry " + id + " is " + state.word());
  }

  private void awaitNote(long id, String words) throws Exception {
    Await.until(() -> entry(id).note().contains(words), "entry " + id + " says " + words);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(SOON.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
