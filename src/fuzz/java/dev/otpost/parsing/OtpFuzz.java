package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.otpost.parsing.otp.OtpReader;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** In any text something or nothing is found, and what is found stands there. */
class OtpFuzz {

  static Stream<byte[]> texts() throws IOException {
    return Seeds.of(letter -> letter.subject() + "\n" + letter.text());
  }

  @MethodSource("texts")
  @FuzzTest
  void readsAnyText(byte[] bytes) {
    var text = new String(bytes, UTF_8);
    int line = text.indexOf('\n');
    var subject = line < 0 ? "" : text.substring(0, line);
    var body = text.substring(line + 1);
    var reading = Pace.held(bytes.length, () -> new OtpReader("", subject).read(body));
    Soundness.checkFound(reading.otp(), text);
    if (!reading.equals(new OtpReader("", subject).read(body))) {
      throw new AssertionError("read twice, and not the same");
    }
  }
}
