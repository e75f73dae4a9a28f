package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Identifier;
import dev.otpost.message.Outcome;
import dev.otpost.message.Place;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Stored;
import dev.otpost.message.Telling;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.spool.Question;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** The commands as they are typed: what they print and what they answer to the shell. */
final class CommandsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");

  private static final String LINK =
      "https://mail-settings.google.com/mail/vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I";

  private static final String QUESTION =
      """
      From: Gmail Team <forwarding-noreply@google.com>
      To: otp@gw.example.com
      Subject: (#99427480) Gmail Forwarding Confirmation - Receive Mail from john.doe@gmail.com
      Message-ID: <question@google.com>

      %s
      %s
      """
          .formatted(LINK, LINK.replace("/vf-", "/uf-"));

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
        "status --help",
        "init --help",
        "try --help",
        "queue --help",
        "queue list --help",
        "queue show --help",
        "queue retry --help",
        "queue drop --help",
        "queue export --help",
        "confirmations --help",
        "address --help",
        "address new --help",
        "hash-password --help",
        "oauth --help",
        "oauth login --help",
        "oauth status --help",
        "oauth logout --help",
        "ingest --help",
        "demo --help"
      })
  void explainsItself(String line) {
    var ran = run(line.split(" ", -1));
    assertEquals(ExitCode.OK, ran.exitCode());
    assertTrue(ran.out().contains("otpost"), ran.out());
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void explainsEveryStateInTheHelpOfQueue(State state) {
    var help = run("queue", "--help").out();
    assertTrue(help.contains("  %-11s %s".formatted(state.word(), state.meaning())), help);
    assertTrue(help.lines().allMatch(it -> it.length() <= 80), help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sreve",
        "serve --nonsense",
        "queue",
        "queue show",
        "queue show x",
        "queue list --state lost",
        "queue export --since yesterday",
        "queue export --since 2026-13-01",
        "queue export --since 99999999999d",
        "queue list --identifier \u2003",
        "try",
        "address",
        "hash-password secret",
        "oauth",
        "oauth login",
        "oauth login work --device --browser",
        "oauth login work --port 65536",
        "oauth logout"
      })
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
  void doesNotThrowAwayTheTokenOfAnAccountThatIsNotThere() {
    var ran = run("oauth", "logout", "work");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertEquals(
        "There is no account work of imap.accounts with oauth; there is none.", ran.err().strip());
  }

  @Test
  void looksAtTheSignatureOfAMailOnlyIfItIsToldTo() throws IOException {
    var file = directory.resolve("unsigned.eml"); // For a signed one the DNS would be asked.
    Files.writeString(file, "From: a@example.com\r\nSubject: x\r\n\r\nYour code is 123456");
    var mail = file.toString();
    assertFalse(run("try", mail).out().contains("dkim"));
    var out = run("try", "--dkim", mail).out();
    assertTrue(out.contains("dkim             none: it is not signed"), out);
    var object = JSON.std.mapFrom(run("try", "--dkim", "--json", mail).out());
    assertEquals("none", object.get("dkim"));
    assertNull(object.get("dkim_domain"));
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
  void triesAMailAsIfItHadJustComeIntoAMailbox() throws IOException {
    watch("work", "john@example.com");
    watch("codes", "codes@example.com");
    environment.put("OTPOST_IMAP_ACCOUNTS_CODES_RECIPIENT", "otp@gw.example.com");
    environment.put("OTPOST_IMAP_ACCOUNTS_CODES_FROM", "*@acme.example");
    environment.put("OTPOST_IMAP_ACCOUNTS_CODES_WITHOUT_OTP", "post");
    var mail = "Delivered-To: otp+jo=a.example@gw.example.com\nTo: John+x@example.com\n";
    var code = mail + "From: a@acme.example\nSubject: Hi\n\nYour code is 482913";
    var news = mail + "From: a@acme.example\nSubject: Hi\n\nNothing in it";
    assertEquals("john+x@example.com", tried("work", code).get("totp_identifier"));
    assertEquals("2026-11-22T10:15:00Z", tried("work", code).get("expires"));
    assertEquals("ignored", tried("work", news).get("kind"));
    var collected = tried("codes", news);
    assertEquals("none", collected.get("kind"));
    assertEquals("jo@a.example", collected.get("totp_identifier"));
    assertEquals("otp+jo=a.example@gw.example.com", collected.get("recipient"));
    var others = tried("codes", code.replace("a@acme", "a@other"));
    assertEquals("it is from others (imap.accounts.codes.from)", others.get("because"));
  }

  private void watch(String account, String username) {
    var section = "OTPOST_IMAP_ACCOUNTS_" + account.toUpperCase(Locale.ROOT);
    environment.put(section + "_HOST", "imap.example.com");
    environment.put(section + "_USERNAME", username);
    environment.put(section + "_PASSWORD", "secret");
  }

  private Map<String, Object> tried(String account, String mail) throws IOException {
    var file = Files.writeString(directory.resolve("mail.eml"), mail);
    var ran = run("try", "--json", "--account", account, file.toString());
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    return JSON.std.mapFrom(ran.out());
  }

  @Test
  void saysThatThereIsNoSuchMailbox() throws IOException {
    var ran = run("try", "--account", "home", mail().toString());
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("no mailbox is called home"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--mail-from", "--rcpt-to"})
  void findsTheEnvelopeOfAMailInAMailboxInItsHeaderOnly(String option) throws IOException {
    var ran = run("try", "--account", "home", option, "a@a.example", mail().toString());
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("leave --mail-from and --rcpt-to away"), ran.err());
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
    assertEquals("otp@gw.example.com", object.get("recipient"));
    assertEquals("john@example.com", object.get("totp_identifier"));
    assertEquals("2026-11-22T10:10:00Z", object.get("expires"));
    assertEquals(List.of("otp@gw.example.com", "otp+x@gw.example.com"), values(lines, "recipient"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"question", "bounce", "empty"})
  void triesAMailThatIsNotPostedAsJsonWithNullsForWhatIsAbsent(String what) throws IOException {
    var mail =
        switch (what) {
          case "question" -> QUESTION;
          case "bounce" -> "From: mailer-daemon@x.example\nSubject: Undelivered\n\nSorry";
          default -> "\n";
        };
    var file = Files.writeString(directory.resolve("mail.eml"), mail);
    var ran = run("try", "--json", file.toString());
    var object = JSON.std.mapFrom(ran.out());
    assertEquals(
        List.of(
            "file",
            "recipient",
            "totp_identifier",
            "because",
            "kind",
            "code",
            "link",
            "evidence",
            "content",
            "expires",
            "refused"),
        List.copyOf(object.keySet()),
        ran.out());
    boolean question = what.equals("question");
    assertEquals(
        question ? "gmail_confirmation" : what.equals("bounce") ? "ignored" : "held",
        object.get("kind"));
    assertEquals(question ? "99427480" : null, object.get("code"));
    assertEquals(question ? LINK : null, object.get("link"));
    for (var absent : List.of("totp_identifier", "content", "expires", "evidence")) {
      assertNull(object.get(absent), absent);
    }
  }

  @Test
  void triesAQuestionOfGmailsForPeople() throws IOException {
    var file = Files.writeString(directory.resolve("mail.eml"), QUESTION);
    var out = run("try", file.toString()).out();
    for (var said :
        List.of("held, not posted", "john.doe@gmail.com", "99427480", LINK, "gmail_confirmation")) {
      assertTrue(out.contains(said), out);
    }
  }

  @Test
  void ignoresAMailWithoutACodeIfThatIsConfigured() throws IOException {
    environment.put("OTPOST_DELIVERY_WITHOUT_OTP", "ignore");
    var file = Files.writeString(directory.resolve("mail.eml"), "Subject: Hi\n\nNothing in it");
    var object = JSON.std.mapFrom(run("try", "--json", file.toString()).out());
    assertEquals("ignored", object.get("kind"));
  }

  @Test
  void showsGmailsQuestionsUntilTheyAreDropped() throws IOException {
    long id = receive(QUESTION.getBytes(StandardCharsets.UTF_8), "forwarding-noreply@google.com");
    var out = run("confirmations").out();
    for (var said : List.of("john.doe@gmail.com", "99427480", LINK, "otpost queue drop " + id)) {
      assertTrue(out.contains(said), out);
    }
    var object = JSON.std.mapFrom(run("confirmations", "--json").out());
    assertEquals((int) id, object.get("id"));
    assertEquals("2026-11-22T10:00:00Z", object.get("received"));
    assertEquals("john.doe@gmail.com", object.get("mailbox"));
    assertEquals("99427480", object.get("code"));
    assertEquals(LINK, object.get("link"));
    assertTrue(object.containsKey("note"));
    assertNull(object.get("note"));
    assertTrue(String.valueOf(object.get("do")).contains("open the link"));

    var list = run("queue", "list").out();
    assertTrue(list.contains("gmail_confirmation"), list);
    assertFalse(list.contains("99427480") || list.contains("vf-"), list);
    assertTrue(run("queue", "show", "" + id).out().contains("see otpost confirmations"));
    assertEquals(ExitCode.UNAVAILABLE, run("queue", "retry", "--force", "" + id).exitCode());
    assertEquals(ExitCode.OK, run("queue", "drop", "" + id).exitCode());
    assertEquals("No question of Gmail's is waiting.\n", run("confirmations").out());
    assertEquals("", run("confirmations", "--json").out());
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
  void showsWhereAMailLay() throws IOException {
    var place = new Place(new Folder("work", "INBOX"), 7, 123);
    var envelope =
        new Envelope(
            Source.IMAP,
            Envelope.UNKNOWN_PATH,
            List.of(GATEWAY),
            "192.0.2.9",
            NOW,
            Optional.of(new Stored(place, NOW, Stored.Extent.WHOLE, false, false)));
    long id = receive(envelope, Files.readAllBytes(mail()));
    var show = run("queue", "show", "" + id).out();
    assertTrue(show.contains("lay in       INBOX of work, UID 123\n"), show);
    assertFalse(run("queue", "show", "" + receive()).out().contains("lay in"), "by SMTP");
  }

  @Test
  void tellsHowLongEachHopTook() throws IOException {
    long id = post(new Outcome.Delivered("stored as otp_1"));
    var show = run("queue", "show", "" + id).out();
    var hops =
        "hops         received %s, durable after 0 ms, posted after 5 ms, answered after 120 ms\n"
            .formatted(QueueCommand.local(NOW).substring(11) + ".000");
    assertTrue(show.contains(hops), show);
    assertTrue(show.contains(", text, 115 ms: delivered: stored as otp_1\n"), show);
  }

  @Test
  void asksForForceAndSaysWhy() throws IOException {
    long id = post(new Outcome.Delivered("stored"));
    var refused = run("queue", "retry", "" + id);
    assertEquals(ExitCode.UNAVAILABLE, refused.exitCode());
    assertEquals(
        id
            + " is left as it is: Skyvern has it already, and would have it twice; --force posts it"
            + " all the same.",
        refused.err().strip());
    assertEquals(id + " is on its way.\n", run("queue", "retry", "--force", "" + id).out());
    assertTrue(run("queue", "show", "" + id).out().contains("forced       by the operator"));
  }

  @Test
  void saysThatWhatIsDroppedMayBeAtSkyvern() throws IOException {
    long id = receive();
    try (var spool = spool()) {
      spool.begin(id, NOW);
      assertEquals(
          id
              + " is dropped. An attempt had begun, and Skyvern may have it; queue show tells what"
              + " came of it.\n",
          run("queue", "drop", "" + id).out());
    }
  }

  @Test
  void exportsWhatIsInTheSpoolAsOneObjectALine() throws IOException {
    long id = post(new Outcome.Delivered("stored as otp_1"));
    long question =
        receive(QUESTION.getBytes(StandardCharsets.UTF_8), "forwarding-noreply@google.com");
    var ran = run("queue", "export");
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    var lines = ran.out().lines().toList();
    assertEquals(2, lines.size());
    var first = JSON.std.mapFrom(lines.getFirst());
    assertEquals((int) id, first.get("id"));
    assertEquals("delivered", first.get("state"));
    assertEquals("john@example.com", first.get("identifier"));
    assertEquals("2026-11-22T10:00:00.000Z", first.get("received_at"));
    assertEquals("2026-11-22T10:00:00.005Z", first.get("posted_at"));
    assertEquals("2026-11-22T10:00:00.120Z", first.get("answered_at"));
    assertEquals("smtp", first.get("source"));
    assertEquals(List.of(), first.get("servings"));
    assertTrue(first.containsKey("account"));
    assertNull(first.get("account"));
    assertEquals(
        List.of(
            Map.of(
                "number",
                1,
                "form",
                "text",
                "started_at",
                "2026-11-22T10:00:00.005Z",
                "ended_at",
                "2026-11-22T10:00:00.120Z",
                "outcome",
                "delivered",
                "because",
                "stored as otp_1")),
        first.get("attempts"));
    assertEquals(List.of(), first.get("servings"));
    assertEquals((int) question, JSON.std.mapFrom(lines.getLast()).get("id"));
    for (var secret : List.of("sign-in code", "99427480", "vf-", "\"text\":", "\"code\":")) {
      assertFalse(ran.out().contains(secret), secret);
    }
  }

  @Test
  void exportsWhichRunFetchedAMail() throws IOException {
    try (var spool = spool()) {
      receive(spool);
      var question =
          new Question(
              new TreeSet<>(List.of("default")),
              new Identifier("john@example.com"),
              Optional.empty(),
              "wr_1",
              "",
              Duration.ofMinutes(2));
      assertTrue(spool.serve(question, NOW).isPresent());
    }
    var served = JSON.std.mapFrom(run("queue", "export").out());
    var serving = new LinkedHashMap<String, @Nullable Object>();
    serving.put("run", "wr_1");
    serving.put("task", null);
    serving.put("at", "2026-11-22T10:00:00.000Z");
    assertEquals("served", served.get("state"));
    assertEquals(List.of(serving), served.get("servings"));
  }

  @Test
  void exportsContentOnlyIfItIsAskedFor() throws IOException {
    receive(QUESTION.getBytes(StandardCharsets.UTF_8), "forwarding-noreply@google.com");
    long erased = post(new Outcome.Delivered("stored"));
    try (var spool = spool()) {
      spool.sweep(NOW.plus(Duration.ofDays(1)));
    }
    var lines = run("queue", "export", "--content").out().lines().toList();
    var question = JSON.std.mapFrom(lines.getFirst());
    assertEquals("99427480", question.get("code"));
    assertEquals(LINK, question.get("link"));
    assertTrue(String.valueOf(question.get("text")).contains("/vf-"));
    var other = JSON.std.mapFrom(lines.getLast());
    assertEquals((int) erased, other.get("id"));
    assertEquals(true, other.get("erased"));
    assertTrue(other.containsKey("code"));
    assertNull(other.get("code"));
    assertNull(other.get("text"));
  }

  @Test
  void exportsIntoAFileForItsOwnerOnly() throws IOException {
    receive();
    var file = Files.writeString(directory.resolve("export.jsonl"), "an older one, for everybody");
    var ran = run("queue", "export", "--output", file.toString());
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertEquals("", ran.out());
    assertEquals(1, Files.readAllLines(file).size());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.exists(directory.resolve("export.jsonl.part")));

    var nowhere = run("queue", "export", "--output", directory.resolve("no/x.jsonl").toString());
    assertEquals(ExitCode.CANNOT_CREATE, nowhere.exitCode());
    assertTrue(nowhere.err().contains("no/x.jsonl.part cannot be made"), nowhere.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--state pending, 1",
    "--state delivered, 0",
    "--identifier JOHN@example.com, 1",
    "--identifier jane@example.com, 0",
    "--site Example.org, 0",
    "--since 0s, 1",
    "--since 1d2h30m, 1",
    "--since 2026-11-22T10:00:00Z, 1",
    "--since 2026-11-22T10:00:01+00:00, 0",
    "--since 2026-11-21, 1",
    "--since 2026-11-24, 0",
  })
  void showsAndExportsWhatIsAskedFor(String asked, int many) throws IOException {
    receive();
    var export = run(("queue export " + asked).split(" ", -1));
    assertEquals(ExitCode.OK, export.exitCode(), export.err());
    assertEquals(many, export.out().lines().count());
    var list = run(("queue list " + asked).split(" ", -1)).out();
    assertEquals(many == 0, list.startsWith("Nothing "), list);
  }

  @Test
  void looksAtASpoolThatIsBeingWrittenTo() throws IOException {
    try (var spool = spool()) {
      long id = receive(spool);
      assertEquals(1, run("queue", "export").out().lines().count());
      assertTrue(run("queue", "list").out().contains("john@example.com"));
      assertEquals(ExitCode.OK, run("queue", "show", "" + id).exitCode());
      assertEquals(ExitCode.OK, run("queue", "drop", "" + id).exitCode());
      assertEquals(ExitCode.OK, run("queue", "retry", "" + id).exitCode());
      assertEquals(1, spool.pending().size());
    }
  }

  @Test
  void saysWhyItLeavesAnEntryAsItIs() throws IOException {
    receive();
    var unknown = run("queue", "retry", "4711");
    assertEquals(ExitCode.UNAVAILABLE, unknown.exitCode());
    assertTrue(unknown.err().contains("no entry 4711"), unknown.err());
  }

  @Test
  void takesTheConfigurationBeforeAndBehindASubcommand() throws IOException {
    var none = directory.resolve("none.yaml").toString();
    for (var call :
        List.of(
            List.of("queue", "--config", none, "list"),
            List.of("queue", "list", "--config", none),
            List.of("oauth", "status", "--config", none))) {
      var ran = run(call.toArray(String[]::new));
      assertTrue(ran.err().contains(none), call + ran.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "show 1", "retry 1", "drop 1", "export"})
  void saysThatThereIsNoSpool(String what) {
    environment.put("OTPOST_SPOOL_PATH", directory.resolve("none").toString());
    var ran = run(("queue " + what).split(" ", -1));
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
  void saysThatTheCertificateForASkyvernHasExpired() throws IOException {
    var longAgo = NOW.minus(Duration.ofDays(30)).toEpochMilli();
    var expired =
        new HeldCertificate.Builder()
            .validityInterval(longAgo, NOW.minus(Duration.ofDays(1)).toEpochMilli())
            .build();
    var file =
        Files.writeString(
            directory.resolve("client.pem"),
            expired.certificatePem() + expired.privateKeyPkcs8Pem());
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      environment.put("SKYVERN_BASE_URL", "https://127.0.0.1:1");
      environment.put("OTPOST_SKYVERN_CLIENT_CERTIFICATE", file.toString());
      var ran = run("check");
      assertEquals(ExitCode.CONFIGURATION, ran.exitCode(), ran.out() + ran.err());
      assertTrue(
          ran.out()
              .contains(
                  "WRONG skyvern, TLS   https://127.0.0.1:1: the client-certificate has expired"
                      + " on"),
          ran.out());
    }
  }

  @Test
  void namesTheProxyInFrontOfASkyvernAndNotItsPassword() throws IOException {
    int nobody;
    try (var free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      environment.put("OTPOST_SKYVERN_PROXY", "http://otpost:S3cr3t@127.0.0.1:" + nobody);
      var ran = run("check");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.out() + ran.err());
      assertTrue(
          ran.out()
              .contains(
                  "through the proxy 127.0.0.1:%d no connection to the proxy".formatted(nobody)),
          ran.out());
      assertFalse(ran.out().contains("S3cr3t"), ran.out());
    }
  }

  @Test
  void startsWithNoFileForASkyvernThatCannotBeRead() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      environment.put("SKYVERN_BASE_URL", "https://127.0.0.1:1");
      environment.put("OTPOST_SKYVERN_CA_FILE", directory.resolve("none.pem").toString());
      for (var command : List.of("check", "serve")) {
        var ran = run(command);
        assertEquals(ExitCode.CONFIGURATION, ran.exitCode(), ran.out() + ran.err());
        assertTrue(ran.err().contains("skyvern.ca-file = "), ran.err());
        assertTrue(ran.err().contains("there is no such file"), ran.err());
      }
    }
  }

  @Test
  void makesNothingInADirectoryThatIsThereForTheSpool() throws IOException {
    var spool = Files.createDirectory(directory.resolve("spool"));
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      var ran = run("check");
      assertEquals(ExitCode.OK, ran.exitCode(), ran.out() + ran.err());
      assertTrue(ran.out().contains("to be made at the first start"), ran.out());
      try (var made = Files.list(spool)) {
        assertEquals(List.of(), made.toList());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, everybody on this machine (no http.password",
        "a long password, -, who shows the password",
        "-, 0123456789abcdef0123456789abcdef, who shows a token",
        "a long password, 0123456789abcdef0123456789abcdef, who shows the password or a token"
      })
  void saysWhoMayLook(@Nullable String password, @Nullable String token, String said)
      throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      Optional.ofNullable(password).ifPresent(it -> environment.put("OTPOST_HTTP_PASSWORD", it));
      Optional.ofNullable(token).ifPresent(it -> environment.put("OTPOST_HTTP_TOKEN", it));
      var out = run("check").out();
      assertTrue(out.contains("may look       " + said), out);
      assertFalse(out.contains("0123456789") || out.contains("a long password"), out);
    }
  }

  @Test
  void saysWhoMaySend() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      assertTrue(run("check").out().contains("may send       everybody"), run("check").out());

      var hash = "pbkdf2-sha256$100000$" + "A".repeat(22) + "$" + "A".repeat(43);
      environment.put("OTPOST_SMTP_ALLOWED_NETWORKS", "192.0.2.0/24");
      environment.put("OTPOST_SMTP_USERS", "printer=" + hash);
      environment.put("OTPOST_SMTP_PROXIES", "10.0.0.5");
      var out = run("check").out();
      assertTrue(out.contains("192.0.2.0/24 without a password, printer with a password\n"), out);
      assertTrue(out.contains("behind         10.0.0.5, which must begin"), out);
      assertFalse(out.contains("AAAA"), out);
    }
  }

  @Test
  void looksIntoEachMailboxThatIsWatched() throws IOException {
    var server = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap").dynamicPort());
    server.start();
    try (var skyvern = StandInSkyvern.start()) {
      server.setUser("john", "open sesame");
      serveFrom(skyvern);
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_HOST", "127.0.0.1");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_PORT", "" + server.getImap().getPort());
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_TLS", "none");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "john");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_PASSWORD", "open sesame");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_FOLDERS", "INBOX, Codes");
      var out = run("check").out();
      assertTrue(out.contains("ok    mailbox        INBOX of work: 0 mails, "), out);
      assertTrue(out.contains("WRONG mailbox        Codes of work: Codes cannot be opened"), out);
      assertFalse(out.contains("sesame"), out);
    } finally {
      server.stop();
    }
  }

  @Test
  void usesNoRefreshTokenForSomebodyWhomTheSpoolDoesNotBelongTo() throws IOException {
    var spool = Files.createDirectory(directory.resolve("spool"));
    assumeTrue(Files.getOwner(spool).getName().equals("root"), "only root gives files away");
    Files.setOwner(
        spool,
        spool.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    try (var skyvern = StandInSkyvern.start();
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      serveFrom(skyvern);
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_PRESET", "microsoft");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_CLIENT_ID", "client");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_REFRESH_TOKEN", "refresh");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "john@example.com");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_HOST", "127.0.0.1");
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_PORT", "" + server.getLocalPort());
      environment.put("OTPOST_IMAP_ACCOUNTS_WORK_TLS", "none");
      environment.put("OTPOST_IMAP_LIMITS_ANSWER_TIME", "100ms");
      var ran = run("check");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.out() + ran.err());
      assertTrue(ran.out().contains("WRONG mailbox        INBOX of work: "), ran.out());
      assertTrue(ran.out().contains("runuser -u nobody -- otpost check"), ran.out());
    }
  }

  @Test
  void saysWhichCertificateIsShownAndWhatIsWrongWithIt() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      serveFrom(skyvern);
      assertTrue(run("check").out().contains("ok    certificate    self-signed"));

      environment.put("OTPOST_SMTP_TLS_PORT", "0");
      environment.put("OTPOST_SMTP_TLS_CERTIFICATE", directory.resolve("none.pem").toString());
      var ran = run("check");

      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.out());
      assertTrue(ran.out().contains("WRONG certificate    smtp.tls.certificate: "), ran.out());
      assertTrue(ran.out().contains("ok    smtp, TLS      "), ran.out());
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
        assertEquals(ExitCode.TRY_LATER, run("serve").exitCode());
      }
    }
  }

  @Test
  void saysHowOtpostStandsAndAlarmsWhoeverMonitorsItWhenItDoesNotRun() throws IOException {
    receive();
    var stopped = run("status");
    assertEquals(ExitCode.UNAVAILABLE, stopped.exitCode());
    assertTrue(stopped.out().contains("NOT RUNNING"), stopped.out());
    assertTrue(stopped.out().contains("1 pending, 0 held\n"), stopped.out());
    assertTrue(stopped.out().contains("none is watched"), stopped.out());
    try (var spool = spool()) {
      assertTrue(spool.isWritable());
      var running = run("status");
      assertEquals(ExitCode.OK, running.exitCode(), running.out());
      assertTrue(running.out().contains("running since " + QueueCommand.local(NOW)), running.out());
    }
  }

  @Test
  void saysHowOtpostStandsAsJson() throws IOException {
    receive();
    try (var spool = spool()) {
      spool.begin(new Place(new Folder("home", "INBOX"), 7, 123));
      var ran = run("status", "--json");
      assertEquals(ExitCode.OK, ran.exitCode(), ran.out() + ran.err());
      assertEquals(1, ran.out().lines().count());
      var object = JSON.std.mapFrom(ran.out());
      assertEquals(true, object.get("well"));
      assertEquals("2026-11-22T10:00:00Z", object.get("running_since"));
      assertEquals(1, object.get("pending"));
      assertEquals(0, object.get("held"));
      var watch =
          assertInstanceOf(
              Map.class, assertInstanceOf(List.class, object.get("watches")).getFirst());
      assertEquals("home", watch.get("account"));
      assertEquals("INBOX", watch.get("folder"));
      assertEquals("not_watched", watch.get("state"));
      assertEquals(123, watch.get("uid"));
      assertTrue(watch.containsKey("trouble"));
      assertNull(watch.get("trouble"));
    }
    assertNull(JSON.std.mapFrom(run("status", "--json").out()).get("running_since"));
  }

  @Test
  void saysThatThereIsNoSpoolWhoseStatusCouldBeShown() {
    environment.put("OTPOST_SPOOL_PATH", directory.resolve("none").toString());
    var ran = run("status");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertTrue(ran.err().contains("spool.path"), ran.err());
    assertFalse(Files.exists(directory.resolve("none")), "nothing is made");
  }

  @Test
  void showsWhatStandsAndWhoWasTold() throws IOException {
    environment.put("OTPOST_ALERTS_WEBHOOK", "https://hooks.example.com/a");
    environment.put("OTPOST_ALERTS_COMMAND", "/bin/true");
    var barred = new Concern(Concern.Kind.SKYVERN_BARRED, "default", "HTTP 401", 0);
    try (var spool = spool()) {
      assertEquals(new Ran(ExitCode.OK, "Nothing asks for you.\n", ""), run("alerts"));
      spool.keep(List.of(told("log", barred), told("webhook", barred)), List.of());
      var ran = run("alerts");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
      var local = QueueCommand.local(NOW);
      assertEquals(
          List.of(
              "Skyvern wants you to act (default): HTTP 401",
              "  since  " + local,
              "  told   webhook " + local + ", command NOT YET",
              "  do     " + barred.kind().asks()),
          ran.out().lines().toList());
      var object = JSON.std.mapFrom(run("alerts", "--json").out());
      assertEquals("skyvern_barred", object.get("kind"));
      assertEquals(
          "{webhook=2026-11-22T10:00:00Z, command=null}", String.valueOf(object.get("told")));
    }
    assertTrue(run("alerts").out().startsWith("otpost is NOT RUNNING"));
  }

  @Test
  void saysThatNoChannelIsConfiguredWhenAlertsAreTested() {
    environment.put("SKYVERN_API_KEY", "key");
    environment.put("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    var ran = run("alerts", "test");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertTrue(ran.out().startsWith("No channel is configured: set alerts."), ran.out());
  }

  @Test
  void saysOfEachChannelWhatCameOfATestAndShowsNoUrl() {
    environment.put("SKYVERN_API_KEY", "key");
    environment.put("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    environment.put("OTPOST_ALERTS_WEBHOOK", "http://127.0.0.1:1/s3cr3t");
    environment.put("OTPOST_ALERTS_COMMAND", "/bin/true");
    var ran = run("alerts", "test");
    assertEquals(
        new Ran(
            ExitCode.UNAVAILABLE,
            "WRONG webhook     no connection\nok    command     exit code 0\n",
            ""),
        ran);
  }

  private static Telling told(String channel, Concern concern) {
    return new Telling(channel, concern, NOW, NOW, Optional.empty(), false);
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
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    return receive(mail.bytes(), mail.mailFrom());
  }

  private long receive(byte[] mail, String mailFrom) throws IOException {
    return receive(new Envelope(Source.SMTP, mailFrom, List.of(GATEWAY), "192.0.2.1", NOW), mail);
  }

  /** One that was posted, 5 ms after it had come, and answered after 115 ms more; its id. */
  private long post(Outcome outcome) throws IOException {
    try (var spool = spool()) {
      long id = receive(spool);
      spool.begin(id, NOW.plusMillis(5));
      spool.settle(id, outcome, NOW.plusMillis(120));
      return id;
    }
  }

  private static long receive(Spool spool) throws IOException {
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    return receive(
        spool,
        new Envelope(Source.SMTP, mail.mailFrom(), List.of(GATEWAY), "192.0.2.1", NOW),
        mail.bytes());
  }

  private long receive(Envelope envelope, byte[] mail) throws IOException {
    try (var spool = spool()) {
      return receive(spool, envelope, mail);
    }
  }

  private static long receive(Spool spool, Envelope envelope, byte[] mail) throws IOException {
    var router =
        new Router(
            new RoutingSettings(new Recipients(List.of(GATEWAY.value())), Duration.ofMinutes(15)));
    var letter = new MessageParser().parse(mail);
    var decisions = router.route(envelope, letter);
    return spool.commit(envelope, mail, letter, Dkim.UNCHECKED, decisions).ids().getFirst();
  }

  private static List<String> values(List<String> lines, String key) {
    return lines.stream()
        .map(line -> String.valueOf(JSON.std.mapFrom(line).get(key)))
        .distinct()
        .toList();
  }

  private Path mail() throws IOException {
    return Files.write(
        directory.resolve("mail.eml"), SampleMail.forwarded(JOHN, GATEWAY, NOW).bytes());
  }

  private Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        OtpostCommand.commandLine(
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
