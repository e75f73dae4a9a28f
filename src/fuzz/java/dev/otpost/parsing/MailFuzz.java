package dev.otpost.parsing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are some letter, a sound one, and always the same. */
class MailFuzz {

  private static final MessageParser PARSER = new MessageParser();

  static Stream<byte[]> mails() throws IOException {
    return Seeds.mails();
  }

  @MethodSource("mails")
  @FuzzTest
  void readsAnyBytes(byte[] mail) {
    var letter = Pace.held(mail.length, () -> PARSER.parse(mail));
    Soundness.check(letter);
    Soundness.checkSame(letter, PARSER.parse(mail));
  }
}
