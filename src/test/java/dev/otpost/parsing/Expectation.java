package dev.otpost.parsing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is expected of a mail of the corpus: a file beside it with a {@code key: value} a line.
 *
 * <table>
 * <caption>Keys; all may be left out</caption>
 * <tr><td>mail-from, rcpt-to</td><td>the envelope; the null reverse-path and {@code otp@gw.example.com} otherwise</td></tr>
 * <tr><td>kind</td><td>code, magic_link, ambiguous, none (all four are delivered), held, ignored, gmail_confirmation</td></tr>
 * <tr><td>identifier, because</td><td>whose, exactly, and words that stand in the reason</td></tr>
 * <tr><td>code</td><td>stands in what is posted, by itself, in one piece or in groups</td></tr>
 * <tr><td>link</td><td>stands there byte for byte, or in the wrapping of a mail scanner</td></tr>
 * <tr><td>expires</td><td>how long the mail says that it is good, ISO 8601</td></tr>
 * <tr><td>subject</td><td>exactly</td></tr>
 * <tr><td>forwarded, forwarded-date</td><td>inline, attached or none; when the original was written</td></tr>
 * <tr><td>contains, lacks</td><td>stands in what is posted, or does not; any number of times</td></tr>
 * <tr><td>text</td><td>last: all that follows is what is posted, line by line</td></tr>
 * </table>
 */
record Expectation(String name, Path file, Map<String, List<String>> keys, Optional<String> text) {

  static List<Expectation> all() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/mail"))) {
      var expectations = new ArrayList<Expectation>();
      for (var file : files.filter(path -> path.toString().endsWith(".eml")).sorted().toList()) {
        expectations.add(read(file));
      }
      return expectations;
    }
  }

  private static Expectation read(Path mail) throws IOException {
    var name = mail.getFileName().toString().replace(".eml", "");
    var keys = new HashMap<String, List<String>>();
    var lines = Files.readAllLines(mail.resolveSibling(name + ".expected"));
    int text = lines.indexOf("text:");
    for (var line : text < 0 ? lines : lines.subList(0, text)) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException(name + ".expected: neither a key nor text: " + line);
      }
      keys.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
          .add(line.substring(colon + 2));
    }
    Optional<String> exact =
        text < 0
            ? Optional.empty()
            : Optional.of(String.join("\n", lines.subList(text + 1, lines.size())));
    return new Expectation(name, mail, keys, exact);
  }

  byte[] mail() throws IOException {
    return Files.readAllBytes(file);
  }

  List<String> values(String key) {
    return keys.getOrDefault(key, List.of());
  }

  Optional<String> value(String key) {
    return values(key).stream().findFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
