package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any characters are some HTML; what is seen of it has lines as a text has. */
class HtmlFuzz {

  static Stream<byte[]> pages() throws IOException {
    return Seeds.html().stream()
        .map(mail -> mail.substring(Math.max(0, mail.indexOf('<', mail.indexOf("\n\n")))))
        .map(html -> html.getBytes(UTF_8));
  }

  @MethodSource("pages")
  @FuzzTest
  void readsAnyHtml(byte[] html) {
    var text = new String(html, UTF_8);
    var page = Pace.held(html.length, () -> HtmlText.read(text));
    Soundness.checkLines(page.text());
    Scattered.joined(page.text());
  }
}
