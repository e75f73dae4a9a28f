package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.otpost.message.Form;
import dev.otpost.message.Life;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.spool.Mails.Mail;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir private Path directory;
  private SpoolSettings settings =
      new SpoolSettings(Path.of("unset"), Duration.ZERO, Duration.ZERO);
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  SpoolTest() {}

  @BeforeEach
  void open() throws IOException {
    settings =
        new SpoolSettings(directory.resolve("spool"), Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, CLOCK);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void keepsWhatWasCommittedThroughARestart() throws IOException {
    long id = take(mail("1@x", "Your code is 123456"), "john@example.com");
    restart();
    var pending = spool.pending();
    assertEquals(List.of(id), pending.stream().map(Pending::id).toList());
    assertEquals(NOW, pending.getFirst().life().origin());
    var delivery = Mails.begun(spool, id);
    assertEquals("Your code is 123456", delivery.content());
    assertEquals("john@example.com", delivery.lane().identifier().value());
  }

  @Test
  void tellsWhatArrivesAsItWillFindItAgain() throws IOException {
    var told = new ArrayList<Pending>();
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {
            told.add(pending);
          }

          @Override
          public void changed() {}
        });
    // The machine's clock is finer than what is kept.
    commit(mail("1@x", "123456").at(NOW.plusNanos(1)), "john@example.com");
    assertEquals(spool.pending(), told);
  }

  @Test
  void tellsTheListenerOfEachNewEntryOnceItIsDurable() throws IOException {
    var told = new ArrayList<Long>();
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {
            told.add(pending.id());
          }

          @Override
          public void changed() {}
        });
    long id = take(mail("1@x", "123456"), "john@example.com");
    take(mail("1@x", "123456"), "john@example.com");
    assertEquals(List.of(id), told);
  }

  @Test
  void takesTheSameMailForTheSameIdentifierOnce() throws IOException {
    long first = take(mail("1@x", "123456"), "john@example.com");
    restart();
    var again = commit(mail("1@x", "123456").at(NOW.plusSeconds(60)), "john@example.com");
    assertEquals(new Receipt(List.of(first), true), again);
    assertEquals(1, spool.pending().size());
  }

  @Test
  void takesAMailForOneIdentifierOnceThoughItHasTwoRecipients() throws IOException {
    var mail = mail("1@x", "123456");
    var receipt =
        spool.commit(
            mail.envelope(),
            mail.raw(),
            mail.letter(),
            List.of(mail.deliver("john@example.com"), mail.deliver("john@example.com")));
    assertEquals(receipt.ids().get(0), receipt.ids().get(1));
    assertFalse(receipt.again());
  }

  static List<Arguments> twoMails() {
    var mail = mail("1@x", "123456");
    return List.of(
        Arguments.of("another Message-ID", mail, mail("2@x", "123456"), "john@example.com"),
        Arguments.of("another text", mail, mail("1@x", "654321"), "john@example.com"),
        Arguments.of("another identifier", mail, mail, "jane@example.com"),
        Arguments.of(
            "nothing to know it by", mail("", "123456"), mail("", "123456"), "john@example.com"),
        Arguments.of(
            "no Message-ID, another Date",
            mail("", "123456").dated(NOW),
            mail("", "123456").dated(NOW.plusSeconds(1)),
            "john@example.com"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("twoMails")
  void takesTwoMailsForTwo(String why, Mail one, Mail other, String identifier) throws IOException {
    assertNotEquals(take(one, "john@example.com"), take(other, identifier), why);
  }

  @Test
  void knowsAMailWithoutMessageIdByItsDate() throws IOException {
    var mail = mail("", "123456").dated(NOW);
    assertEquals(take(mail, "john@example.com"), take(mail, "john@example.com"));
  }

  @Test
  void knowsAMailAgainWhoseTextIsErased() throws IOException {
    long id = take(mail("1@x", "123456"), "john@example.com");
    spool.begin(id, NOW);
    spool.settle(id, new Outcome.Delivered("stored"), NOW);
    spool.sweep(NOW.plus(Duration.ofHours(2)));
    assertTrue(entry(id).erased());
    assertEquals(id, take(mail("1@x", "123456"), "john@example.com"));
    assertEquals(List.of(), spool.pending());
  }

  static List<Arguments> outcomes() {
    return List.of(
        Arguments.of(new Outcome.Delivered("stored as x"), State.DELIVERED),
        Arguments.of(new Outcome.Refused("HTTP 400"), State.REFUSED),
        Arguments.of(new Outcome.Deferred("HTTP 503", Optional.empty()), State.PENDING),
        Arguments.of(new Outcome.Unanswered("no connection"), State.PENDING),
        Arguments.of(new Outcome.Barred("HTTP 403"), State.PENDING));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void recordsWhatAnAttemptCameTo(Outcome outcome, State state) throws IOException {
    long id = take(mail("1@x", "123456"), "john@example.com");
    spool.begin(id, NOW);
    spool.settle(id, outcome, NOW.plusMillis(70));
    assertEquals(state, entry(id).state());
    assertEquals(outcome.because(), entry(id).note());
    assertEquals(
        List.of(
            new Attempt(
                1,
                NOW,
                Optional.of(NOW.plusMillis(70)),
                Form.FIRST,
                outcome.word(),
                outcome.because())),
        attempts(id));
    assertEquals(state == State.PENDING, spool.begin(id, NOW) instanceof Begun.Post);
  }

  @Test
  void hasAnAttemptOnTheDiskBeforeItIsMade() throws IOException {
    long id = take(mail("1@x", "123456"), "john@example.com");
    spool.begin(id, NOW);
    // Whoever looks from outside sees what a crash at this moment would leave.
    assertEquals(List.of(new Attempt(1, NOW, Optional.empty(), Form.FIRST, "", "")), attempts(id));
  }

  @Test
  void saysOfAnExpiredEntryHowOftenAndWhyItFailed() throws IOException {
    long id = take(mail("1@x", "123456"), "john@example.com");
    spool.begin(id, NOW);
    spool.settle(id, new Outcome.Deferred("HTTP 503", Optional.empty()), NOW);
    spool.expire(id, "Skyvern is away", NOW.plus(Duration.ofMinutes(15)));
    assertEquals(State.EXPIRED, entry(id).state());
    assertEquals("its life ended after 1 attempt: HTTP 503; Skyvern is away", entry(id).note());
    assertEquals(List.of(), spool.pending());
  }

  @Test
  void putsRightTheLivesOfWhatCameInByAClockThatIsSet() throws IOException {
    long before = take(mail("0@x", "000000"), "john@example.com");
    spool.close();
    spool = Spool.open(settings, CLOCK);
    long first = take(mail("1@x", "123456"), "john@example.com");
    long done = take(mail("2@x", "234567"), "john@example.com");
    spool.begin(done, NOW);
    spool.settle(done, new Outcome.Delivered("stored"), NOW);
    spool.begin(first, NOW);
    spool.settle(first, new Outcome.Unanswered("no answer"), NOW.plusSeconds(1));
    var heard = new ArrayList<String>();
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {}

          @Override
          public void changed() {}

          @Override
          public void shifted(Duration by) {
            heard.add("shifted by " + by);
          }
        });
    var by = Duration.ofHours(-1);
    spool.shift(by, () -> heard.add("set"));
    assertEquals(List.of("set", "shifted by PT-1H"), heard);
    var then = NOW.minus(Duration.ofHours(1));
    assertEquals(Life.of(then, Duration.ofMinutes(15)), entry(first).life());
    assertEquals(then, entry(first).receivedAt());
    assertEquals(
        List.of(
            new Attempt(
                1, then, Optional.of(then.plusSeconds(1)), Form.FIRST, "unanswered", "no answer")),
        attempts(first));
    assertEquals(NOW, entry(before).life().origin(), "nobody knows how that daemon's clock stood");
    assertEquals(NOW, entry(done).life().origin(), "that is history");
    assertEquals(Optional.empty(), spool.expire(before, "", NOW), "its life has not ended");
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600, 120, -120})
  void putsRightWhatWasInHandWhenTheClockWasSet(long seconds) throws IOException {
    var by = Duration.ofSeconds(seconds);
    spool.shift(by, () -> {});
    long late = take(mail("1@x", "123456").at(NOW.minusSeconds(1)), "john@example.com");
    assertEquals(Life.of(NOW.minusSeconds(1).plus(by), Duration.ofMinutes(15)), entry(late).life());
    assertEquals(entry(late).life(), spool.pending().getFirst().life());
    var now = NOW.plus(by).plusSeconds(1);
    long next = take(mail("2@x", "123456").at(now), "jane@example.com");
    assertEquals(now, entry(next).life().origin(), "that is noted by the new clock");
  }

  @Test
  void leavesTheLifeOfWhatLayInAMailboxAsItsServerSaidWhenTheClockIsSet() throws IOException {
    var mail = mail("1@x", "123456");
    var origin = NOW.minusSeconds(60);
    spool.commit(
        mail.envelope(), mail.raw(), mail.letter(), List.of(mail.at(origin).deliver("john@x")));
    spool.shift(Duration.ofHours(1), () -> {});
    assertEquals(origin, spool.pending().getFirst().life().origin());
  }

  @Test
  void keepsWhatIsHeldAndPostsItNot() throws IOException {
    var mail = mail("1@x", "the link");
    var receipt = spool.commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.hold()));
    assertEquals(State.HELD, entry(receipt.ids().getFirst()).state());
    assertEquals(List.of(), spool.pending());
  }

  @Test
  void erasesTextAndMailFromEveryFileOnceTheyHaveBeenKeptLongEnough() throws IOException {
    var secret = "S3cr3t-" + "code ".repeat(3_000); // more than a page, so that it lies in several
    long id = take(mail("1@x", secret), "john@example.com");
    spool.begin(id, NOW);
    spool.settle(id, new Outcome.Delivered("stored"), NOW);
    spool.sweep(NOW.plus(Duration.ofHours(1)).minusMillis(1));
    assertTrue(filesContain("S3cr3t-code code"));
    spool.sweep(NOW.plus(Duration.ofHours(1)));
    assertFalse(filesContain("S3cr3t-code"));
    assertFalse(filesContain("code code code"));
    assertEquals(State.DELIVERED, entry(id).state());
    spool.sweep(NOW.plus(Duration.ofDays(30)));
    assertEquals(Optional.empty(), queue(queue -> queue.find(id)));
  }

  @Test
  void erasesNothingThatIsStillToBePostedOrLookedAt() throws IOException {
    long pending = take(mail("1@x", "123456"), "john@example.com");
    var mail = mail("2@x", "the link");
    long held =
        spool
            .commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.hold()))
            .ids()
            .getFirst();
    spool.sweep(NOW.plus(Duration.ofDays(29)));
    assertFalse(entry(pending).erased());
    assertFalse(entry(held).erased());
  }

  @Test
  void keepsNoMailInMemoryOnceItIsOnTheDisk() throws IOException {
    var kept = keptInMemory(mail("1@x", "Your code is 123456"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (kept.get() != null) {
            System.gc();
          }
        });
  }

  private WeakReference<byte[]> keptInMemory(Mail mail) throws IOException {
    var raw = mail.raw();
    spool.commit(mail.envelope(), raw, mail.letter(), List.of(mail.deliver("john@example.com")));
    return new WeakReference<>(raw);
  }

  @Test
  void letsOnlyOneDaemonIn() {
    var failure = assertThrows(SpoolInUseException.class, () -> Spool.open(settings, CLOCK));
    assertTrue(String.valueOf(failure.getMessage()).contains("spool.path"));
  }

  @Test
  void saysSinceWhenItIsInUse() throws IOException {
    assertEquals(Optional.of(NOW), Spool.inUseSince(settings));
    spool.close();
    assertEquals(Optional.empty(), Spool.inUseSince(settings));
    spool = Spool.open(settings, () -> NOW.plusSeconds(60));
    assertEquals(Optional.of(NOW.plusSeconds(60)), Spool.inUseSince(settings));
    var nowhere = new SpoolSettings(directory.resolve("none"), Duration.ZERO, Duration.ZERO);
    assertEquals(Optional.empty(), Spool.inUseSince(nowhere));
  }

  @Test
  void isLockedAgainstOtherProcesses() throws IOException {
    var locks = Path.of("/proc/locks");
    assumeTrue(Files.isReadable(locks), "only Linux shows who has locked what");
    // From the first byte to the last, which no lock of SQLite's is.
    var ours = "POSIX +ADVISORY +WRITE +%d [^ ]+ 0 EOF".formatted(ProcessHandle.current().pid());
    assertTrue(Pattern.compile(ours).matcher(Files.readString(locks)).find());
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    assertEquals("rwx------", permissions(settings.path()));
    assertEquals("rw-------", permissions(settings.path().resolve("spool.db")));
    assertEquals("rw-------", permissions(settings.path().resolve("spool.db-wal")));
  }

  @Test
  void leavesASpoolOfANewerVersionAsItIs() throws Exception {
    spool.close();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + settings.path().resolve("spool.db"));
        var statement = connection.createStatement()) {
      statement.execute("pragma user_version = 1000");
    }
    var failure = assertThrows(SpoolTooNewException.class, () -> Spool.open(settings, CLOCK));
    assertTrue(String.valueOf(failure.getMessage()).contains("1000"));
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + settings.path().resolve("spool.db"));
        var statement = connection.createStatement()) {
      statement.execute("pragma user_version = " + Schema.VERSION);
    }
    spool = Spool.open(settings, CLOCK);
  }

  @Test
  void saysWhatToDoWhenItCannotBeMade() throws IOException {
    var file = Files.createFile(directory.resolve("file"));
    var nowhere = new SpoolSettings(file.resolve("spool"), Duration.ZERO, Duration.ZERO);
    var failure = assertThrows(SpoolUnusableException.class, () -> Spool.open(nowhere, CLOCK));
    assertTrue(String.valueOf(failure.getMessage()).contains("spool.path"));
  }

  @Test
  void keepsEveryMailOfManyWritersAtOnce() throws Exception {
    int writers = 8;
    int each = 100;
    var told = new ConcurrentLinkedQueue<Long>();
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {
            told.add(pending.id());
          }

          @Override
          public void changed() {}
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done =
          threads.invokeAll(
              IntStream.range(0, writers)
                  .<Callable<Boolean>>mapToObj(
                      writer ->
                          () -> {
                            for (int i = 0; i < each; i++) {
                              take(mail(writer + "." + i + "@x", "text"), "john@example.com");
                            }
                            return true;
                          })
                  .toList());
      for (var future : done) {
        assertTrue(future.get());
      }
    }
    restart();
    var ids = spool.pending().stream().map(Pending::id).sorted().toList();
    assertEquals(writers * each, ids.size());
    assertEquals(ids, told.stream().sorted().toList());
  }

  @Test
  void noticesWhatTheCommandLineDoes() throws Exception {
    long id = take(mail("1@x", "123456"), "john@example.com");
    var changed = new Semaphore(0);
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {}

          @Override
          public void changed() {
            changed.release();
          }
        });
    assertEquals(new Queue.Moved.Done(), queue(queue -> queue.drop(id)));
    assertTrue(changed.tryAcquire(5, TimeUnit.SECONDS));
    assertEquals(List.of(), spool.pending());
  }

  private void restart() throws IOException {
    spool.close();
    spool = Spool.open(settings, CLOCK);
  }

  private Receipt commit(Mail mail, String identifier) throws IOException {
    return spool.commit(
        mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver(identifier)));
  }

  private long take(Mail mail, String identifier) throws IOException {
    return commit(mail, identifier).ids().getFirst();
  }

  private Entry entry(long id) throws IOException {
    return queue(queue -> queue.find(id)).orElseThrow();
  }

  private List<Attempt> attempts(long id) throws IOException {
    return queue(queue -> queue.attempts(id));
  }

  private interface Look<T> {
    T at(Queue queue) throws IOException;
  }

  private <T> T queue(Look<T> look) throws IOException {
    try (var queue = Queue.open(settings, CLOCK)) {
      return look.at(queue);
    }
  }

  private boolean filesContain(String text) throws IOException {
    try (var files = Files.list(settings.path())) {
      for (var file : files.toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
