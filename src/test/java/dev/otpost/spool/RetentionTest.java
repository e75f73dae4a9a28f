package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is erased is in no file of the spool any more; its bytes are looked for one by one. */
final class RetentionTest {

  private static final Lane LANE = Lane.of(new Identifier("john@example.com"));
  private static final String CODE = "Zq7-48151623";
  private static final String LINK = "https://site.example/login?token=Kx93vTe0";
  private static final String TEXT =
      "Wir grüßen: " + CODE + " or " + LINK + ". " + "lore ".repeat(3_000);

  /** As the text lies in the mail. */
  private static final String BASE64 =
      Base64.getMimeEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8));

  private static final String QUOTED =
      "Wir gr=C3=BC=C3=9Fen: " + CODE + "=20or=20" + LINK.replace("=", "=3D");

  private static final byte[] RAW =
      ("Message-ID: <1@x>\r\n\r\n" + QUOTED + "\r\n--\r\n" + BASE64)
          .getBytes(StandardCharsets.US_ASCII);

  /** Each stands in the files before, none of them after. */
  private static final List<String> SECRETS =
      List.of(
          CODE,
          "Kx93vTe0",
          "lore lore lore",
          "=C3=BC=C3=9Fen",
          "token=3DKx93vTe0",
          BASE64.substring(0, 60),
          BASE64.substring(BASE64.length() - 60));

  @TempDir private Path directory;
  private SpoolSettings settings =
      new SpoolSettings(Path.of("unset"), Duration.ZERO, Duration.ZERO);
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  RetentionTest() {}

  @BeforeEach
  void open() throws IOException {
    open(Duration.ofHours(1));
  }

  private void open(Duration content) throws IOException {
    settings = new SpoolSettings(directory, content, Duration.ofDays(30));
    spool = Spool.open(settings, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delivered", "refused", "expired", "superseded", "dropped", "ignored"})
  void erasesWhatHasEndedInWhateverWay(String state) throws IOException {
    long id = take(state);
    end(id, state);
    assertEquals(state, entry(id).state().word());
    var ended = entry(id).endedAt().orElseThrow();
    assertTrue(spool.erase(ended.plus(Duration.ofHours(1)).minusMillis(1)));
    assertEquals(SECRETS, found());
    assertTrue(spool.erase(ended.plus(Duration.ofHours(1))));
    assertEquals(List.of(), found());
    assertTrue(entry(id).erased());
    assertTrue(spool.erase(ended.plus(Duration.ofDays(30))));
    assertFalse(there(id));
  }

  @Test
  void keepsWhatIsHeldForTheOperatorAsLongAsTheRecordOfIt() throws IOException {
    long id = take("held");
    assertTrue(spool.sweep(NOW.plus(Duration.ofDays(30)).minusMillis(1)));
    assertEquals(SECRETS, found());
    assertTrue(spool.sweep(NOW.plus(Duration.ofDays(30))));
    assertEquals(List.of(), found());
    assertFalse(there(id));
  }

  @Test
  void keepsTheMailAsLongAsOneOfItsEntriesNeedsIt() throws IOException {
    var mail = mail("1@x", TEXT);
    var ids =
        spool
            .commit(
                mail.envelope(),
                RAW,
                mail.letter(),
                List.of(mail.deliver("john@example.com"), mail.deliver("jane@example.com")))
            .ids();
    end(ids.getFirst(), "delivered");
    assertTrue(spool.erase(NOW.plus(Duration.ofHours(1))));
    assertTrue(entry(ids.getFirst()).erased());
    assertTrue(found().contains(BASE64.substring(0, 60)));
    end(ids.getLast(), "delivered");
    assertTrue(spool.erase(NOW.plus(Duration.ofHours(1))));
    assertEquals(List.of(), found());
  }

  @Test
  void cutsOffTheLogOnceWhoeverReadsItAsItWasHasGone() throws Exception {
    long id = take("delivered");
    end(id, "delivered");
    try (var stuck = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"))) {
      stuck.setAutoCommit(false);
      try (var statement = stuck.createStatement();
          var _ = statement.executeQuery("select content from entry")) {
        long before = System.nanoTime();
        assertFalse(spool.erase(NOW.plus(Duration.ofHours(1))));
        assertFalse(spool.erase(NOW.plus(Duration.ofHours(1))));
        assertTrue(System.nanoTime() - before < 1_000_000_000L, "nobody waits for him");
        assertTrue(entry(id).erased());
        assertEquals(SECRETS, found());
      }
      stuck.rollback();
      assertTrue(spool.erase(NOW.plus(Duration.ofHours(1))));
      assertEquals(List.of(), found());
    }
  }

  @Test
  void cutsOffTheLogThatAnOtpostLeftWhichWasKilledBefore() throws Exception {
    long id = take("delivered");
    end(id, "delivered");
    try (var stuck = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        var statement = stuck.createStatement();
        var _ = statement.executeQuery("select content from entry")) {
      assertFalse(spool.erase(NOW.plus(Duration.ofHours(1))));
      spool.close(); // He keeps it from being tidied up, as kill -9 would.
    }
    open(Duration.ofHours(1));
    assertTrue(spool.erase(NOW.plus(Duration.ofHours(1))));
    assertEquals(List.of(), found());
  }

  @Test
  void writesNothingWhenNothingIsDue() throws IOException {
    end(take("delivered"), "delivered");
    assertTrue(spool.sweep(NOW));
    var before = stamps();
    assertTrue(spool.erase(NOW.plus(Duration.ofMinutes(59))));
    assertTrue(spool.sweep(NOW.plus(Duration.ofMinutes(59))));
    assertEquals(before, stamps());
  }

  @Test
  void erasesAtOnceWithinASecondIfThatIsWished() throws Exception {
    spool.close();
    open(Duration.ZERO);
    try (var _ = Sweeper.start(spool, InstantSource.fixed(NOW))) {
      long id = take("delivered");
      end(id, "delivered");
      long ended = System.nanoTime();
      while (!found().isEmpty()) {
        assertTrue(System.nanoTime() - ended < 1_000_000_000L, () -> "after a second: " + found());
        Thread.onSpinWait();
      }
      assertTrue(entry(id).erased());
    }
  }

  @Test
  void erasesMoreThanGoIntoOneTransaction() throws IOException {
    var mail = mail("1@x", TEXT);
    var decisions =
        IntStream.rangeClosed(1, 501)
            .<Decision>mapToObj(
                i -> new Decision.Ignore(new Address("otp+" + i + "@gw.example.com"), "a test"))
            .toList();
    spool.commit(mail.envelope(), RAW, mail.letter(), decisions);
    assertTrue(spool.erase(NOW.plus(Duration.ofHours(1))));
    assertEquals(List.of(), found());
  }

  @Test
  void looksForWhatIsDueByIndexesOnly() throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        var statement = connection.createStatement();
        var plan = statement.executeQuery("explain query plan " + Retention.IS_DUE)) {
      while (plan.next()) {
        var step = plan.getString("detail");
        assertFalse(step.contains("SCAN") && !step.contains("CONSTANT"), step);
      }
    }
  }

  private long take(String state) throws IOException {
    var mail = mail("1@x", TEXT);
    var deliver =
        mail.deliver(
            LANE,
            new Otp.MagicLink(LINK, "a test"),
            Optional.of(new Written("site.example", NOW.minusSeconds(60))));
    Decision decision =
        switch (state) {
          case "ignored" -> mail.ignore();
          case "held" -> deliver.held("a test");
          default -> deliver;
        };
    return spool.commit(mail.envelope(), RAW, mail.letter(), List.of(decision)).ids().getFirst();
  }

  private void end(long id, String state) throws IOException {
    switch (state) {
      case "delivered" -> settle(id, new Outcome.Delivered("stored"));
      case "refused" -> settle(id, new Outcome.Refused("HTTP 422"));
      case "expired" ->
          assertTrue(spool.expire(id, "", NOW.plus(Duration.ofMinutes(15))).isPresent());
      case "dropped" -> {
        try (var queue = Queue.open(settings, InstantSource.fixed(NOW))) {
          queue.drop(id);
        }
      }
      case "superseded" -> {
        var newer = mail("2@x", "newer");
        var decision =
            newer.deliver(
                LANE, new Otp.Code("1", "a test"), Optional.of(new Written("site.example", NOW)));
        settle(
            spool
                .commit(newer.envelope(), newer.raw(), newer.letter(), List.of(decision))
                .ids()
                .getFirst(),
            new Outcome.Delivered("stored"));
        spool.begin(id, NOW);
      }
      default -> {}
    }
  }

  private void settle(long id, Outcome outcome) throws IOException {
    spool.begin(id, NOW);
    spool.settle(id, outcome, NOW);
  }

  private Entry entry(long id) throws IOException {
    try (var queue = Queue.open(settings, InstantSource.fixed(NOW))) {
      return queue.find(id).orElseThrow();
    }
  }

  private boolean there(long id) throws IOException {
    try (var queue = Queue.open(settings, InstantSource.fixed(NOW))) {
      return queue.find(id).isPresent();
    }
  }

  /** Which of the secrets stand in any file of the spool. */
  private List<String> found() {
    var found = new ArrayList<String>();
    try (var files = Files.list(directory)) {
      var all = new StringBuilder();
      for (var file : files.toList()) {
        // One character a byte.
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
      }
      SECRETS.stream().filter(it -> all.indexOf(it) >= 0).forEach(found::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  private List<String> stamps() throws IOException {
    try (var files = Files.list(directory)) {
      var stamps = new ArrayList<String>();
      for (var file : files.filter(it -> !it.toString().endsWith("-shm")).sorted().toList()) {
        stamps.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
      return stamps;
    }
  }
}
