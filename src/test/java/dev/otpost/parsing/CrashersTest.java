package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mails that once ended in an exception, took seconds or hours, or came to an unsound letter; most
 * were found by fuzzing. A new one is put into {@code crashers/} as it is.
 */
class CrashersTest {

  /** Generous, for the machine may be busy; all of them take some milliseconds. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final Address RECIPIENT = new Address("otp@gw.example.com");
  private static final Envelope ENVELOPE =
      new Envelope(Source.FILE, "", List.of(RECIPIENT), "", Instant.EPOCH);
  private static final Router ROUTER =
      new Router(
          new RoutingSettings(new Recipients(List.of(RECIPIENT.value())), Duration.ofMinutes(15)));

  static List<Path> mails() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/crashers"))) {
      var mails = files.sorted().toList();
      assertFalse(mails.isEmpty());
      return mails;
    }
  }

  @ParameterizedTest
  @MethodSource("mails")
  void isReadAndDecidedSoon(Path file) throws IOException {
    byte[] mail = Files.readAllBytes(file);
    var parser = new MessageParser();
    var letter =
        assertTimeoutPreemptively(
            SOON,
            () -> {
              var read = parser.parse(mail);
              ROUTER.route(ENVELOPE, read);
              return read;
            });
    Soundness.check(letter);
    assertEquals(letter, parser.parse(mail), "read twice, and not the same");
  }
}
