package dev.otpost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** The commands as they are typed: what they print and what they answer to the shell. */
final class CommandsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");

  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  CommandsTest() {}

  /** What a command printed and answered. */
  private record Ran(int exitCode, String out, String err) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "serve --help",
        "check --help",
        "init --help",
        "try --help",
        "queue --help",
        "queue list --help",
        "queue show --help",
        "queue retry --help",
        "queue drop --help",
        "demo --help"
      })
  void explainsItself(String line) {
    var ran = run(line.split(" ", -1));
    assertEquals(ExitCode.OK, ran.exitCode());
    assertTrue(ran.out().contains("otpost"), ran.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sreve", "serve --nonsense", "queue", "queue show", "queue show x", "try"})
  void saysWhatItDoesNotUnderstand(String line) {
    var ran = run(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(
        ran.err().contains("Usage: otpost") || ran.err().contains("Did you mean"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check"})
  void namesEveryFaultOfTheConfigurationAtOnce(String command) {
    environment.put("OTPOST_SMTP_PORT", "70000");
    var ran = run(command);
    assertEquals(ExitCode.CONFIGURATION, ran.exitCode());
    for (var key : List.of("smtp.port", "smtp.recipients", "skyvern.api-key")) {
      assertTrue(ran.err().contains(key), key + " in " + ran.err());
    }
  }

  @Test
  void saysWhichConfigurationItCannotRead() {
    var ran = run("serve", "--config", directory.resolve("none.yaml").toString());
    assertEquals(ExitCode.UNREADABLE, ran.exitCode());
    assertTrue(ran.err().contains("none.yaml"));
  }

  @Test
  void triesAMailWithoutKeySpoolOrNetwork() throws IOException {
    var ran = run("try", mail().toString());
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertTrue(ran.out().contains("totp_identifier  john@example.com"), ran.out());
    assertTrue(ran.out().contains("because"), ran.out());
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count(), "nothing but the mail");
    }
  }

  @Test
  void triesMailsAsJsonOneObjectALine() throws IOException {
    var mail = mail().toString();
    var ran =
        run("try", "--json", "--rcpt-to", "otp@gw.example.com,otp+x@gw.example.com", mail, mail);
    var lines = ran.out().lines().toList();
    assertEquals(4, lines.size());
    var object = JSON.std.mapFrom(lines.getFirst());
    assertEquals(mail, object.get("file"));
    assertEquals("deliver", object.get("decision"));
    assertEquals("john@example.com", object.get("totp_identifier"));
    assertEquals("2026-11-22T10:15:00Z", object.get("expires"));
  }

  @Test
  void saysWhichMailItCannotRead() {
    var ran = run("try", directory.resolve("none.eml").toString());
    assertEquals(ExitCode.UNREADABLE, ran.exitCode());
    assertTrue(ran.err().contains("none.eml"));
  }

  @Test
  void showsAndMovesWhatIsInTheSpool() throws IOException {
    long id = receive();
    var list = run("queue", "list");
    assertTrue(list.out().contains("john@example.com"), list.out());
    assertTrue(list.out().contains("pending"), list.out());
    var show = run("queue", "show", "" + id);
    assertTrue(show.out().contains("To of the auto-forwarded mail"), show.out());
    assertFalse(show.out().contains("sign-in code"), "no text unless asked for");
    var content = run("queue", "show", "--content", "" + id);
    assertTrue(content.out().contains("sign-in code"), content.out());
    assertEquals(ExitCode.OK, run("queue", "drop", "" + id).exitCode());
    assertTrue(run("queue", "list", "--state", "dropped").out().contains("john@example.com"));
    assertEquals("Nothing is pending.\n", run("queue", "list", "--state", "pending").out());
    assertEquals(ExitCode.OK, run("queue", "retry", "" + id).exitCode());
    assertTrue(run("queue", "list", "--state", "pending").out().contains("john@example.com"));
  }

  @Test
  void saysWhyItLeavesAnEntryAsItIs() throws IOException {
    receive();
    var unknown = run("queue", "retry", "4711");
    assertEquals(ExitCode.UNAVAILABLE, unknown.exitCode());
    assertTrue(unknown.err().contains("no entry 4711"), unknown.err());
  }

  @Test
  void saysThatThereIsNoSpool() {
    environment.put("OTPOST_SPOOL_PATH", directory.resolve("none").toString());
    var ran = run("queue", "list");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertTrue(ran.err().contains("spool.path"), ran.err());
  }

  @Test
  void findsNothingWrongWhereNothingIs() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      var ran = run("check");
      assertEquals(ExitCode.OK, ran.exitCode(), ran.out() + ran.err());
      assertTrue(skyvern.posts().isEmpty(), "no code is sent");
      assertFalse(Files.exists(directory.resolve("spool")), "nothing is made");
      assertFalse(ran.out().contains(skyvern.apiKey()));
    }
  }

  @Test
  void findsEverythingThatIsWrong() throws IOException {
    try (var skyvern = StandInSkyvern.start();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      serveFrom(skyvern);
      environment.put("SKYVERN_API_KEY", "sk-wrong");
      environment.put("OTPOST_SMTP_HOST", "127.0.0.1");
      environment.put("OTPOST_SMTP_PORT", "" + taken.getLocalPort());
      environment.put("OTPOST_SPOOL_PATH", Files.createFile(directory.resolve("f")) + "/spool");
      var ran = run("check");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
      assertEquals(3, ran.out().lines().filter(it -> it.startsWith("WRONG")).count(), ran.out());
      assertTrue(ran.out().contains("403") || ran.out().contains("401"), ran.out());
    }
  }

  @Test
  void saysThatTheSpoolIsInUse() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      try (var spool = spool()) {
        assertTrue(spool.isWritable());
        var ran = run("check");
        assertEquals(ExitCode.OK, ran.exitCode(), ran.out());
        assertTrue(ran.out().contains("in use by an otpost that runs"), ran.out());
        assertEquals(ExitCode.IN_USE, run("serve").exitCode());
      }
    }
  }

  private void serveFrom(StandInSkyvern skyvern) {
    environment.put("SKYVERN_BASE_URL", skyvern.uri().toString());
    environment.put("SKYVERN_API_KEY", skyvern.apiKey());
    environment.put("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    environment.put("OTPOST_SMTP_PORT", "0");
    environment.put("OTPOST_HTTP_PORT", "0");
    environment.put("OTPOST_SPOOL_PATH", directory.resolve("spool").toString());
  }

  private Spool spool() throws IOException {
    var path = directory.resolve("spool");
    environment.put("OTPOST_SPOOL_PATH", path.toString());
    return Spool.open(
        new SpoolSettings(path, Duration.ofHours(1), Duration.ofDays(30)),
        InstantSource.fixed(NOW));
  }

  /** A mail that came in; its id. */
  private long receive() throws IOException {
    try (var spool = spool()) {
      var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
      var router =
          new Router(
              new RoutingSettings(
                  new Recipients(List.of(GATEWAY.value())), Duration.ofMinutes(15)));
      var gateway = new Gateway(new MessageParser(), router, spool, InstantSource.fixed(NOW));
      gateway.receive(
          new Envelope(Source.SMTP, mail.mailFrom(), List.of(GATEWAY), "192.0.2.1", NOW),
          mail.bytes());
      return spool.pending().getFirst().id();
    }
  }

  private Path mail() throws IOException {
    return Files.write(
        directory.resolve("mail.eml"), SampleMail.forwarded(JOHN, GATEWAY, NOW).bytes());
  }

  private Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine(
                new Surroundings(
                    environment,
                    directory.resolve("installation"),
                    "gw.example.com",
                    InstantSource.fixed(NOW)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
