package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each limit, at it and one beyond. */
@Timeout(30)
class LimitsTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void refusesOneRecipientTooManyAndKeepsTheOthers() throws IOException {
    try (var office = new PostOffice();
        var client = office.addressed()) {
      client.say("RCPT TO:<b@all.example.com>", "250 2.1.5");
      client.say("RCPT TO:<c@all.example.com>", "250 2.1.5");
      client.say("RCPT TO:<d@all.example.com>", "452 4.5.3");
      client.say("RCPT TO:<c@all.example.com>", "250 2.1.5");
      client.say("DATA", "354");
      client.say("x\r\n.", "250");
      assertTrue(office.inbox.mail().envelope().rcptTo().size() == 3);
    }
  }

  @Test
  void endsTheSessionAtTheFourthError() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.say("RCPT TO:<x@y>", "503");
      client.say("XYZZY", "500");
      client.say("DATAX", "500");
      client.say("NOOP", "250");
      client.say("X", "500");
      client.hear("421 4.7.0");
      client.hearHangUp();
    }
  }

  @Test
  void carriesOutNothingThatIsPipelinedBehindTheFourthError() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.sendLines(
          "MAIL FROM:<>", "RCPT TO:<otp@gw.example.com>", "X", "X", "X", "X", "DATA", "x", ".");
      client.hear("250");
      client.hear("250");
      for (int i = 0; i < 4; i++) {
        client.hear("500");
      }
      client.hear("421 4.7.0");
      client.hearHangUp();
      assertTrue(office.inbox.mails().isEmpty());
    }
  }

  @Test
  void takesALineOf997CharactersAndHangsUpOnALongerOne() throws IOException {
    var noop = "NOOP " + "x".repeat(SmtpLimits.LINE - 5);
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.say(noop, "250");
      client.say(noop + "x", "501");
      client.hearHangUp();
    }
  }

  @Test
  void refusesOneClientTooManyUntilAnotherLeaves() throws IOException {
    Deque<Dialogue> clients = new ArrayDeque<>();
    try (var office = new PostOffice()) {
      for (int i = 0; i < PostOffice.LIMITS.connections(); i++) {
        clients.add(office.call());
      }
      try (var tooMany = new Dialogue(office.listener.port())) {
        tooMany.hear("421 4.3.2");
        tooMany.hearHangUp();
      }
      try (var leaves = clients.pop()) {
        leaves.say("QUIT", "221");
        leaves.hearHangUp();
      }
      clients.add(office.callUntilAnswered());
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  @Test
  void endsASessionThatSaysNothing() throws IOException {
    try (var office = new PostOffice(times(SHORT, LONG));
        var client = office.call()) {
      client.hear("421 4.4.2");
      client.hearHangUp();
    }
  }

  @Test
  void endsASessionThatNeverFinishesACommand() throws IOException {
    try (var office = new PostOffice(times(SHORT, LONG));
        var client = office.call()) {
      tricklesUntilHungUp(client);
      client.hear("421 4.4.2");
    }
  }

  @Test
  void endsASessionThatNeverFinishesAMail() throws IOException {
    try (var office = new PostOffice(times(LONG, SHORT));
        var client = office.sending()) {
      tricklesUntilHungUp(client);
      client.hear("421 4.4.2");
      client.hearHangUp();
      assertTrue(office.inbox.mails().isEmpty());
    }
  }

  @Test
  void givesAMailItsOwnTimeAndNotThatOfACommand() throws IOException {
    try (var office = new PostOffice(times(SHORT, LONG));
        var client = office.sending()) {
      long end = System.nanoTime() + SHORT.multipliedBy(2).toNanos();
      while (System.nanoTime() < end) {
        client.send("x");
        assertTrue(client.hearsNothingFor(10));
      }
      client.say("\r\n.", "250");
    }
  }

  @Test
  void endsASessionThatDoesNotTakeItsReplies() throws IOException {
    var limits = new SmtpLimits(1, 3, 4, SHORT, LONG, Duration.ofSeconds(1));
    try (var office = new PostOffice(limits);
        var deaf = new Dialogue(office.listener.port(), 1024)) {
      Thread.ofVirtual().start(() -> talkWithoutListening(deaf));
      // The only place there is becomes free again.
      office.callUntilAnswered().close();
    }
  }

  private static void talkWithoutListening(Dialogue deaf) {
    try {
      while (true) {
        deaf.send("RSET\r\n".repeat(10_000));
      }
    } catch (IOException e) {
      // Cut off, as it should be.
    }
  }

  private static SmtpLimits times(Duration command, Duration body) {
    return new SmtpLimits(5, 3, 4, command, body, Duration.ofSeconds(5));
  }

  /** One byte after another, quicker than any deadline of a single read. */
  private static void tricklesUntilHungUp(Dialogue client) throws IOException {
    do {
      client.send("x");
    } while (client.hearsNothingFor(10));
  }
}
