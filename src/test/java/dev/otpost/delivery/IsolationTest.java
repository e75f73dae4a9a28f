package dev.otpost.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Three Skyverns that are well, beside four that are not. */
@Isolated("it measures times")
final class IsolationTest {

  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final List<String> WELL = List.of("one", "two", "three");
  private static final List<String> ILL = List.of("down", "hole", "slow", "refusing");
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Each to every one. */
  private static final int MAILS = 25;

  /** More than two cores that others use as well may need; far less than any time-out. */
  private static final Duration LATE = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private final Map<String, StandInSkyvern> skyverns = new HashMap<>();
  private final Map<String, RouteSettings> routes = new HashMap<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Socket> swallowed = new CopyOnWriteArrayList<>();
  private ServerSocket hole;
  private Spool spool;
  private Optional<Destinations> destinations = Optional.empty();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  IsolationTest() {}

  @BeforeEach
  void open() throws IOException {
    spool =
        Spool.open(
            new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30)),
            InstantSource.system());
    hole = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::swallow);
    for (var name : List.of("one", "two", "three", "down", "slow", "refusing")) {
      var skyvern = StandInSkyvern.start().apiKey("sk-" + name);
      skyverns.put(name, skyvern);
      routes.put(name, route(skyvern.uri(), name));
    }
    routes.put("hole", route(URI.create("http://127.0.0.1:" + hole.getLocalPort()), "hole"));
    routes.put(Lane.DEFAULT_ROUTE, route(skyvern("one").uri(), "one"));
    skyvern("down").goDown();
    skyvern("refusing").apiKey("sk-another");
    skyvern("slow")
        .answerBy(
            _ -> {
              try {
                assertTrue(release.await(10, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Optional.empty();
            });
  }

  @AfterEach
  void close() throws IOException {
    release.countDown();
    hole.close();
    for (var socket : swallowed) {
      socket.close();
    }
    destinations.ifPresent(Destinations::close);
    spool.close();
    for (var skyvern : skyverns.values()) {
      skyvern.close();
    }
  }

  @Test
  void costsTheOthersNothingThatSomeAreDownSilentSlowOrRefuseTheirKey() throws Exception {
    start();
    measure("warming up", List.of());
    var alone = measure("alone", List.of());
    var among = measure("among the ill", ILL);

    var figures = "alone %s, among the ill %s".formatted(alone, among);
    assertTrue(among.p50().compareTo(alone.p50().multipliedBy(10).plusMillis(50)) < 0, figures);
    assertTrue(among.p99().compareTo(LATE) < 0, figures);
    for (var name : WELL) {
      assertEquals(Set.of("sk-" + name), keys(name));
    }
    assertEquals(Set.of("sk-refusing"), keys("refusing"));
    assertEquals(Set.of("sk-slow"), keys("slow"));
  }

  /** How long mails took from being kept to being posted. */
  private record Figures(Duration p50, Duration p99) {}

  private Figures measure(String what, List<String> ill) throws IOException {
    var kept = new HashMap<String, Long>();
    for (int i = 0; i < MAILS; i++) {
      for (var name : ill) {
        take(name, "x" + i, what + i);
      }
      for (var name : WELL) {
        var content = what + name + i;
        take(name, "john" + i, content);
        kept.put(content, System.nanoTime());
      }
      // Else they would wait for each other, and it would be that what is measured.
      int soFar = i + 1;
      for (var name : WELL) {
        var skyvern = skyvern(name);
        assertTrue(
            skyvern.awaitUntil(() -> of(what, skyvern.posts()).size() == soFar, SOON),
            "%s has %d of those %s".formatted(name, soFar, what));
      }
    }
    var took = new ArrayList<Duration>();
    for (var name : WELL) {
      for (var post : of(what, skyvern(name).posts())) {
        took.add(Duration.ofNanos(post.arrivedNanos() - kept.getOrDefault(post.content(), 0L)));
      }
    }
    took.sort(Duration::compareTo);
    return new Figures(took.get(took.size() / 2), took.get(took.size() * 99 / 100));
  }

  private static List<Post> of(String what, List<Post> posts) {
    return posts.stream().filter(post -> post.content().startsWith(what)).toList();
  }

  private void start() {
    destinations =
        Optional.of(
            Destinations.start(
                new DeliverySettings(8, routes), spool, Onlooker.NOBODY, InstantSource.system()));
  }

  private StandInSkyvern skyvern(String name) {
    return Optional.ofNullable(skyverns.get(name)).orElseThrow();
  }

  private Set<String> keys(String name) {
    return skyvern(name).posts().stream().map(Post::apiKey).collect(Collectors.toSet());
  }

  private static RouteSettings route(URI base, String name) {
    return new RouteSettings(
        new SkyvernSettings(base, new Secret("sk-" + name), Duration.ofSeconds(60)));
  }

  private void swallow() {
    try {
      while (true) {
        swallowed.add(hole.accept());
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void take(String route, String name, String content) throws IOException {
    var now = Instant.now();
    spool.commit(
        new Envelope(Source.SMTP, "", List.of(GATEWAY), "192.0.2.1", now),
        content.getBytes(UTF_8),
        Letter.EMPTY,
        List.of(
            new Decision.Deliver(
                GATEWAY,
                "a test",
                new Lane(route, new Identifier(name + "@example.com")),
                new Otp.None("a test"),
                content,
                Life.of(now, Duration.ofMinutes(15)),
                Optional.empty())));
  }
}
