package dev.otpost.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.otpost.message.Address;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SampleMailTest {

  private static final Address JOHN = new Address("john.doe@example.com");
  private static final Address GATEWAY = new Address("otp@gw.example.net");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final SampleMail sample = SampleMail.forwarded(JOHN, GATEWAY, NOON);

  @Test
  void looksAsGmailForwardsIt() throws Exception {
    var mail = parsed(sample);

    assertEquals("john.doe+caf_=otp=gw.example.net@example.com", sample.mailFrom());
    assertEquals("john.doe@example.com", mail.getHeader("To", null));
    assertEquals("otp@gw.example.net", mail.getHeader("X-Forwarded-To", null));
    assertEquals(
        "john.doe@example.com otp@gw.example.net", mail.getHeader("X-Forwarded-For", null));
    assertEquals("john.doe@example.com", mail.getHeader("Delivered-To", null));
    assertEquals(Date.from(NOON), mail.getSentDate());
  }

  @Test
  void saysTheCodeInBothAlternatives() throws Exception {
    assertTrue(sample.code().matches("\\d{6}"));
    var alternatives = (MimeMultipart) parsed(sample).getContent();

    assertEquals(2, alternatives.getCount());
    for (int i = 0; i < 2; i++) {
      var text = (String) alternatives.getBodyPart(i).getContent();
      assertTrue(text.contains(sample.code()), text);
      assertTrue(text.contains("it’s you"), text);
    }
    assertTrue(
        ((String) alternatives.getBodyPart(1).getContent()).contains("role=\"presentation\""));
  }

  @Test
  void isWellFormedOnTheWire() {
    var mail = new String(sample.bytes(), StandardCharsets.US_ASCII);
    for (var line : mail.split("\r\n", -1)) {
      assertFalse(line.contains("\n"), line);
      assertFalse(line.matches(".*\\{[a-z]+}.*"), line);
      assertTrue(line.length() <= 998, line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 127), line);
    }
  }

  @Test
  void isAnotherMailEachTime() throws Exception {
    var other = SampleMail.forwarded(JOHN, GATEWAY, NOON);
    assertFalse(parsed(sample).getMessageID().equals(parsed(other).getMessageID()));
  }

  @Test
  void isReadByTheStandIn() {
    var text = new String(sample.bytes(), StandardCharsets.US_ASCII);
    assertEquals(
        sample.code(),
        Reading.byModel(text.substring(text.indexOf("Hello"))).orElseThrow().value());
  }

  @Test
  void goesOverTheWireByteForByte() throws Exception {
    var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      sample.send("127.0.0.1", server.getSmtp().getPort());
      var received = server.getReceivedMessages()[0];
      var raw = new java.io.ByteArrayOutputStream();
      received.writeTo(raw);
      var all = raw.toString(StandardCharsets.US_ASCII);
      var sent = new String(sample.bytes(), StandardCharsets.US_ASCII);
      // The server puts its own trace in front and drops the last line's end.
      assertArrayEquals(
          sent.strip().split("\r\n"),
          all.substring(all.indexOf("Received: by 2002")).strip().split("\r\n"));
    } finally {
      server.stop();
    }
  }

  @Test
  void saysWhyItCouldNotBeSent() throws Exception {
    int nobody;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    var why = assertThrows(IOException.class, () -> sample.send("127.0.0.1", nobody));
    assertTrue(why.toString().contains("not sent: "), why.toString());
  }

  private static MimeMessage parsed(SampleMail sample) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(sample.bytes()));
  }
}
