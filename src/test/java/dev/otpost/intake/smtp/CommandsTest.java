package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to each command. */
class CommandsTest {

  private final PostOffice office = new PostOffice();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void greetsWithItsOwnNameAndNobodyElses() throws IOException {
    try (var client = new Dialogue(office.listener.port())) {
      assertEquals("220 gw.example.com ESMTP otpost", client.hear("220"));
    }
  }

  @Test
  void offersWhatItCanDoAndNothingElse() throws IOException {
    try (var client = office.call()) {
      assertEquals(
          """
          250-gw.example.com
          250-PIPELINING
          250-SIZE 20000
          250-8BITMIME
          250-SMTPUTF8
          250-STARTTLS
          250 ENHANCEDSTATUSCODES\
          """,
          client.say("EHLO client.example", "250"));
      assertEquals("250 gw.example.com", client.say("HELO client.example", "250"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EHLO                  | 501 5.5.4
          EHLO a b              | 501 5.5.4
          HELO                  | 501 5.5.4
          EHLO [192.0.2.1]      | 250-gw.example.com
          ehlo x                | 250-gw.example.com
          MAIL FROM:<>          | 503 5.5.1
          RCPT TO:<a@b>         | 503 5.5.1
          DATA                  | 503 5.5.1
          DATA now              | 501 5.5.4
          DATAX                 | 500 5.5.2
          MAILER FROM:<>        | 500 5.5.2
          RSET                  | 250 2.0.0
          RSET now              | 501 5.5.4
          NOOP                  | 250 2.0.0
          NOOP whatever         | 250 2.0.0
          VRFY otp              | 252 2.5.0
          EXPN list             | 502 5.5.1
          HELP                  | 214 2.0.0
          HELP DATA             | 214 2.0.0
          STARTTLS              | 503 5.5.1
          AUTH PLAIN AGEAYg==   | 502 5.5.1
          BDAT 5 LAST           | 502 5.5.1
          TURN                  | 502 5.5.1
          QUIT now              | 501 5.5.4
          XYZZY                 | 500 5.5.2
          X                     | 500 5.5.2
          ''                    | 500 5.5.2
          """)
  void answersBeforeEhlo(String line, String reply) throws IOException {
    try (var client = office.call()) {
      client.say(line, reply);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL FROM:<jo@example.org>                          | 250 2.1.0
          mail from:<jo@example.org>                          | 250 2.1.0
          MAIL FROM:<>                                        | 250 2.1.0
          MAIL FROM:<jo@example.org> SIZE=20000               | 250 2.1.0
          MAIL FROM:<jo@example.org> SIZE=20001               | 552 5.3.4
          MAIL FROM:<jo@example.org> SIZE=0                   | 250 2.1.0
          MAIL FROM:<jo@example.org> SIZE=00000000000000001   | 250 2.1.0
          MAIL FROM:<jo@example.org> SIZE=4294967296          | 552 5.3.4
          MAIL FROM:<jo@example.org> SIZE=99999999999999999999 | 552 5.3.4
          MAIL FROM:<jo@example.org> SIZE=100000000000000000000 | 501 5.5.4
          MAIL FROM:<jo@example.org> SIZE=-1                  | 501 5.5.4
          MAIL FROM:<jo@example.org> SIZE                     | 501 5.5.4
          MAIL FROM:<jo@example.org> SIZE=1 SIZE=1            | 501 5.5.4
          MAIL FROM:<jo@example.org> BODY=8BITMIME SIZE=20001 | 552 5.3.4
          MAIL FROM:<jo@example.org> BODY=7bit                | 250 2.1.0
          MAIL FROM:<jo@example.org> BODY=BINARYMIME          | 501 5.5.4
          MAIL FROM:<jo@example.org> SMTPUTF8                 | 250 2.1.0
          MAIL FROM:<jo@example.org> SMTPUTF8=yes             | 501 5.5.4
          MAIL FROM:<jo@example.org> AUTH=<>                  | 555 5.5.4
          MAIL FROM:<jo@example.org> RET=HDRS                 | 555 5.5.4
          MAIL FROM:<jo@example.org> jo                       | 555 5.5.4
          MAIL FROM:<jö@example.org>                          | 553 5.6.7
          MAIL FROM:<jö@example.org> SMTPUTF8                 | 250 2.1.0
          MAIL FROM:<jo@example.org>x                         | 501 5.1.7
          MAIL FROM:jo@example.org                            | 501 5.5.4
          MAIL FROM: <jo@example.org>                         | 501 5.5.4
          MAIL FROM:                                          | 501 5.5.4
          MAIL                                                | 501 5.5.4
          MAILFROM:<jo@example.org>                           | 500 5.5.2
          """)
  void answersToMail(String line, String reply) throws IOException {
    try (var client = office.greeted()) {
      client.say(line, reply);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RCPT TO:<otp@gw.example.com>              | 250 2.1.5
          rcpt to:<OTP@GW.example.COM>              | 250 2.1.5
          RCPT TO:<otp+john@gw.example.com>         | 250 2.1.5
          RCPT TO:<anybody@all.example.com>         | 250 2.1.5
          RCPT TO:<@relay.example:otp@gw.example.com> | 550 5.7.1
          RCPT TO:<jo%evil.example@all.example.com> | 550 5.7.1
          RCPT TO:<evil.example!jo@all.example.com> | 550 5.7.1
          RCPT TO:<"jo@evil.example"@all.example.com> | 550 5.7.1
          RCPT TO:<"jo"@all.example.com>            | 550 5.1.1
          RCPT TO:<otpx@gw.example.com>             | 550 5.1.1
          RCPT TO:<otp@gw.example.com.evil.example> | 550 5.1.1
          RCPT TO:<otp@sub.all.example.com>         | 550 5.1.1
          RCPT TO:<postmaster>                      | 550 5.1.1
          RCPT TO:<"o p"@gw.example.com>            | 550 5.1.1
          RCPT TO:<otp%gw.example.com@evil.example> | 550 5.7.1
          RCPT TO:<otp@gw.example.com>x             | 501 5.1.3
          RCPT TO:<otp@gw.example.com> NOTIFY=NEVER | 555 5.5.4
          RCPT TO:<öt@all.example.com>              | 553 5.6.7
          RCPT TO:<>                                | 501 5.1.3
          RCPT TO:otp@gw.example.com                | 501 5.5.4
          RCPT TO:<otp>                             | 501 5.1.3
          RCPT FROM:<otp@gw.example.com>            | 501 5.5.4
          RCPT                                      | 501 5.5.4
          """)
  void answersToRcpt(String line, String reply) throws IOException {
    try (var client = office.greeted()) {
      client.say("MAIL FROM:<>", "250 2.1.0");
      client.say(line, reply);
    }
  }

  @Test
  void knowsWhatComesAfterWhat() throws IOException {
    try (var client = office.greeted()) {
      client.say("RCPT TO:<otp@gw.example.com>", "503 5.5.1");
      client.say("MAIL FROM:<a@example.org>", "250 2.1.0");
      client.say("MAIL FROM:<b@example.org>", "503 5.5.1");
      client.say("DATA", "554 5.5.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSET", "EHLO again.example", "HELO again.example"})
  void forgetsTheMailThatWasBegun(String line) throws IOException {
    try (var client = office.addressed()) {
      client.say(line, "250");
      client.say("DATA", "503 5.5.1");
      client.say("MAIL FROM:<jo@example.org>", "250 2.1.0");
      client.say("DATA", "554 5.5.1");
    }
  }

  @Test
  void keepsTheMailThatWasBegunWhenACommandIsWrong() throws IOException {
    try (var client = office.addressed()) {
      client.say("RCPT TO:<nobody@gw.example.com>", "550 5.1.1");
      client.say("NOOP", "250");
      client.say("DATA", "354");
      client.say("x\r\n.", "250 2.0.0 kept as 42");
      assertEquals(
          List.of(new Address("otp@gw.example.com")), office.inbox.mail().envelope().rcptTo());
    }
  }

  @Test
  void takesARecipientGivenTwiceOnce() throws IOException {
    try (var client = office.addressed()) {
      client.say("RCPT TO:<OTP@gw.example.com>", "250 2.1.5");
      client.say("RCPT TO:<post@gw.example.com>", "250 2.1.5");
      client.say("DATA", "354");
      client.say("x\r\n.", "250");
      assertEquals(2, office.inbox.mail().envelope().rcptTo().size());
    }
  }

  @Test
  void toleratesSpaceAtTheEndOfALine() throws IOException {
    try (var client = office.call()) {
      client.say("EHLO client.example \t", "250");
      client.say("MAIL FROM:<jo@example.org> ", "250");
      client.say("RSET  ", "250");
    }
  }

  @Test
  void hangsUpAfterQuit() throws IOException {
    try (var client = office.greeted()) {
      client.say("QUIT", "221 2.0.0");
      client.hearHangUp();
    }
  }

  @Test
  void neverReadsTheOctetsOfAChunkAsCommands() throws IOException {
    try (var client = office.addressed()) {
      client.send("BDAT 44 LAST\r\nDATA\r\nforged\r\n.\r\n" + "NOOP\r\n".repeat(5000));
      client.hear("502 5.5.1");
      client.hearHangUp();
      assertTrue(office.inbox.mails().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\nNOOP\r\n", "NOOP\n", "\n"})
  void hangsUpOnALineThatEndsWithLfAlone(String line) throws IOException {
    try (var client = office.greeted()) {
      client.send(line);
      client.hear("500 5.5.2");
      client.hearHangUp();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NO\rOP", "NOOP \0", "NOOP \u0007", "NOOP \u001b[31m", "NOOP \u007f", "NOOP\r"})
  void refusesControlCharactersInACommandAndGoesOn(String line) throws IOException {
    try (var client = office.greeted()) {
      client.say(line, "500 5.5.2");
      client.say("NOOP", "250");
    }
  }

  @Test
  void refusesWhatIsNotUtf8AndGoesOn() throws IOException {
    try (var client = office.greeted()) {
      client.send(new byte[] {'N', 'O', 'O', 'P', ' ', (byte) 0xc3, 'x', '\r', '\n'});
      client.hear("500 5.5.2");
      client.say("NOOP", "250");
    }
  }

  @Test
  void takesNoParametersBehindHelo() throws IOException {
    try (var client = office.call()) {
      client.say("HELO client.example", "250");
      client.say("MAIL FROM:<> SIZE=1", "555 5.5.4");
      client.say("MAIL FROM:<>", "250");
      client.say("RSET", "250");
      client.say("MAIL FROM:<> BODY=8BITMIME", "555 5.5.4");
    }
  }

  @Test
  void answersAPipelinedGroupInOneWrite() throws IOException {
    try (var client = office.greeted()) {
      client.sendLines(
          "MAIL FROM:<jo@example.org>",
          "RCPT TO:<otp@gw.example.com>",
          "RCPT TO:<nobody@gw.example.com>",
          "DATA");
      assertTrue(
          client
              .hearAtOnce()
              .matches("(?s)250 2\\.1\\.0 .*\r\n250 2\\.1\\.5 .*\r\n550 .*\r\n354 .*\r\n"));
    }
  }

  @Test
  void answersAllThatWasSaidBeforeTheClientEndedItsSide() throws IOException {
    try (var client = office.greeted()) {
      client.sendLines(
          "MAIL FROM:<jo@example.org>", "RCPT TO:<otp@gw.example.com>", "DATA", "x", ".", "NOOP");
      client.endSending();
      client.hear("250 2.1.0");
      client.hear("250 2.1.5");
      client.hear("354 ");
      client.hear("250 2.0.0 kept as 42");
      client.hear("250 2.0.0 ok");
      client.hearHangUp();
    }
  }

  @Test
  void answersAPipelinedGroupInOrder() throws IOException {
    try (var client = office.greeted()) {
      client.sendLines(
          "MAIL FROM:<jo@example.org>",
          "RCPT TO:<otp@gw.example.com>",
          "RCPT TO:<nobody@gw.example.com>",
          "DATA");
      client.hear("250 2.1.0");
      client.hear("250 2.1.5");
      client.hear("550 5.1.1");
      client.hear("354 ");
      client.sendLines("one", ".", "MAIL FROM:<>", "RCPT TO:<post@gw.example.com>", "DATA");
      client.hear("250 2.0.0 kept as 42");
      client.hear("250 2.1.0");
      client.hear("250 2.1.5");
      client.hear("354 ");
      client.sendLines("two", ".", "QUIT");
      client.hear("250 2.0.0 kept as 43");
      client.hear("221 2.0.0");
      client.hearHangUp();
    }
    assertEquals(
        List.of("one\r\n", "two\r\n"),
        office.inbox.mails().stream().map(Inbox.Mail::text).toList());
  }
}
