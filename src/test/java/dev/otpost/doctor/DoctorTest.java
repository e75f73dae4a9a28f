package dev.otpost.doctor;

import static dev.otpost.doctor.StandInPatient.CAME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Checkup;
import dev.otpost.message.Checkup.Step;
import dev.otpost.message.Checkup.Verdict;
import dev.otpost.message.Kind;
import dev.otpost.message.Lane;
import dev.otpost.message.Reply;
import dev.otpost.message.Secret;
import dev.otpost.message.Sighting;
import dev.otpost.message.State;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorTest {

  /** For what never answers. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final ScriptedServer server = new ScriptedServer();
  private final StandInPatient patient = new StandInPatient(server.port());
  private final List<Step> told = new ArrayList<>();
  private Optional<Login> login = Optional.empty();

  DoctorTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void saysOfEachStepThatItIsWellAndHowLongItTook() throws Exception {
    var checkup = examine();
    assertTrue(checkup.passed(), checkup::toString);
    assertEquals(
        List.of(
            "configuration",
            "daemon",
            "listener",
            "encryption",
            "sender",
            "recipient",
            "mail",
            "spool",
            "posted",
            "skyvern",
            "mailboxes",
            "cleanup"),
        checkup.steps().stream().map(Step::name).toList());
    assertEquals(checkup.steps(), told);
    assertTrue(step(checkup, "mail").took().isPresent());
    assertEquals(
        "stored as totp_1, posted 2 ms after it came, answered 8 ms after it came",
        step(checkup, "posted").because());
    assertTrue(server.heard().contains("RCPT TO:<otp@gw.example>"), server.heard()::toString);
    assertFalse(checkup.toString().contains(patient.codes.getFirst()));
  }

  @Test
  void theMailBearsItsVoucherAndTheCodeThatItIsFor() throws Exception {
    examine();
    assertEquals(1, patient.codes.size());
    assertTrue(
        server.heard().stream().anyMatch(it -> it.matches("X-Otpost-Test: otpost-doctor-\\S+ .*")));
    assertTrue(
        server
            .heard()
            .contains("Your verification code is %s.".formatted(patient.codes.getFirst())));
  }

  @Test
  void saysHowToStartAnOtpostThatDoesNotRun() throws Exception {
    patient.since = Optional.empty();
    breaks("daemon", "no otpost runs", "systemctl start otpost");
    assertEquals(List.of(), server.heard());
    assertEquals(Verdict.SKIPPED, step(new Checkup(told), "mail").verdict());
  }

  @Test
  void saysWhereNothingListens() throws Exception {
    server.close();
    breaks("listener", "nothing listens on 127.0.0.1:", "smtp.port");
  }

  @Test
  void saysThatAPortIsNotKnown() throws Exception {
    patient.way = new Way.Listener(StandInPatient.RECIPIENTS, "127.0.0.1", 0, "gw", false);
    breaks("listener", "smtp.port is 0", "--server");
  }

  @Test
  void doesNotWaitForeverForWhoTakesConnectionsAndSaysNothing() throws Exception {
    server.says("", ScriptedServer.NOTHING);
    breaks("listener", "did not answer", "firewall");
  }

  @Test
  void aBlackHoleInTheMiddleIsToldFromTheOneAtTheDoor() throws Exception {
    server.says(".", ScriptedServer.NOTHING);
    breaks("mail", "no answer", "hangs");
  }

  @Test
  void saysThatAnotherProgramHasThePort() throws Exception {
    server.says("", "SSH-2.0-OpenSSH_10.0");
    breaks("listener", "does not speak SMTP", "ss -ltnp");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''   | 421 4.7.0 too many connections from you               | listener  | smtp.limits
          MAIL | 550 5.7.1 mail is not taken from your network         | sender    | smtp.allowed-networks
          MAIL | 530 5.7.0 say who you are with AUTH first             | sender    | --user
          MAIL | 452 4.3.1 too much mail is under way                  | sender    | wait a minute
          RCPT | 550 5.1.1 no such recipient here                      | recipient | another configuration
          DATA | 452 4.3.1 no room to keep it                          | mail      | df -h
          .    | 452 4.3.1 no room to keep it, please try again later  | mail      | df -h
          .    | 451 4.3.0 it cannot be kept just now                  | mail      | read-only
          .    | 550 5.7.1 mail from this sender is not taken in here  | mail      | did not know its own test mail
          """)
  void saysWhatToDoAboutWhatTheListenerSays(String verb, String reply, String step, String asks)
      throws Exception {
    server.says(verb, reply);
    breaks(step, reply, asks);
  }

  @Test
  void saysThatWhatOffersToEncryptCannot() throws Exception {
    server.says("EHLO", "250-gw.example.com\r\n250 STARTTLS").says("STARTTLS", "220 2.0.0 go on");
    breaks("encryption", "encrypts with nobody", "otpost check");
  }

  @Test
  void saysThatAPasswordIsWrongAndDoesNotShowIt() throws Exception {
    login = Optional.of(new Login("relay", new Secret("hunter2")));
    server.says("AUTH", "535 5.7.8 no such user and password");
    var checkup = breaks("sender", "535 5.7.8", "smtp.users");
    assertFalse(checkup.toString().contains("hunter2"));
  }

  @Test
  void beginsWithAProxyHeaderWhereThatIsAskedOfUs() throws Exception {
    patient.way =
        new Way.Listener(StandInPatient.RECIPIENTS, "127.0.0.1", server.port(), "gw.example", true);
    examine();
    assertTrue(
        server.heard().getFirst().matches("PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 \\d+ \\d+"),
        server.heard()::toString);
  }

  @Test
  void saysThatWhatWasAcceptedIsNowhere() throws Exception {
    patient.trail = Optional.empty();
    breaks("spool", "is not in the spool", "another spool");
  }

  @Test
  void saysThatItIsHeldAndDropsIt() throws Exception {
    patient.trail = Optional.of(StandInPatient.trail(State.HELD, ""));
    breaks("spool", "it is held", "did not know its own test mail");
    assertEquals(List.of(7L), patient.dropped);
  }

  @Test
  void saysThatTheMailWasChangedOnItsWay() throws Exception {
    patient.trail =
        Optional.of(
            new Trail(
                7, State.PENDING, "", "", Kind.CODE, false, CAME, Optional.empty(), List.of()));
    breaks("spool", "another code", "changed the mail");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          barred     | HTTP 401: the key is missing, wrong or expired   | api-key-file
          barred     | HTTP 404: is the base-url right?                 | base-url
          unpaid     | HTTP 402: no credits are left                    | buy credits
          unanswered | the connection was refused                       | curl -sv http://skyvern.example
          deferred   | HTTP 503                                         | status page
          """)
  void saysWhatToDoAboutWhatSkyvernSaysAndDropsTheMail(String word, String because, String asks)
      throws Exception {
    patient.trail = Optional.of(StandInPatient.pending(word, because));
    breaks("posted", because, asks);
    assertEquals(List.of(7L), patient.dropped);
  }

  @Test
  void saysThatSkyvernHasNotAnsweredYet() throws Exception {
    patient.trail =
        Optional.of(
            StandInPatient.trail(
                State.PENDING, "", new Trail.Attempt(CAME, Optional.empty(), "", "")));
    breaks("posted", "has no answer", "curl");
  }

  @Test
  void saysThatNobodyHasTriedToPostIt() throws Exception {
    patient.trail = Optional.of(StandInPatient.trail(State.PENDING, ""));
    breaks("posted", "no attempt has been made", "otpost status");
  }

  @Test
  void saysThatSkyvernRefusesIt() throws Exception {
    patient.trail = Optional.of(StandInPatient.trail(State.REFUSED, "HTTP 422"));
    breaks("posted", "HTTP 422", "workflow-run-id");
    assertEquals(List.of(7L), patient.dropped);
  }

  @Test
  void whatIsSlowPassesAndIsCalledSlow() throws Exception {
    patient.trail = Optional.of(StandInPatient.delivered(Duration.ofSeconds(5)));
    assertFalse(step(examine(), "posted").because().contains("SLOW"));
    patient.trail = Optional.of(StandInPatient.delivered(Duration.ofMillis(5_001)));
    var slow = examine();
    assertTrue(slow.passed());
    assertTrue(step(slow, "posted").because().contains("SLOW"), slow::toString);
  }

  @Test
  void saysThatSkyvernDoesNotShowWhatItSaidItHas() throws Exception {
    patient.sighting = new Sighting.Nothing();
    breaks("skyvern", "does not show it", "organisation");
    patient.sighting = new Sighting.Other();
    breaks("skyvern", "another code", "between otpost and Skyvern");
    patient.sighting = new Sighting.Unknown("the connection was cut");
    breaks("skyvern", "the connection was cut", "can be asked from here");
  }

  @Test
  void anOldServerThatListsNothingIsNoFault() throws Exception {
    patient.sighting = new Sighting.Unlisted();
    var checkup = examine();
    assertTrue(checkup.passed());
    assertEquals(Verdict.SKIPPED, step(checkup, "skyvern").verdict());
  }

  @Test
  void nothingIsLookedForAtASkyvernThatFetchesItsCodes() throws Exception {
    patient.posts = false;
    patient.trail = Optional.of(StandInPatient.trail(State.PENDING, ""));
    var checkup = examine();
    assertTrue(checkup.passed(), checkup::toString);
    assertEquals(Verdict.SKIPPED, step(checkup, "posted").verdict());
    assertEquals(Verdict.SKIPPED, step(checkup, "skyvern").verdict());
    assertEquals(List.of(7L), patient.dropped);
  }

  @Test
  void whereNoMailComesBySmtpItGoesInByTheSideAndTheFoldersAreLookedAt() throws Exception {
    patient.way = new Way.SideDoor(StandInPatient.RECIPIENTS);
    patient.folders = List.of(new Patient.Folder("work/INBOX", true, "watching"));
    var checkup = examine();
    assertTrue(checkup.passed(), checkup::toString);
    assertTrue(step(checkup, "mail").because().contains("otpost ingest"), checkup::toString);
    assertEquals("work/INBOX: watching", step(checkup, "mailboxes").because());
    assertEquals(List.of(), server.heard());
  }

  @Test
  void saysWhichFolderIsDeaf() throws Exception {
    patient.folders =
        List.of(
            new Patient.Folder("home/INBOX", true, "watching"),
            new Patient.Folder("work/INBOX", false, "no answer for more than three minutes"));
    breaks("mailboxes", "work/INBOX: no answer", "otpost check");
  }

  @Test
  void saysByTheSideToThatThereIsNoRoom() throws Exception {
    patient.way = new Way.SideDoor(StandInPatient.RECIPIENTS);
    patient.reply = new Reply.StorageFull();
    breaks("mail", "no room", "df -h");
  }

  private Checkup breaks(String name, String because, String asks) throws Exception {
    var checkup = examine();
    assertFalse(checkup.passed(), checkup::toString);
    var step = step(checkup, name);
    assertEquals(Verdict.FAILED, step.verdict(), checkup::toString);
    assertTrue(step.because().contains(because), step::toString);
    assertTrue(step.asks().contains(asks), step::toString);
    assertEquals(1, checkup.steps().stream().filter(it -> it.verdict() == Verdict.FAILED).count());
    assertEquals("cleanup", checkup.steps().getLast().name());
    return checkup;
  }

  private Checkup examine() throws InterruptedException {
    told.clear();
    return new Doctor(patient, InstantSource.fixed(CAME), PATIENCE, login, Optional.empty())
        .examine(Lane.DEFAULT_ROUTE, told::add);
  }

  private static Step step(Checkup checkup, String name) {
    return checkup.steps().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(checkup));
  }
}
