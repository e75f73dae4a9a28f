package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.SmtpSettings.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What encryption changes. */
@Timeout(30)
@Isolated("it measures times")
class StartTlsTest {

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takesAMailBehindStartTls(String version) throws IOException {
    try (var office = new PostOffice();
        var client = office.secured(version)) {
      client.say("EHLO client.example", "250");
      client.say("MAIL FROM:<jo@example.org>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354");
      client.say("x".repeat(900) + "\r\n.", "250 2.0.0");
      client.say("QUIT", "221");
      client.hearHangUp();
      assertEquals("x".repeat(900) + "\r\n", office.inbox.mail().text());
    }
  }

  @Test
  void offersItInTheClearAndNoMoreBehindIt() throws IOException {
    try (var office = new PostOffice();
        var client = office.call()) {
      assertTrue(client.say("EHLO client.example", "250").contains("STARTTLS"));
      client.say("STARTTLS now", "501 5.5.4");
      client.say("STARTTLS", "220 2.0.0");
      client.secure();
      assertFalse(client.say("EHLO client.example", "250").contains("STARTTLS"));
      client.say("STARTTLS", "503 5.5.1");
    }
  }

  @Test
  void forgetsAllThatWasSaidBefore() throws IOException {
    try (var office = new PostOffice();
        var client = office.addressed()) {
      client.say("STARTTLS", "220");
      client.secure();
      client.say("DATA", "503 5.5.1");
      client.say("MAIL FROM:<>", "503 5.5.1");
      client.say("EHLO client.example", "250");
      client.say("DATA", "503 5.5.1");
    }
  }

  @Test
  void throwsAwayWhatWasSaidInTheClearBehindIt() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.send("STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@example.org>\r\n");
      client.hear("220");
      client.secure();
      assertTrue(client.hearsNothingFor(50));
      client.say("RCPT TO:<otp@gw.example.com>", "503 5.5.1");
      client.say("EHLO client.example", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "503 5.5.1");
    }
  }

  @Test
  void takesNoMailInTheClearWhereItIsRequired() throws IOException {
    try (var office = new PostOffice(new Tls(Optional.empty(), true, Optional.empty()));
        var client = office.greeted()) {
      client.say("MAIL FROM:<>", "530 5.7.0");
      client.say("NOOP", "250");
      client.say("STARTTLS", "220");
      client.secure();
      client.say("EHLO client.example", "250");
      client.say("MAIL FROM:<>", "250");
    }
  }

  @Test
  void neverReadsTheOctetsOfAChunkAsCommandsEvenWhereItIsRequired() throws IOException {
    try (var office = new PostOffice(new Tls(Optional.empty(), true, Optional.empty()));
        var client = office.greeted()) {
      client.send("BDAT 6 LAST\r\nNOOP\r\n");
      client.hear("502 5.5.1");
      client.hearHangUp();
    }
  }

  @Test
  void speaksTlsFromTheFirstOctetOnAtAPortOfItsOwn() throws IOException {
    try (var office = new PostOffice(new Tls(Optional.empty(), true, Optional.of(0)));
        var client = Dialogue.unheard(office.listener.securePort().orElseThrow())) {
      client.secure();
      client.hear("220");
      assertFalse(client.say("EHLO client.example", "250").contains("STARTTLS"));
      client.say("MAIL FROM:<>", "250");
    }
  }

  @Test
  void hangsUpOnWhoeverSpeaksNoTlsThereAndGoesOn() throws IOException {
    try (var office = new PostOffice(new Tls(Optional.empty(), false, Optional.of(0)))) {
      int port = office.listener.securePort().orElseThrow();
      try (var client = Dialogue.unheard(port)) {
        client.send("EHLO client.example\r\n");
        client.hearEnd();
      }
      try (var client = Dialogue.unheard(port)) {
        client.secure();
        client.hear("220");
      }
    }
  }

  @Test
  void hangsUpOnWhoeverSaysNothingInsteadOfShakingHands() throws IOException {
    try (var office = new PostOffice(PostOffice.LIMITS, PostOffice.quick(Duration.ofMillis(300)));
        var client = office.greeted()) {
      client.say("STARTTLS", "220");
      client.hearHangUp();
      office.call().close();
    }
  }

  @Test
  void tellsWhoeverIsIdleInTlsThatItHasWaitedTooLong() throws IOException {
    try (var office = new PostOffice(PostOffice.LIMITS, PostOffice.quick(Duration.ofSeconds(1)));
        var client = office.securedAndGreeted()) {
      client.hear("421 4.4.2");
      client.hearHangUp();
    }
  }

  @Test
  void doesNotLetATrickleOfTlsRecordsStretchATime() throws IOException {
    try (var office = new PostOffice(PostOffice.LIMITS, PostOffice.quick(Duration.ofSeconds(1)));
        var client = office.secured()) {
      do {
        client.send("x");
      } while (client.hearsNothingFor(10));
      client.hear("421 4.4.2");
    }
  }

  @Test
  void tellsClientsInTlsThatItCloses() throws Exception {
    var office = new PostOffice();
    try (var client = office.securedAndGreeted()) {
      var closing = Thread.ofVirtual().start(office::close);
      client.hear("421 4.3.2");
      client.hearHangUp();
      client.endSending();
      closing.join();
    }
  }
}
