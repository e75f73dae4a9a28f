package dev.otpost.intake.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to get into an account, and what becomes of a no. */
class LoginTest {

  private static final String JSON =
      Base64.getEncoder()
          .encodeToString(
              "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail\"}"
                  .getBytes(UTF_8));

  private final OddServer server = new OddServer().can("IMAP4rev1 ID");
  private final Timekeeper timekeeper = new Timekeeper();

  LoginTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    timekeeper.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
        "{tag} NO LOGIN failed",
        "{tag} NO",
        "{tag} BAD Invalid login",
        "{tag} NO Please try again later",
        "{tag} NO Temporarily locked: too many failed logins",
        "{tag} NO [ALERT] Application-specific password required",
        "{tag} NO [EXPIRED] Too many years have passed"
      })
  void wantsSomebodyToActWhereALoginIsRefused(String answer) {
    server.odd("LOGIN .*", answer);
    assertInstanceOf(Trouble.Refused.class, trouble(Station.at(server.port())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tag} NO [UNAVAILABLE] Temporary authentication failure",
        "{tag} NO [LIMIT] Maximum number of connections exceeded",
        "{tag} NO [INUSE] Busy",
        "{tag} NO Too many simultaneous connections. (Failure)",
        "{tag} NO User is authenticated but not connected.",
        "* BYE Shutting down",
        "* BYE Too many connections\r\n{bye}",
        "{bye}"
      })
  void triesAgainByItselfWhereALoginIsNotPossibleJustNow(String answer) {
    server.odd("LOGIN .*", answer);
    assertInstanceOf(Trouble.Lost.class, trouble(Station.at(server.port())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"open sesame", "a\"b\\c d", "pässwörd €", " blank ", "(){%*]", "\"", "{5}"})
  void saysThePasswordAsItIs(String password) throws IOException {
    var said = (Login) new Login.Password(new Secret(password));
    open(Station.at(server.port()).login(said)).close();
    var line =
        server.heard().stream().filter(it -> it.startsWith("LOGIN ")).findFirst().orElseThrow();
    var utf8 = new String(password.getBytes(UTF_8), ISO_8859_1);
    var quoted = "\"" + password.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    assertTrue(
        line.endsWith(" " + quoted)
            || line.endsWith(" " + password)
            || line.endsWith("{" + utf8.length() + "}" + utf8),
        line);
  }

  @ParameterizedTest
  @CsvSource({"SASL-IR,true", "X,false"})
  void saysThePasswordAsItIsWithPlain(String capability, boolean atOnce) throws IOException {
    server.can("IMAP4rev1 LOGINDISABLED AUTH=PLAIN " + capability);
    server.odd("AUTHENTICATE PLAIN", "+ ");
    var password = " pässwörd \"€\\";
    var encoded =
        Base64.getEncoder().encodeToString(("\0john@example.com\0" + password).getBytes(UTF_8));
    open(Station.at(server.port()).login(new Login.Password(new Secret(password)))).close();
    assertEquals(1, server.heard((atOnce ? "AUTHENTICATE PLAIN " : "") + "\\Q" + encoded + "\\E"));
    assertEquals(0, server.heard("LOGIN .*"));
  }

  @ParameterizedTest
  @CsvSource({"SASL-IR,true", "X,false"})
  void saysATokenAsItIs(String capability, boolean atOnce) throws IOException {
    server.can("IMAP4rev1 AUTH=XOAUTH2 " + capability);
    server.odd("AUTHENTICATE XOAUTH2", "+ ");
    var encoded =
        Base64.getEncoder()
            .encodeToString(
                "user=john@example.com\u0001auth=Bearer first\u0001\u0001".getBytes(UTF_8));
    open(Station.at(server.port()).tokens(new ListOfTokens("first"))).close();
    assertEquals(
        1, server.heard((atOnce ? "AUTHENTICATE XOAUTH2 " : "") + "\\Q" + encoded + "\\E"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SASL-IR", "X"})
  void answersWithAnEmptyLineWhereATokenIsRefusedAndShowsWhy(String capability) {
    server.can("IMAP4rev1 AUTH=XOAUTH2 " + capability);
    server.odd("AUTHENTICATE XOAUTH2", "+ ");
    var refusal = "(AUTHENTICATE XOAUTH2 )?dXNlcj1.*";
    server.odd(refusal, "+ " + JSON).odd("", "{tag} NO [AUTHENTICATIONFAILED] SASL failed.");
    var tokens = new ListOfTokens("first-token", "second-token");
    var trouble = trouble(Station.at(server.port()).tokens(tokens));
    var said = String.valueOf(assertInstanceOf(Trouble.Refused.class, trouble).getMessage());
    assertTrue(said.contains("SASL failed (400)"), said);
    assertTrue(said.contains("otpost oauth login work"), said);
    assertEquals(List.of("first-token"), tokens.refused());
    assertEquals(2, server.heard(""));
  }

  @Test
  void wantsNoOtherTokenWhereTheServerIsNotReady() {
    server.can("IMAP4rev1 AUTH=XOAUTH2 SASL-IR");
    server.odd("AUTHENTICATE .*", "{tag} NO User is authenticated but not connected.");
    var tokens = new ListOfTokens("first-token", "second-token");
    assertInstanceOf(Trouble.Lost.class, trouble(Station.at(server.port()).tokens(tokens)));
    assertEquals(List.of(), tokens.refused());
  }

  @Test
  void saysNoTokenWhereNoneIsTaken() {
    var trouble = trouble(Station.at(server.port()).tokens(new ListOfTokens("first")));
    var said = String.valueOf(assertInstanceOf(Trouble.Refused.class, trouble).getMessage());
    assertTrue(said.contains("give it a password"), said);
    assertEquals(0, server.heard("AUTHENTICATE .*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{tag} OK done", "{tag} NO none of my business", "{tag} BAD what"})
  void saysWhoItIsWhateverTheServerSaysToThat(String answer) throws IOException {
    server.odd("ID .*", answer);
    open(Station.at(server.port())).close();
    assertEquals(1, server.heard("ID \\(\"name\" \"otpost\"\\)"));
  }

  @Test
  void saysNotWhoItIsWhereNobodyAsks() throws IOException {
    server.can("IMAP4rev1");
    open(Station.at(server.port())).close();
    assertEquals(0, server.heard("ID .*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tag} BAD unknown command: LOGIN john@example.com \"top \\\"secret\\\" word\"",
        "{tag} NO [ALERT] top \"secret\" word is no password",
        "* BYE top \"secret\" word is no password"
      })
  void showsNoPasswordThatTheServerRepeats(String answer) {
    server.odd("LOGIN .*", answer);
    var trouble =
        trouble(
            Station.at(server.port()).login(new Login.Password(new Secret("top \"secret\" word"))));
    for (Throwable it = trouble; it != null; it = it.getCause()) {
      assertFalse(String.valueOf(it.getMessage()).contains("secret\" word"), it.toString());
      assertFalse(String.valueOf(it.getMessage()).contains("secret\\\" word"), it.toString());
    }
  }

  @Test
  void showsNoTokenThatTheServerRepeats() {
    server.can("IMAP4rev1 AUTH=XOAUTH2 SASL-IR");
    var encoded =
        Base64.getEncoder()
            .encodeToString(
                "user=john@example.com\u0001auth=Bearer s3cr3t-t0k3n\u0001\u0001".getBytes(UTF_8));
    server.odd("AUTHENTICATE .*", "{tag} BAD s3cr3t-t0k3n " + encoded);
    var trouble = trouble(Station.at(server.port()).tokens(new ListOfTokens("s3cr3t-t0k3n")));
    for (Throwable it = trouble; it != null; it = it.getCause()) {
      assertFalse(String.valueOf(it.getMessage()).contains("s3cr3t-t0k3n"), it.toString());
      assertFalse(String.valueOf(it.getMessage()).contains(encoded), it.toString());
    }
  }

  @Test
  void doesNotListenForEverToAServerThatHasSomethingElseToSay() throws Exception {
    server.can("IMAP4rev1 AUTH=PLAIN").odd("AUTHENTICATE .*").odd("[A-Za-z0-9=]*", "+ ", "+ ");
    server.odd("AUTHENTICATE .*", "+ ");
    var answer = Duration.ofMillis(20);
    var station = Station.at(server.port()).times(Station.TIMES.renew(), answer);
    // An answer each time, and in time, but none that is one: 30 times as long as for one.
    assertInstanceOf(Trouble.class, trouble(station));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CAPABILITY", "EXAMINE .*"})
  void doesNotListenToMoreThanItCanHold(String command) {
    var lines = ("* OK " + "x".repeat(60_000) + "\r\n").repeat(100);
    server.odd(command, lines + "{tag} OK done");
    var trouble = trouble(Station.at(server.port())).toString();
    assertTrue(trouble.contains("too long"), trouble);
  }

  @Test
  void knowsAServerThatDoesNotSayWhatItCan() throws IOException {
    server.odd("CAPABILITY", "{tag} OK nothing");
    open(Station.at(server.port())).close();
    assertEquals(1, server.heard("LOGIN .*"));
  }

  private Trouble trouble(Station station) {
    return assertThrows(Trouble.class, () -> open(station));
  }

  private Mailbox open(Station station) throws IOException {
    return Mailbox.open(
        station.account(), "INBOX", station.limits().times(), timekeeper, station.tokens());
  }
}
