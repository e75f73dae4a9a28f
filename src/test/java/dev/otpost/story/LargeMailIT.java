package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mail as large as any provider sends, on the heap that otpost comes with. */
class LargeMailIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MIB = 1024 * 1024;

  @RegisterExtension final Stage stage = new Stage();

  LargeMailIT() throws IOException {}

  @Tag("system")
  @Test
  void isTakenAndPostedOrPutOffAndTheDaemonGoesOn() throws Exception {
    var daemon = stage.daemon("OTPOST_SMTP_MAX_MESSAGE_SIZE", "26MiB");
    for (int number = 0; number < 3; number++) {
      int code = send(daemon, large(number));
      Figures.print("a mail of 25 MiB: " + code);
      assertEquals(250, code);
    }
    assertEquals(250, send(daemon, new Mail(3, "john@example.com").bytes()));
    stage.skyvern().awaitCodes(4, SOON);
    assertEquals(0, daemon.terminate());
    assertEquals(1, daemon.log().stream().filter(line -> line.contains(" started ")).count());
    assertTrue(daemon.log().stream().noneMatch(line -> line.contains("OutOfMemory")));
  }

  /** A code with a large picture. */
  private static byte[] large(int number) {
    var mail = new String(new Mail(number, "john@example.com").bytes(), StandardCharsets.US_ASCII);
    var split = mail.indexOf("MIME-Version");
    var body = mail.indexOf("\r\n\r\n") + 4;
    var text =
        mail.substring(0, split)
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\n"
            + mail.substring(body)
            + "\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    var line = "QUJD".repeat(19) + "\r\n";
    return (text + line.repeat((25 * MIB - text.length()) / line.length()) + "--b--\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int send(Daemon daemon, byte[] mail) throws IOException {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      return client.send(Mail.FROM, Stage.GATEWAY, mail).code();
    }
  }
}
