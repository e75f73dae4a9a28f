package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GreenMail's sender, and with it jakarta.mail, as a client that others wrote. */
final class JakartaMailTest {

  private record Came(Envelope envelope, String mail) {}

  @Test
  void understandsUs() throws IOException {
    var came = Collections.synchronizedList(new ArrayList<Came>());
    var settings =
        new SmtpSettings(
            true,
            "127.0.0.1",
            0,
            "gw.example.com",
            new Recipients(List.of("otp@gw.example.com")),
            1_000_000,
            new SmtpSettings.Bodies(256 * 1024 * 1024, Path.of("target", "incoming")));
    try (var listener =
        SmtpListener.start(
            settings,
            (envelope, raw) -> {
              came.add(new Came(envelope, new String(raw, StandardCharsets.UTF_8)));
              return new Reply.Accepted(List.of(1L));
            },
            InstantSource.system())) {
      GreenMailUtil.sendTextEmail(
          "otp+john@gw.example.com",
          "no-reply@site.example",
          "Your code",
          "123456",
          new ServerSetup(listener.port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }
    assertEquals(1, came.size());
    assertEquals("no-reply@site.example", came.getFirst().envelope().mailFrom());
    assertEquals("otp+john@gw.example.com", came.getFirst().envelope().rcptTo().getFirst().value());
    assertTrue(came.getFirst().mail().contains("Subject: Your code\r\n"));
    assertTrue(came.getFirst().mail().contains("123456"));
  }
}
