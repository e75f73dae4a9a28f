package dev.otpost.web.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of Skyvern fetch their codes over real HTTP. */
final class PullEndpointTest {

  private static final String JOHN = "john@example.com";
  private static final String PATH = "/totp/john%40example.com";
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Address GATEWAY = new Address("otp@gw.example.com");

  /** No code comes at all. */
  private static final PullSettings AT_ONCE = new PullSettings(Duration.ZERO, GRACE, 100, 60);

  private static final PullSettings PATIENT =
      new PullSettings(Duration.ofSeconds(20), GRACE, 100, 60);

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger mails = new AtomicInteger();
  private volatile Map<Secret, SortedSet<String>> keys =
      Map.of(new Secret("sk-ours"), names("default"), new Secret("sk-theirs"), names("other"));
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Started by each test.
  private WebServer web;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  PullEndpointTest() {}

  @BeforeEach
  void open() throws IOException {
    spool =
        Spool.open(
            new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30)),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    web.close();
    asking.shutdownNow();
    spool.close();
    client.close();
  }

  @Test
  void handsOutTheCodeAndEchoesTheTask() throws Exception {
    start(AT_ONCE);
    take(JOHN, "default", "github.com", "123456");
    var response = run("wr_1").ask(PATH);
    assertEquals(200, response.statusCode());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertEquals("{\"task_id\":\"tsk_1\",\"verification_code\":\"123456\"}", response.body());
    assertEquals("", run("wr_2").code(PATH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/totp/john%40example.com",
        "/totp/%20John%40Example.com%20",
        "/totp/john@example.com",
        "/totp?identifier=john%40example.com",
        "/totp?identifier=John@example.com",
        "/totp/j.o.h.n%40example.com",
        "/totp/john%40example.com?from=github.com",
        "/totp?identifier=john%40example.com&from=GitHub.com",
        "/totp/john%40example.com?from=",
      })
  void knowsWhoIsMeant(String path) throws Exception {
    start(AT_ONCE);
    take(JOHN, "default", "mail.github.com", "123456");
    assertEquals("123456", run("wr_1").code(path));
  }

  @ParameterizedTest
  @CsvSource({
    "+4915112345678, /totp/%2B4915112345678",
    "+4915112345678, /totp/+4915112345678",
    "+4915112345678, /totp?identifier=%2B4915112345678",
    "+4915112345678, /totp?identifier=+4915112345678",
    "otp+acme@example.com, /totp?identifier=otp+acme@example.com",
    "a/b@example.com, /totp/a%2Fb%40example.com",
  })
  void understandsWhatIsHardToWriteInAUrl(String identifier, String path) throws Exception {
    start(AT_ONCE);
    take(identifier, "default", "github.com", "123456");
    assertEquals("123456", run("wr_1").code(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/totp/jane%40example.com",
        "/totp",
        "/totp?identifier=",
        "/totp/%20",
        "/totp/john%40example.com?from=gitlab.com",
        "/totp/john%40example.com?from=%25",
      })
  void answersThatThereIsNoneWhereverThereIsNone(String path) throws Exception {
    start(AT_ONCE);
    take(JOHN, "default", "github.com", "123456");
    assertEquals("", run("wr_1").code(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|123456",
        "{}|123456",
        "[]|123456",
        "\"text\"|123456",
        "null|123456",
        "{\"task_id\":7,\"workflow_run_id\":[]}|123456",
        "{\"task_id\":null,\"workflow_run_id\":{\"a\":1}}|123456",
        "{\"workflow_run_id\":\"wr_ä\"}|123456",
        "{\"task_id\":|''",
        "no json|''",
      })
  void answersWhateverIsSigned(String body, String code) throws Exception {
    start(AT_ONCE);
    take(JOHN, "default", "github.com", "123456");
    var response = run("wr_1").send(PATH, body);
    assertEquals(200, response.statusCode());
    assertEquals("{\"verification_code\":\"%s\"}".formatted(code), response.body());
  }

  @ParameterizedTest
  @CsvSource({"200, 123456", "201, ''"})
  void handsNothingToAnIdThatIsTooLong(int length, String code) throws Exception {
    start(AT_ONCE);
    take(JOHN, "default", "github.com", "123456");
    var response =
        run("wr_1").send(PATH, "{\"workflow_run_id\":\"%s\"}".formatted("w".repeat(length)));
    assertEquals("{\"verification_code\":\"%s\"}".formatted(code), response.body());
  }

  @Test
  void isNotBroughtDownByDepth() throws Exception {
    start(AT_ONCE);
    assertEquals(200, run("wr_1").send(PATH, "[".repeat(60_000)).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"65536, 200", "65537, 413"})
  void readsBodiesUpToALimit(int length, int status) throws Exception {
    start(AT_ONCE);
    assertEquals(status, run("wr_1").send(PATH, " ".repeat(length)).statusCode());
  }

  @Test
  void tellsNothingToWhoeverDoesNotSign() throws Exception {
    start(PATIENT);
    take(JOHN, "default", "github.com", "123456");
    var body = "{\"task_id\":\"tsk_1\"}";
    var right = Run.signature("sk-ours", body);
    var run = run("wr_1");
    var answers = new HashSet<String>();
    for (var signature :
        List.of(
            "",
            "x",
            "é",
            "0".repeat(64),
            right.substring(1),
            right + "00",
            Run.signature("sk-old", body),
            Run.signature("sk-ours", body + " "))) {
      for (var path : List.of(PATH, "/totp/nobody", "/totp", "/totp?from=%25")) {
        var response = run.send(path, body, signature);
        assertEquals(401, response.statusCode());
        answers.add(response.body());
      }
    }
    assertEquals(401, run.send(PATH, "no json", right).statusCode());
    assertEquals(1, answers.size(), answers::toString);
    assertFalse(answers.toString().contains("john"));
    assertEquals("123456", run.code(PATH), "it is still there");
  }

  @Test
  void anEmptyKeyVerifiesNothing() throws Exception {
    keys = Map.of(Secret.NONE, names("default"));
    start(AT_ONCE);
    for (var signature : List.of("", "0".repeat(64))) {
      assertEquals(401, run("wr_1").send(PATH, "{}", signature).statusCode());
    }
  }

  @Test
  void takesEveryKeyThatIsAllowedJustNow() throws Exception {
    start(AT_ONCE);
    take(JOHN, "default", "github.com", "123456");
    var renewed = new Run(client, web.address().getPort(), "sk-new", "wr_1", "tsk_1");
    assertEquals(401, renewed.ask(PATH).statusCode());
    keys = Map.of(new Secret("sk-ours"), names("default"), new Secret("sk-new"), names("default"));
    assertEquals("123456", renewed.code(PATH));
    assertEquals(200, run("wr_2").ask(PATH).statusCode());
    keys = Map.of(new Secret("sk-new"), names("default"));
    assertEquals(401, run("wr_2").ask(PATH).statusCode());
  }

  @Test
  void aKeyOpensItsRoutesOnly() throws Exception {
    start(AT_ONCE);
    take(JOHN, "other", "github.com", "111111");
    assertEquals("", run("wr_1").code(PATH));
    assertEquals(
        "111111",
        new Run(client, web.address().getPort(), "sk-theirs", "wr_1", "tsk_1").code(PATH));
  }

  @Test
  void answersAsSoonAsACodeIsThere() throws Exception {
    start(PATIENT);
    var code = ask(run("wr_1"));
    awaitAsked("wr_1");
    long came = System.nanoTime();
    take(JOHN, "default", "github.com", "123456");
    assertEquals("123456", code.get(10, TimeUnit.SECONDS));
    assertTrue(Duration.ofNanos(System.nanoTime() - came).toMillis() < 5_000);
  }

  @Test
  void saysThatThereIsNoneWhenItHasWaitedLongEnough() throws Exception {
    start(new PullSettings(Duration.ofMillis(300), GRACE, 100, 60));
    long began = System.nanoTime();
    assertEquals("", run("wr_1").code(PATH));
    assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() >= 300);
  }

  @Test
  void whoeverAskedFirstGetsTheFirstCode() throws Exception {
    start(PATIENT);
    var codes = new ArrayList<Future<String>>();
    for (int number = 1; number <= 5; number++) {
      var code = ask(run("wr_" + number));
      awaitAsked("wr_" + number);
      codes.add(code);
    }
    for (int number = 1; number <= 5; number++) {
      take(JOHN, "default", "github.com", "00000" + number);
      assertEquals("00000" + number, codes.get(number - 1).get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void theNewestQuestionOfARunEndsTheOneBeforeAndKeepsItsPlace() throws Exception {
    start(PATIENT);
    var lost = ask(run("wr_1"));
    awaitAsked("wr_1");
    var second = ask(run("wr_2"));
    awaitAsked("wr_2");
    var newest = ask(run("wr_1"));
    assertEquals("", lost.get(10, TimeUnit.SECONDS));
    take(JOHN, "default", "github.com", "111111");
    assertEquals("111111", newest.get(10, TimeUnit.SECONDS));
    take(JOHN, "default", "github.com", "222222");
    assertEquals("222222", second.get(10, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource({"2, true", "1, false"})
  void asManyWaitAsMay(int most, boolean waits) throws Exception {
    start(new PullSettings(Duration.ofSeconds(20), GRACE, most, 60));
    var first = ask(run("wr_1"));
    awaitAsked("wr_1");
    var second = ask(run("wr_2"));
    if (!waits) {
      assertEquals("", second.get(10, TimeUnit.SECONDS), "and is told so at once");
    } else {
      awaitAsked("wr_2");
    }
    take(JOHN, "default", "github.com", "111111");
    assertEquals("111111", first.get(10, TimeUnit.SECONDS));
    if (waits) {
      take(JOHN, "default", "github.com", "222222");
      assertEquals("222222", second.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aRunThatAsksWithoutPauseIsToldToWait() throws Exception {
    start(new PullSettings(Duration.ZERO, GRACE, 100, 6));
    for (int number = 0; number < 6; number++) {
      assertEquals(200, run("wr_1").ask(PATH).statusCode());
    }
    assertEquals(429, run("wr_1").ask(PATH).statusCode());
    assertEquals(200, run("wr_2").ask(PATH).statusCode());
  }

  @Test
  void aHundredRunsThatWaitGetOneCodeEachAndNoneThatIsAnothers() throws Exception {
    start(new PullSettings(Duration.ofSeconds(20), GRACE, 100, 60));
    int runs = 100;
    var questions = new ArrayList<Callable<String>>();
    for (int number = 0; number < runs; number++) {
      var run = run("wr_" + number);
      // Every other one for an identifier of its own, the rest for the same one.
      var path = number % 2 == 0 ? Run.path("run%d@example.com".formatted(number)) : PATH;
      questions.add(() -> run.code(path));
    }
    var codes = questions.stream().map(asking::submit).toList();
    var coming = new ArrayList<Callable<Boolean>>();
    for (int number = 0; number < runs; number++) {
      var identifier = number % 2 == 0 ? "run%d@example.com".formatted(number) : JOHN;
      var code = "%06d".formatted(number);
      coming.add(
          () -> {
            take(identifier, "default", "github.com", code);
            return true;
          });
    }
    for (var came : asking.invokeAll(coming)) {
      assertTrue(came.get());
    }
    var handed = new HashSet<String>();
    for (int number = 0; number < runs; number++) {
      var code = codes.get(number).get(20, TimeUnit.SECONDS);
      assertTrue(handed.add(code), "handed twice, or none: " + code);
      assertEquals(number % 2, Integer.parseInt(code) % 2);
      if (number % 2 == 0) {
        assertEquals("%06d".formatted(number), code);
      }
    }
  }

  private void start(PullSettings settings) throws IOException {
    web =
        WebServer.start(
            new HttpSettings("127.0.0.1", 0),
            PullEndpoint.resources(
                settings,
                spool,
                () -> keys,
                it -> it.value().equals("j.o.h.n@example.com") ? new Identifier(JOHN) : it,
                InstantSource.system()));
  }

  private Run run(String run) {
    return new Run(client, web.address().getPort(), "sk-ours", run, run.replaceFirst("wr", "tsk"));
  }

  private Future<String> ask(Run run) {
    return asking.submit(() -> run.code(PATH));
  }

  /** Its question is on the disk: it stands in line, and there is nothing for it. */
  private void awaitAsked(String run) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        var statement = connection.prepareStatement("select 1 from run where name = ?")) {
      statement.setString(1, run);
      while (true) {
        try (var row = statement.executeQuery()) {
          if (row.next()) {
            return;
          }
        }
        assertTrue(System.nanoTime() < end, "it never asked");
        Thread.onSpinWait();
      }
    }
  }

  private void take(String identifier, String route, String site, String code) throws IOException {
    var now = Instant.now();
    var id = "%d@x".formatted(mails.incrementAndGet());
    var text = "Your code is " + code;
    spool.commit(
        new Envelope(Source.SMTP, "a@" + site, List.of(GATEWAY), "192.0.2.1", now),
        text.getBytes(UTF_8),
        Draft.of("", text).messageId(id).from("noreply@" + site).letter(),
        List.of(
            new Decision.Deliver(
                GATEWAY,
                "To",
                new Lane(route, new Identifier(identifier)),
                new Otp.Code(code, "a test"),
                text,
                Life.of(now, Duration.ofMinutes(15)),
                Optional.empty())));
  }

  private static SortedSet<String> names(String... names) {
    return new TreeSet<>(List.of(names));
  }
}
