package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the operator reads, and what never gets there. */
class LogTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final PostOffice office = new PostOffice();

  @BeforeEach
  void listen() {
    lines.start();
    room().addAppender(lines);
    room().setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    office.close();
    room().detachAppender(lines);
    room().setLevel(null);
  }

  private static Logger room() {
    return (Logger) LoggerFactory.getLogger("dev.otpost.intake.smtp");
  }

  @Test
  void saysWhichRecipientWasRefusedWithoutNamingIt() throws IOException {
    try (var client = office.greeted()) {
      client.say("MAIL FROM:<>", "250");
      client.say("RCPT TO:<john.doe@elsewhere.example>", "550");
      client.say("RCPT TO:<\"john doe\"@elsewhere.example>", "550");
    }
    assertEquals(
        List.of(
            "recipient_refused peer=127.0.0.1 recipient=j…@elsewhere.example because=not one of"
                + " smtp.recipients",
            "recipient_refused peer=127.0.0.1 recipient=…@elsewhere.example because=not one of"
                + " smtp.recipients"),
        said());
  }

  @Test
  void saysTheFirstOfMuchOfTheSameAndThenHowManyMoreThereWere() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (var client = office.greeted()) {
        client.say("MAIL FROM:<>", "250");
        for (int j = 0; j < 3; j++) {
          client.say("RCPT TO:<x" + j + "@elsewhere.example>", "550");
        }
        client.say("QUIT", "221");
        client.hearHangUp();
      }
    }
    assertEquals(Events.AT_ONCE, said().size());
    office.close();
    assertEquals(
        "recipient_refused peer=127.0.0.1 more_times=4 because=not one of smtp.recipients",
        said().getLast());
  }

  @Test
  void saysWhyAMailWasRefusedAndNothingOfWhatIsInIt() throws IOException {
    try (var client = office.sending()) {
      client.send("secret 123456\r\n".repeat(2000));
      client.say(".", "552");
    }
    assertEquals(
        List.of("mail_refused peer=127.0.0.1 size=30000 because=larger than 20000 bytes"), said());
  }

  @Test
  void repeatsNothingThatAClientTyped() throws IOException {
    try (var client = office.greeted()) {
      client.say("XYZZY secret", "500");
      client.say("MAIL FROM:<secret@example.org>x", "501");
      client.say("MAIL FROM:<> SECRET=secret", "555");
      client.say("RCPT TO:<secret>", "503");
      client.hear("421 4.7.0");
      client.hearHangUp();
    }
    assertEquals(List.of("session_ended peer=127.0.0.1 because=too many errors"), said());
  }

  @Test
  void saysThatAMailBrokeOff() throws IOException {
    try (var client = office.sending()) {
      client.send("secret");
      client.endSending();
      client.hearHangUp();
    }
    assertEquals(
        List.of("mail_refused peer=127.0.0.1 size=6 because=it broke off before its end"), said());
  }

  @Test
  void saysNothingOfAMailThatWasTaken() throws IOException {
    try (var client = office.sending()) {
      client.say("x\r\n.", "250");
      client.say("QUIT", "221");
      client.hearHangUp();
    }
    assertTrue(said().isEmpty());
    assertFalse(office.inbox.mails().isEmpty());
  }

  /** Each event's name and keys, as a log line would have them. */
  private List<String> said() {
    return lines.list.stream()
        .map(
            event ->
                event.getMessage()
                    + event.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .reduce("", String::concat))
        .toList();
  }
}
