package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.intake.imap.ImapSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection comes about: nothing secret is said in one that is not as it should be. */
@Beside
class LinkTest {

  private static final HeldCertificate HERE =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

  @TempDir Path directory;

  private final Timekeeper timekeeper = new Timekeeper();

  /** With an answer; a machine that is busy may need a while for one. */
  private Duration patience = Duration.ofSeconds(5);

  @AfterEach
  void stop() {
    timekeeper.close();
  }

  @Test
  void logsInBehindStarttlsOnly() throws Exception {
    var script =
        behind(Script.greeting().answers("STARTTLS").secures(server(HERE)), "IMAP4rev1 AUTH=PLAIN");
    try (var server = ScriptedServer.start(script)) {
      open(server, Tls.STARTTLS, Optional.of(believed(HERE))).close();
      for (var heard : server.heard()) {
        assertEquals(!heard.line().equals("S STARTTLS"), heard.secured(), heard.line());
      }
      assertTrue(server.heard().stream().anyMatch(it -> it.line().contains("AUTHENTICATE")));
    }
  }

  @Test
  void logsInWhereAllIsEncrypted() throws Exception {
    var script = new Script().secures(server(HERE)).says("* OK ready");
    try (var server = ScriptedServer.start(behind(script, "IMAP4rev1"))) {
      open(server, Tls.IMPLICIT, Optional.of(believed(HERE))).close();
      assertTrue(server.heard().stream().anyMatch(it -> it.line().contains("LOGIN")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          S OK\\r\\n* OK I am another server\\r\\n  | put into the connection
          S NO not now\\r\\n                        | set tls to implicit
          S BAD what is that\\r\\n                  | set tls to implicit
          * BYE no\\r\\n                            | set tls to implicit
          A1 OK\\r\\n                               | set tls to implicit
          """)
  void saysNothingWhereStarttlsIsNotAnsweredWell(String answer, String because) throws Exception {
    var lines = answer.replace("\\r\\n", "\r\n");
    var script =
        behind(Script.greeting().hears("STARTTLS").sends(lines).secures(server(HERE)), "IMAP4rev1");
    try (var server = ScriptedServer.start(script)) {
      var trouble = trouble(server, Tls.STARTTLS, Optional.of(believed(HERE)));
      assertTrue(trouble.contains(because), trouble);
      assertNothingSecret(server);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          STARTTLS | * PREAUTH come in                | PREAUTH
          NONE     | * PREAUTH come in                | PREAUTH
          STARTTLS | 220 mail.example.com ESMTP ready | none of an IMAP server
          NONE     | 220 mail.example.com ESMTP ready | none of an IMAP server
          STARTTLS | +OK POP3 ready                   | none of an IMAP server
          NONE     | +OK POP3 ready                   | none of an IMAP server
          STARTTLS | * BYE Too many of you            | oo many of you
          NONE     | * BYE Too many of you            | Too many of you
          """)
  void saysNothingToAGreetingThatIsNone(Tls tls, String greeting, String because) throws Exception {
    try (var server = ScriptedServer.start(new Script().says(greeting))) {
      var trouble = trouble(server, tls, Optional.empty());
      assertTrue(trouble.contains(because), trouble);
      assertEquals(0, server.heard().size(), server.heard().toString());
    }
  }

  @Test
  void saysNothingWhereNoPasswordIsNeededBehindEncryption() throws Exception {
    var script = new Script().secures(server(HERE)).says("* PREAUTH come in");
    try (var server = ScriptedServer.start(script)) {
      var trouble = trouble(server, Tls.IMPLICIT, Optional.of(believed(HERE)));
      assertTrue(trouble.contains("PREAUTH"), trouble);
      assertEquals(0, server.heard().size(), server.heard().toString());
    }
  }

  @Test
  void saysNoPasswordWhereNoneIsTaken() throws Exception {
    try (var server =
        ScriptedServer.start(behind(Script.greeting(), "IMAP4rev1 STARTTLS LOGINDISABLED"))) {
      var trouble = trouble(server, Tls.NONE, Optional.empty());
      assertTrue(trouble.contains("set tls to starttls or implicit"), trouble);
      assertNothingSecret(server);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void saysNothingToAServerForWhichNobodyVouches(Tls tls) throws Exception {
    assertUnbelieved(tls, HERE, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void saysNothingToAServerThatIsAnother(Tls tls) throws Exception {
    var other = new HeldCertificate.Builder().addSubjectAlternativeName("imap.example.com").build();
    assertUnbelieved(tls, other, Optional.of(believed(other)));
  }

  @Test
  void saysNothingToAServerThatWasSomebodyUntilYesterday() throws Exception {
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    var old =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(authority)
            .validityInterval(0, System.currentTimeMillis() - 86_400_000)
            .build();
    assertUnbelieved(Tls.IMPLICIT, old, Optional.of(believed(authority)));
  }

  @Test
  void saysWhichFileHoldsNoCertificate() throws Exception {
    var empty = Files.writeString(directory.resolve("empty.pem"), "");
    try (var server = ScriptedServer.start(new Script().secures(server(HERE)))) {
      var trouble = trouble(server, Tls.IMPLICIT, Optional.of(empty));
      assertTrue(trouble.contains("tls-authorities"), trouble);
      assertTrue(trouble.contains("empty.pem"), trouble);
    }
  }

  @Test
  void saysWhichFileIsNotThere() throws Exception {
    try (var server = ScriptedServer.start(new Script().secures(server(HERE)))) {
      var trouble = trouble(server, Tls.IMPLICIT, Optional.of(directory.resolve("gone.pem")));
      assertTrue(trouble.contains("tls-authorities"), trouble);
      assertTrue(trouble.contains("gone.pem"), trouble);
    }
  }

  @Test
  void saysWhatToDoWhereNothingIsEncrypted() throws Exception {
    try (var server = ScriptedServer.start(Script.greeting().hears("(?s).*"))) {
      var trouble = trouble(server, Tls.IMPLICIT, Optional.empty());
      assertTrue(trouble.contains("tls says how it is encrypted"), trouble);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no line end", "* OK half a gree"})
  void waitsForNoGreetingLongerThanItShould(String beginning) throws Exception {
    patience = Duration.ofMillis(300);
    for (var tls : Tls.values()) {
      try (var server = ScriptedServer.start(new Script().sends(beginning))) {
        long begun = System.nanoTime();
        var trouble = trouble(server, tls, Optional.empty());
        // What is no TLS may be known for that at once.
        assertTrue(trouble.contains("in time") || tls == Tls.IMPLICIT, trouble);
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(4).toNanos());
      }
    }
  }

  @Test
  void readsNoLineWithoutEndBeforeItIsEncrypted() throws Exception {
    try (var server = ScriptedServer.start(new Script().sends("* OK " + "x".repeat(10_000)))) {
      var trouble = trouble(server, Tls.STARTTLS, Optional.empty());
      assertTrue(trouble.contains("none of an IMAP server"), trouble);
    }
  }

  private void assertUnbelieved(Tls tls, HeldCertificate certificate, Optional<Path> believed)
      throws Exception {
    var before = tls == Tls.STARTTLS ? Script.greeting().answers("STARTTLS") : new Script();
    var script = behind(before.secures(server(certificate)).says("* OK ready"), "IMAP4rev1");
    try (var server = ScriptedServer.start(script)) {
      var trouble = trouble(server, tls, believed);
      assertTrue(trouble.contains("no encrypted connection"), trouble);
      assertTrue(trouble.contains("tls-authorities"), trouble);
      assertNothingSecret(server);
    }
  }

  private static void assertNothingSecret(ScriptedServer server) {
    assertTrue(
        server.heard().stream()
            .noneMatch(it -> it.line().matches("(?s).*(LOGIN|AUTHENTICATE|sesame).*")),
        server.heard().toString());
  }

  private static Script behind(Script beginning, String capabilities) {
    return beginning
        .always("CAPABILITY", "* CAPABILITY " + capabilities, "{tag} OK done")
        .always("(?s)(LOGIN|AUTHENTICATE) .*", "{tag} OK in")
        .always("AUTHENTICATE PLAIN", "+ ")
        .always("EXAMINE .*", "* OK [UIDVALIDITY 7] it", "* OK [UIDNEXT 10] is", "{tag} OK done")
        .always("LOGOUT", "* BYE", "{tag} OK done");
  }

  private String trouble(ScriptedServer server, Tls tls, Optional<Path> believed) {
    return String.valueOf(
        assertThrows(IOException.class, () -> open(server, tls, believed)).getMessage());
  }

  private Mailbox open(ScriptedServer server, Tls tls, Optional<Path> believed) throws IOException {
    var station = Station.at(server.port()).tls(tls, believed);
    var times = Station.TIMES;
    return Mailbox.open(
        station.account(),
        "INBOX",
        new ImapSettings.Times(
            patience,
            patience,
            times.renew(),
            times.retry(),
            times.retryAtMost(),
            times.refused(),
            times.refusedAtMost()),
        timekeeper,
        station.tokens());
  }

  private Path believed(HeldCertificate certificate) throws IOException {
    return Files.writeString(directory.resolve("believed.pem"), certificate.certificatePem());
  }

  private static SSLSocketFactory server(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(certificate)
        .build()
        .sslSocketFactory();
  }
}
