package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Secret;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Skyvern is back, and how soon it has everything. */
@Isolated("it measures times")
final class ReturnTest {

  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private SpoolSettings settings;
  private StandInSkyvern skyvern;
  private Spool spool;
  private Optional<Destinations> agent = Optional.empty();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ReturnTest() {}

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
  void sendsEverythingWithinTwoSecondsOfSkyvernsReturn() throws Exception {
    skyvern.goDown();
    start(64);
    var ids =
        IntStream.range(0, 40)
            .mapToObj(i -> take("identifier" + i, "your code is 1234" + (10 + i)))
            .toList();
    awaitAttempts(ids, 3);
    skyvern.comeBack();
    long back = System.nanoTime();
    var last = skyvern.awaitPosts(40, SOON).getLast();
    assertTrue(last.arrivedNanos() - back < TimeUnit.SECONDS.toNanos(2));
    for (long id : ids) {
      awaitState(id, State.DELIVERED);
    }
  }

  @Test
  void sendsEverythingWithinTwoSecondsThoughEverySlotIsHeldByACallThatHangs() throws Exception {
    var hanging = ConcurrentHashMap.<String>newKeySet();
    var hangs = new AtomicBoolean(true);
    skyvern.answerBy(
        post -> {
          if (!hangs.get()) {
            return Optional.empty();
          }
          hanging.add(post.identifier());
          return Optional.of(dev.otpost.demo.Answer.silence());
        });
    start(4);
    for (int i = 0; i < 30; i++) {
      take("identifier" + i, "your code is 1234" + (10 + i));
    }
    skyvern.awaitPosts(5, SOON);
    hangs.set(false);
    long back = System.nanoTime();
    var codes = skyvern.awaitCodes(30 - hanging.size(), SOON);
    assertTrue(System.nanoTime() - back < TimeUnit.SECONDS.toNanos(2));
    assertTrue(codes.stream().noneMatch(it -> hanging.contains(it.identifier())));
    skyvern.goDown(); // which ends those that hang
  }

  private void start(int parallel) {
    agent =
        Optional.of(
            Destinations.start(
                new DeliverySettings(
                    parallel,
                    Map.of(
                        Lane.DEFAULT_ROUTE,
                        new RouteSettings(
                            new SkyvernSettings(
                                skyvern.uri(),
                                new Secret(skyvern.apiKey()),
                                Duration.ofSeconds(60))))),
                spool,
                Onlooker.NOBODY,
                InstantSource.system()));
  }

  private long take(String name, String text) {
    var now = Instant.now();
    var code = new Otp.Code(text.substring(Math.max(0, text.length() - 6)), "a test");
    var letter = Draft.of("", text).messageId(name + "@site").letter();
    try {
      return spool
          .commit(
              new Envelope(Source.SMTP, "", List.of(GATEWAY), "192.0.2.1", now),
              new byte[] {1},
              letter,
              List.of(
                  new Decision.Deliver(
                      GATEWAY,
                      "a test",
                      Lane.of(new Identifier(name + "@example.com")),
                      code,
                      text,
                      Life.of(now, Duration.ofMinutes(15)),
                      Optional.empty())))
          .ids()
          .getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
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
}
