package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Times;
import dev.otpost.message.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening and closing. */
class SmtpListenerTest {

  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Limits QUICK_TO_CLOSE =
      new Limits(
          PostOffice.LIMITS.crowd(),
          PostOffice.LIMITS.patience(),
          PostOffice.LIMITS.sizes(),
          new Times(AMPLE, AMPLE, AMPLE, AMPLE, Duration.ZERO, Duration.ofMillis(200)));

  @Test
  void saysWhatToDoWhenThePortIsTaken() {
    try (var office = new PostOffice()) {
      int port = office.listener.port();
      var thrown =
          assertThrows(
              IOException.class,
              () -> PostOffice.listen(PostOffice.settings("127.0.0.1", port), office.inbox));
      assertTrue(thrown.toString().contains("127.0.0.1 port " + port), thrown.toString());
      assertTrue(thrown.toString().contains("smtp.port"), thrown.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no such host", "192.0.2.1"})
  void saysWhatToDoWhenTheAddressIsNotOfThisMachine(String host) {
    var thrown =
        assertThrows(
            IOException.class, () -> PostOffice.listen(PostOffice.settings(host, 0), new Inbox()));
    assertTrue(thrown.toString().contains(host + " port 0"), thrown.toString());
    assertTrue(thrown.toString().contains("smtp.host"), thrown.toString());
  }

  @Test
  void listensOnAllAddressesWhenNoneIsNamed() throws IOException {
    try (var listener = PostOffice.listen(PostOffice.settings("", 0), new Inbox())) {
      assertEquals("*", listener.host());
      try (var client = new Dialogue(listener.port())) {
        client.hear("220 ");
      }
    }
  }

  @Test
  void leavesThePortWhenItCloses() throws IOException {
    var office = new PostOffice();
    assertTrue(office.listener.isListening());
    assertEquals("127.0.0.1", office.listener.host());
    office.close();
    office.close();
    assertFalse(office.listener.isListening());
    PostOffice.listen(PostOffice.settings("127.0.0.1", office.listener.port()), office.inbox)
        .close();
  }

  @Test
  void tellsIdleClientsThatItCloses() throws Exception {
    var office = new PostOffice();
    try (var fresh = office.call();
        var greeted = office.greeted();
        var addressed = office.addressed()) {
      var closing = Thread.ofVirtual().start(office::close);
      for (var client : List.of(fresh, greeted, addressed)) {
        client.hear("421 4.3.2");
        client.hearHangUp();
        client.endSending();
      }
      // Nobody was waited for.
      assertTimeout(Duration.ofSeconds(4), () -> closing.join());
    }
  }

  @Test
  void takesInTheMailThatIsUnderWayWhileItCloses() throws Exception {
    var office = new PostOffice();
    try (var idle = office.greeted();
        var client = office.sending()) {
      client.send("one");
      var closing = Thread.ofVirtual().start(office::close);
      idle.hear("421 4.3.2"); // by now it is closing
      assertThrows(ConnectException.class, () -> new Dialogue(office.listener.port()));
      client.say("two\r\n.", "250 2.0.0");
      client.hear("421 4.3.2");
      client.hearHangUp();
      client.endSending();
      closing.join();
    }
    assertEquals("onetwo\r\n", office.inbox.mail().text());
  }

  @Test
  void doesNotWaitForAMailThatDoesNotEnd() throws Exception {
    var office = new PostOffice(QUICK_TO_CLOSE);
    try (var client = office.sending()) {
      client.send("x\r\n.\r");
      var closing = Thread.ofVirtual().start(office::close);
      client.hear("421 4.3.2");
      client.hearHangUp();
      client.endSending();
      closing.join();
    }
    assertTrue(office.inbox.mails().isEmpty());
  }

  @Test
  void tellsWhoeverIsInTheMiddleOfALongMailThatItHasNoTime() throws Exception {
    var office = new PostOffice(QUICK_TO_CLOSE);
    try (var client = office.sending()) {
      var sends =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        client.send("x".repeat(998) + "\r\n");
                      }
                    } catch (IOException e) {
                      // It was hung up on.
                    }
                  });
      var closing = Thread.ofVirtual().start(office::close);
      client.hear("421 4.3.2");
      closing.join();
      sends.join();
    }
    assertTrue(office.inbox.mails().isEmpty());
  }

  @Test
  void doesNotWaitForAReceiverThatDoesNotReturn() throws Exception {
    var office = new PostOffice(QUICK_TO_CLOSE);
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    office.inbox.then(
        () -> {
          asked.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Reply.Accepted(List.of(1L));
        });
    try (var client = office.sending()) {
      client.sendLines("x", ".");
      asked.await();
      assertTimeout(Duration.ofSeconds(5), office::close);
      client.hear("451 4.3.2");
      client.hear("421 4.3.2");
      client.hearHangUp();
    } finally {
      never.countDown();
    }
  }
}
