package dev.otpost.parsing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any mail, from anybody, comes to a decision. The first line is the reverse-path. */
class RoutingFuzz {

  private static final MessageParser PARSER = new MessageParser();

  private static final Address RECIPIENT = new Address("otp@gw.example.com");

  private static final Router ROUTER =
      new Router(
          new RoutingSettings(new Recipients(List.of(RECIPIENT.value())), Duration.ofMinutes(15)));

  static Stream<byte[]> mails() throws IOException {
    var path =
        "john+caf_=otp=gw.example.com@gmail.com\n"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Seeds.mails()
        .map(
            mail -> {
              byte[] both = java.util.Arrays.copyOf(path, path.length + mail.length);
              System.arraycopy(mail, 0, both, path.length, mail.length);
              return both;
            });
  }

  @MethodSource("mails")
  @FuzzTest
  void decidesOnAnyMail(byte[] bytes) {
    var whole = Slice.of(bytes);
    int line = whole.lineFeed(0);
    var mailFrom = whole.between(0, Math.min(line, 254)).latin1();
    byte[] mail =
        java.util.Arrays.copyOfRange(bytes, Math.min(line + 1, bytes.length), bytes.length);
    var envelope = new Envelope(Source.FILE, mailFrom, List.of(RECIPIENT), "", Instant.EPOCH);
    Pace.held(bytes.length, () -> ROUTER.route(envelope, PARSER.parse(mail)));
  }
}
