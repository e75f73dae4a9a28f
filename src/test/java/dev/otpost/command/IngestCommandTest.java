package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code otpost ingest} as the pipe of a mail server sees it: by its exit code above all. */
final class IngestCommandTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");
  private static final byte[] MAIL = SampleMail.forwarded(JOHN, GATEWAY, NOW).bytes();
  private static final int LARGEST = 64 * 1024;

  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private InstantSource clock = InstantSource.fixed(NOW);
  private SpoolSettings settings;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  IngestCommandTest() {}

  /** What it printed and answered. */
  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void makeASpool() throws IOException {
    settings =
        new SpoolSettings(directory.resolve("spool"), Duration.ofHours(1), Duration.ofDays(30));
    Spool.open(settings, clock).close();
    environment.put("OTPOST_SPOOL_PATH", settings.path().toString());
    environment.put("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    environment.put("OTPOST_SMTP_MAX_MESSAGE_SIZE", Integer.toString(LARGEST));
  }

  @Test
  void keepsTheMailAndPrintsItsIds() throws IOException {
    var ran = ingest(MAIL, "--mail-from", "bounce@site.example", "--rcpt-to", GATEWAY.value());
    assertEquals(new Ran(ExitCode.OK, "1\n", ""), ran);
    var entry = entries().getFirst();
    assertEquals(State.PENDING, entry.state());
    assertEquals("john@example.com", entry.identifier().orElseThrow().value());
    assertEquals("bounce@site.example", entry.mailFrom());
    assertEquals(NOW, entry.receivedAt());
  }

  @Test
  void printsAnIdForEachRecipientOnALineOfItsOwn() throws IOException {
    var line =
        "-f bounce@site.example --rcpt-to otp+a=x.example@gw.example.com"
            + " --rcpt-to OTP@gw.example.com -- otp@gw.example.com otp+b=x.example@gw.example.com";
    assertEquals("1\n2\n3\n", ingest(MAIL, line.split(" ", -1)).out());
    assertEquals(3, entries().size());
  }

  @Test
  void recognisesAMailThatIsHandedInAgain() throws IOException {
    assertEquals("1\n", ingest(MAIL).out());
    assertEquals(new Ran(ExitCode.OK, "1\n", ""), ingest(MAIL));
    assertEquals(1, entries().size());
  }

  @Test
  void keepsTheMailAsItWasOnTheWire() throws IOException {
    var text = new String(MAIL, StandardCharsets.UTF_8).replace("\r\n", "\n");
    ingest(
        ("From bounce@site.example Sun Nov 22 10:00:00 2026\n" + text)
            .getBytes(StandardCharsets.UTF_8));
    try (var queue = Queue.open(settings, clock)) {
      assertArrayEquals(MAIL, queue.raw(1).orElseThrow());
    }
  }

  @Test
  void worksBesideADaemon() throws IOException {
    try (var spool = Spool.open(settings, clock)) {
      assertEquals(ExitCode.OK, ingest(MAIL).exitCode());
      assertEquals(1, spool.pending().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<>", "MAILER-DAEMON", "mailer-daemon"})
  void takesTheNullSender(String sender) throws IOException {
    assertEquals(ExitCode.OK, ingest(MAIL, "-f", sender, "--", GATEWAY.value()).exitCode());
    assertEquals("", entries().getFirst().mailFrom());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help@evil.example", "-h@evil.example", "@evil@evil.example"})
  void takesNoSenderForAnOption(String sender) throws IOException {
    assertEquals(ExitCode.OK, ingest(MAIL, "-f", sender, "--", GATEWAY.value()).exitCode());
    assertEquals(ExitCode.OK, ingest(MAIL, "--mail-from=" + sender, GATEWAY.value()).exitCode());
    assertEquals(List.of(sender), entries().stream().map(Entry::mailFrom).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "--rcpt-to otp@gw.example.com",
    "--mail-from a@x.example",
    "--mail-from a@x.example --nonsense otp@gw.example.com",
    "--mail-from nobody otp@gw.example.com",
  })
  void saysWhatItDoesNotUnderstand(String line) throws IOException {
    var ran = ingest(MAIL, line.isEmpty() ? new String[] {""} : line.split(" ", -1));
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("--mail-from") || ran.err().contains("--rcpt-to"), ran.err());
    assertEquals(List.of(), entries());
  }

  @Test
  void takesAMailOfTheLargestSizeAndNoneLarger() throws IOException {
    assertEquals(ExitCode.OK, ingest(Arrays.copyOf(MAIL, LARGEST)).exitCode());
    var ran = ingest(Arrays.copyOf(MAIL, LARGEST + 1));
    assertEquals(ExitCode.BAD_MAIL, ran.exitCode());
    assertTrue(ran.err().contains("smtp.max-message-size"), ran.err());
    assertEquals(1, entries().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "From bounce@site.example Sun Nov 22 10:00:00 2026\n"})
  void refusesWhatIsNoMail(String nothing) throws IOException {
    var ran = ingest(nothing.getBytes(StandardCharsets.UTF_8));
    assertEquals(ExitCode.BAD_MAIL, ran.exitCode());
    assertEquals(List.of(), entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"victim@elsewhere.example", "no address", "root"})
  void keepsAMailForNobodyIfOneRecipientIsNotOurs(String other) throws IOException {
    var ran = ingest(MAIL, "-f", "a@x.example", "--", GATEWAY.value(), other);
    assertEquals(ExitCode.NO_SUCH_RECIPIENT, ran.exitCode());
    assertTrue(ran.err().contains("smtp.recipients"), ran.err());
    assertFalse(ran.err().contains("victim"), "it may be a secret");
    assertEquals(List.of(), entries());
  }

  @ParameterizedTest
  @CsvSource({
    "OTPOST_SMTP_PORT, 99999, smtp.port",
    "OTPOST_SMTP_RECIPIENTS, '', smtp.recipients",
    "OTPOST_SPOOL_PATH, /nowhere/at/all, spool.path",
    "OTPOST_CONFIG, /nowhere/otpost.yaml, /nowhere/otpost.yaml",
  })
  void hasTheMailKeptBySenderWhileSomethingIsWrongHere(String key, String value, String said) {
    environment.put(key, value);
    environment.values().removeIf(String::isEmpty);
    var ran = ingest(MAIL);
    assertEquals(ExitCode.TRY_LATER, ran.exitCode());
    assertTrue(ran.err().contains(said), ran.err());
  }

  @Test
  void givesAMailBackThatARuleIsAgainst() throws IOException {
    environment.put("OTPOST_SENDERS_ALLOW", "*@github.com");
    var ran = ingest(MAIL);
    assertEquals(ExitCode.REFUSED, ran.exitCode(), ran.err());
    assertEquals(List.of(), entries());
  }

  @Test
  void hasTheMailKeptBySenderWhileTheSpoolIsDamaged() throws IOException {
    Files.write(settings.path().resolve("spool.db"), new byte[10_000]);
    assertEquals(ExitCode.TRY_LATER, ingest(MAIL).exitCode());
  }

  @Test
  void hasTheMailKeptBySenderWhenOtpostItselfFails() {
    clock =
        () -> {
          throw new IllegalStateException("for a test");
        };
    var ran = ingest(MAIL);
    assertEquals(ExitCode.TRY_LATER, ran.exitCode());
    assertTrue(ran.err().contains("should not"), ran.err());
  }

  private Ran ingest(byte[] mail) {
    return ingest(mail, "-f", "bounce@site.example", "--", GATEWAY.value());
  }

  private Ran ingest(byte[] mail, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var before = System.in;
    System.setIn(new ByteArrayInputStream(mail));
    try {
      var all = Stream.concat(Stream.of("ingest"), Arrays.stream(arguments)).toArray(String[]::new);
      int exitCode =
          OtpostCommand.commandLine(
                  new Surroundings(
                      environment, directory.resolve("installation"), "gw.example.com", clock),
                  all)
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(all);
      return new Ran(exitCode, out.toString(), err.toString());
    } finally {
      System.setIn(before);
    }
  }

  private List<Entry> entries() throws IOException {
    try (var queue = Queue.open(settings, clock)) {
      return queue.list(Optional.empty(), 10);
    }
  }
}
