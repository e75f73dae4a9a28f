package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a mail between 354 and its reply. */
class DataTest {

  private final PostOffice office = new PostOffice();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void handsOverTheMailWithWhatWasSaidAboutIt() throws IOException {
    try (var client = office.greeted()) {
      client.say("MAIL FROM:<Jo@example.org> SIZE=100 BODY=8BITMIME", "250");
      client.say("RCPT TO:<otp+John@gw.example.com>", "250");
      client.say("RCPT TO:<x@all.example.com>", "250");
      client.say("DATA", "354 ");
      client.sendLines("Subject: hi", "", "..dot", "code 123456", ".");
      assertEquals("250 2.0.0 kept as 42", client.hear("250"));
    }
    assertEquals(
        new Envelope(
            Source.SMTP,
            "Jo@example.org",
            List.of(new Address("otp+John@gw.example.com"), new Address("x@all.example.com")),
            "127.0.0.1",
            PostOffice.NOW),
        office.inbox.mail().envelope());
    assertEquals("Subject: hi\r\n\r\n.dot\r\ncode 123456\r\n", office.inbox.mail().text());
  }

  @Test
  void takesABounceAndAnEmptyMail() throws IOException {
    try (var client = office.greeted()) {
      client.say("MAIL FROM:<>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354 ");
      client.say(".", "250 2.0.0");
    }
    assertEquals("", office.inbox.mail().envelope().mailFrom());
    assertEquals(0, office.inbox.mail().raw().length);
  }

  @Test
  void namesAllIdsInTheReply() throws IOException {
    office.inbox.then(() -> new Reply.Accepted(List.of(7L, 8L, 9L)));
    try (var client = office.sending()) {
      client.say("x\r\n.", "250 2.0.0 kept as 7, 8, 9");
    }
  }

  @Test
  void keepsEveryByteOfAMail() throws IOException {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 70; i++) {
      for (int octet = 0; octet < 256; octet++) {
        all.write(octet);
      }
    }
    all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    try (var client = office.sending()) {
      client.send(all.toByteArray());
      client.say(".", "250");
    }
    assertArrayEquals(all.toByteArray(), office.inbox.mail().raw());
  }

  @Test
  void keepsAddressesOutsideOfAsciiAsTheyAre() throws IOException {
    try (var client = office.greeted()) {
      client.say("MAIL FROM:<jörg@bücher.example> SMTPUTF8 BODY=8BITMIME", "250");
      client.say("RCPT TO:<用户😀@all.example.com>", "250");
      client.say("DATA", "354 ");
      client.say("Subject: Ünïcödé 用户\r\n.", "250");
    }
    var mail = office.inbox.mail();
    assertEquals("jörg@bücher.example", mail.envelope().mailFrom());
    assertEquals(List.of(new Address("用户😀@all.example.com")), mail.envelope().rcptTo());
    assertEquals("Subject: Ünïcödé 用户\r\n", mail.text());
  }

  /** The sequences of the smuggling attacks of 2023 and their kin. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\n.\r",
        "\r.\r",
        "\r.\r\n",
        "\r.\n",
        "\r\n.\n",
        "\r\n.\r",
        "\r\n.\r\r\n",
        "\r\n.\0\r\n",
        "\r\n\0.\r\n",
        "\r\n.\r\0\n",
        "\0\n.\r\n",
        "\r\n. \r\n",
        "\r\n..\r\n"
      })
  void letsNoSecondMailBeSmuggledIn(String almost) throws IOException {
    var smuggled =
        almost + "MAIL FROM:<evil@example.org>\r\nRCPT TO:<post@gw.example.com>\r\nDATA\r\nforged";
    try (var client = office.sending()) {
      client.send("one" + smuggled);
      client.say("\r\n.", "250 2.0.0 kept as 42");
      client.say("NOOP", "250 2.0.0 ok");
      client.say("MAIL FROM:<jo@example.org>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354 ");
      client.trickle("two" + smuggled + "\r\n.\r\n");
      client.hear("250 2.0.0 kept as 43");
      client.say("QUIT", "221");
    }
    var mails = office.inbox.mails();
    assertEquals(2, mails.size());
    assertTrue(mails.get(0).text().endsWith("DATA\r\nforged\r\n"));
    assertTrue(mails.get(1).text().endsWith("DATA\r\nforged\r\n"));
  }

  @Test
  void takesTheLargestMail() throws IOException {
    try (var client = office.sending()) {
      client.send("x".repeat(PostOffice.MAX_SIZE - 2));
      client.say("\r\n.", "250");
    }
    assertEquals(PostOffice.MAX_SIZE, office.inbox.mail().raw().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {PostOffice.MAX_SIZE - 1, 50 * PostOffice.MAX_SIZE})
  void refusesALargerOneAfterItsEndAndTakesNothingInItForACommand(int size) throws IOException {
    try (var client = office.sending()) {
      client.send("x".repeat(size));
      client.send("\r\nRSET\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<otp@gw.example.com>\r\n");
      client.send("DATA\r\nforged");
      client.say("\r\n.", "552 5.3.4");
      client.say("DATA", "503 5.5.1");
      client.say("MAIL FROM:<jo@example.org>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354 ");
      client.say("small\r\n.", "250");
    }
    assertEquals("small\r\n", office.inbox.mail().text());
  }

  @Test
  void refusesALargerOneByOneByte() throws IOException {
    try (var client = office.sending()) {
      client.send("x".repeat(PostOffice.MAX_SIZE - 1));
      client.say("\r\n.", "552 5.3.4");
    }
    assertTrue(office.inbox.mails().isEmpty());
  }

  @Test
  void asksToTryAgainWhenTheMailCannotBeKeptNow() throws IOException {
    office
        .inbox
        .then(Reply.StorageFull::new)
        .then(Reply.TryLater::new)
        .then(
            () -> {
              throw new IllegalStateException("broken");
            });
    try (var client = office.greeted()) {
      for (var reply : List.of("452 4.3.1", "451 4.3.0", "451 4.3.0", "250 2.0.0")) {
        client.say("MAIL FROM:<jo@example.org>", "250");
        client.say("RCPT TO:<otp@gw.example.com>", "250");
        client.say("DATA", "354 ");
        client.say("x\r\n.", reply);
        client.say("DATA", "503 5.5.1");
      }
    }
    assertEquals(1, office.inbox.mails().size());
  }

  @Test
  void saysWhyTheSenderIsRefusedForGoodOrForNow() throws IOException {
    office
        .inbox
        .then(() -> new Reply.Refused("not taken in here"))
        .then(() -> new Reply.Undecided("it cannot be looked up"));
    try (var client = office.sending()) {
      client.say("x\r\n.", "550 5.7.1 not taken in here");
      client.say("MAIL FROM:<jo@example.org>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354 ");
      client.say("x\r\n.", "451 4.7.5 it cannot be looked up, please try again later");
    }
    assertTrue(office.inbox.mails().isEmpty());
  }

  @Test
  void doesNotSayYesBeforeTheReceiverHas() throws Exception {
    var asked = new CountDownLatch(1);
    var durable = new CountDownLatch(1);
    office.inbox.then(
        () -> {
          asked.countDown();
          try {
            durable.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new Reply.Accepted(List.of(1L));
        });
    try (var slow = office.sending();
        var quick = office.sending()) {
      slow.sendLines("x", ".");
      asked.await();
      quick.say("y\r\n.", "250");
      assertTrue(slow.hearsNothingFor(50));
      durable.countDown();
      slow.hear("250 2.0.0 kept as 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x\r\n", "x\r\n.", "x\r\n.\r"})
  void keepsNothingOfAMailThatBreaksOff(String part) throws IOException {
    try (var client = office.sending()) {
      client.send(part);
      client.endSending();
      client.hearHangUp();
    }
    assertTrue(office.inbox.mails().isEmpty());
  }
}
