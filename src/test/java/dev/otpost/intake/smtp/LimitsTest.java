package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Crowd;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Patience;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Sizes;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit, at it and one beyond. */
@Timeout(30)
@Isolated("it measures times")
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

  @ParameterizedTest
  @CsvSource({
    "NOOP x, 512",
    "MAIL FROM:<jo@example.org> BODY=, 1065",
    "RCPT TO:, 522",
    "AUTH PLAIN , 12290"
  })
  void takesALineOfThisManyOctetsAndRefusesALongerOne(String begin, int octets) throws IOException {
    var longest = begin + "x".repeat(octets - begin.length() - 2);
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.say("RSET", "250");
      var told = client.say(longest, "");
      assertFalse(told.contains("too long"), told);
      client.say(longest + "x", "500 5.5.2 the line is too long");
      client.say("RSET", "250");
    }
  }

  @Test
  void throwsAwayALineOfAnyLengthUpToItsEnd() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.send("x".repeat(60_000));
      client.say("\r\nRSET", "500 5.5.2 the line is too long");
      client.hear("250");
    }
  }

  @Test
  void doesNotLookForTheEndOfALineForEver() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      client.send("x".repeat(200_000));
      client.hear("421 4.5.2");
      client.hearHangUp();
    }
  }

  @Test
  void takesATextLineOfThisManyOctetsAndNoneLonger() throws IOException {
    var limits = PostOffice.LIMITS;
    int longest = 5000;
    var sizes = new Sizes(3, 512, longest);
    try (var office =
            new PostOffice(new Limits(limits.crowd(), limits.patience(), sizes, limits.times()));
        var client = office.sending()) {
      client.say("a\r\n." + "x".repeat(longest) + "\r\n.", "250");
      client.say("MAIL FROM:<>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354");
      client.say("a\r\n" + "x".repeat(longest + 1) + "\r\nb\r\n.", "554 5.6.0");
      client.say("NOOP", "250");
    }
  }

  @Test
  void asksAMailToComeAgainForWhichThereIsNoRoomAndTakesItThen() throws IOException {
    // Room is asked for in steps of 64 KiB, or for what is missing.
    try (var office = PostOffice.withRoomFor(64 * 1024 + 2);
        var first = office.sending();
        var second = office.sending();
        var third = office.greeted()) {
      first.send("x\r\n".repeat(100));
      while (third.say("MAIL FROM:<> SIZE=3", "").startsWith("250")) {
        third.say("RSET", "250"); // The first has not come yet.
      }
      second.say("xx\r\n.", "452 4.3.1");
      first.say("\r\n.", "250 2.0.0");
      third.say("MAIL FROM:<> SIZE=3", "250");
      third.say("RCPT TO:<otp@gw.example.com>", "250");
      third.say("DATA", "354");
      third.say("xx\r\n.", "250 2.0.0");
    }
  }

  @Test
  void endsTheSessionBehindTheLastMailItMayBring() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      for (int i = 0; i < PostOffice.LIMITS.patience().mails(); i++) {
        client.say("MAIL FROM:<>", "250");
        client.say("RCPT TO:<otp@gw.example.com>", "250");
        client.say("DATA", "354");
        client.say("x\r\n.", "250");
      }
      client.hear("421 4.7.0");
      client.hearHangUp();
    }
  }

  @Test
  void endsTheSessionAtTheTenthCommandThatBringsNoMailNearer() throws IOException {
    try (var office = new PostOffice();
        var client = office.greeted()) {
      for (int i = 0; i < PostOffice.LIMITS.patience().idleCommands(); i++) {
        client.say("NOOP", "250");
      }
      client.hear("421 4.7.0");
      client.hearHangUp();
    }
  }

  @Test
  void endsTheSessionAtTheLastUnknownRecipient() throws IOException {
    var limits = PostOffice.LIMITS;
    var patience = new Patience(10, 100, 3, 2, 10);
    try (var office =
            new PostOffice(new Limits(limits.crowd(), patience, limits.sizes(), limits.times()));
        var client = office.addressed()) {
      client.say("RCPT TO:<a@gw.example.com>", "550");
      client.say("RCPT TO:<b@gw.example.com>", "550");
      client.say("NOOP", "250");
      client.say("RCPT TO:<c@gw.example.com>", "550");
      client.hear("421 4.7.0");
      client.hearHangUp();
    }
  }

  @Test
  void letsWhoeverGuessesRecipientsWaitButNotForTheFirst() throws IOException {
    var limits = PostOffice.LIMITS;
    var ample = Duration.ofSeconds(20);
    var times = new Times(ample, ample, ample, ample, Duration.ofMillis(200), ample);
    try (var office =
            new PostOffice(new Limits(limits.crowd(), limits.patience(), limits.sizes(), times));
        var client = office.addressed()) {
      long start = System.nanoTime();
      client.say("RCPT TO:<a@gw.example.com>", "550");
      client.send("RCPT TO:<b@gw.example.com>\r\n");
      assertTrue(client.hearsNothingFor(100));
      client.hear("550");
      assertTrue(System.nanoTime() - start >= times.tarpit().toNanos());
    }
  }

  @Test
  void endsASessionThatLastsTooLongWhateverItDoes() throws IOException {
    var limits = PostOffice.LIMITS;
    var ample = Duration.ofSeconds(20);
    var times = new Times(ample, ample, SHORT, ample, Duration.ZERO, ample);
    try (var office =
            new PostOffice(new Limits(limits.crowd(), limits.patience(), limits.sizes(), times));
        var client = office.sending()) {
      tricklesUntilHungUp(client);
      client.hear("421 4.4.2");
      client.hearHangUp();
      assertTrue(office.inbox.mails().isEmpty());
    }
  }

  @Test
  void hasNoPlaceForOneClientTooManyUntilAnotherLeaves() throws IOException {
    Deque<Dialogue> clients = new ArrayDeque<>();
    try (var office = new PostOffice()) {
      for (int i = 0; i < PostOffice.LIMITS.crowd().connections(); i++) {
        clients.add(office.call());
      }
      try (var tooMany = new Dialogue(office.listener.port())) {
        assertTrue(tooMany.hearsNothingFor(100));
        try (var leaves = clients.removeLast()) {
          leaves.say("QUIT", "221");
        }
        tooMany.hear("220");
      }
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
  void endsASessionThatDoesNotTakeItsReplies() throws Exception {
    var limits =
        new Limits(
            new Crowd(1, 1, 10_000),
            new Patience(10, 4, 4, 2, Integer.MAX_VALUE),
            PostOffice.LIMITS.sizes(),
            PostOffice.times(SHORT, LONG));
    try (var office = new PostOffice(limits);
        var deaf = new Dialogue(office.listener.port(), 1024)) {
      var talks = Thread.ofVirtual().start(() -> talkWithoutListening(deaf));
      assertTrue(talks.join(LONG));
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

  private static Limits times(Duration command, Duration mail) {
    var limits = PostOffice.LIMITS;
    return new Limits(
        limits.crowd(), limits.patience(), limits.sizes(), PostOffice.times(command, mail));
  }

  /** One byte after another, quicker than any deadline of a single read. */
  private static void tricklesUntilHungUp(Dialogue client) throws IOException {
    do {
      client.send("x");
    } while (client.hearsNothingFor(10));
  }
}
