package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.client.SMTPException;
import org.subethamail.smtp.client.SmartClient;

/** Clients that others wrote: jakarta.mail by way of GreenMail's sender, and SubEtha's. */
final class OtherClientsTest {

  private final PostOffice office = new PostOffice();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void jakartaMailUnderstandsUs() {
    GreenMailUtil.sendTextEmail(
        "otp+john@gw.example.com",
        "no-reply@site.example",
        "Your code",
        "123456",
        new ServerSetup(office.listener.port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    var mail = office.inbox.mail();
    assertEquals("no-reply@site.example", mail.envelope().mailFrom());
    assertEquals("otp+john@gw.example.com", mail.envelope().rcptTo().getFirst().value());
    assertTrue(mail.text().contains("Subject: Your code\r\n"));
    assertTrue(mail.text().contains("123456"));
  }

  @Test
  void subEthasClientUnderstandsUs() throws IOException {
    var client =
        SmartClient.createAndConnect("127.0.0.1", office.listener.port(), "client.example");
    try {
      assertTrue(
          client.getExtensions().containsKey("PIPELINING"), client.getExtensions()::toString);
      // Its own methods for these put a blank behind the colon (RFC 5321 3.3).
      client.sendAndCheck("MAIL FROM:<no-reply@site.example>");
      assertThrows(
          SMTPException.class, () -> client.sendAndCheck("RCPT TO:<nobody@gw.example.com>"));
      client.sendAndCheck("RCPT TO:<otp@gw.example.com>");
      client.dataStart();
      client.dataWrite("Subject: Your code\r\n\r\n.123456\r\n".getBytes(StandardCharsets.US_ASCII));
      client.dataEnd();
    } finally {
      client.quit();
    }

    assertEquals("Subject: Your code\r\n\r\n.123456\r\n", office.inbox.mail().text());
  }
}
