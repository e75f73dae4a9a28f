package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What fuzzing begins with: the mails of the corpus, and pieces of them. */
final class Seeds {

  /** The fuzzer makes nothing longer than its longest seed, and is quicker with short ones. */
  private static final int LONGEST = 8_000;

  private Seeds() {}

  static Stream<byte[]> mails() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/mail"))) {
      return files
          .filter(file -> file.toString().endsWith(".eml"))
          .sorted()
          .map(Seeds::bytes)
          .filter(mail -> mail.length <= LONGEST)
          .toList()
          .stream();
    }
  }

  /** What {@code piece} makes of each letter of the corpus. */
  static Stream<byte[]> of(Function<dev.otpost.message.Letter, String> piece) throws IOException {
    var parser = new MessageParser();
    return mails().map(mail -> piece.apply(parser.parse(mail)).getBytes(UTF_8));
  }

  /** The headers of all mails, a field each. */
  static Stream<byte[]> fields() throws IOException {
    return mails()
        .flatMap(mail -> HeaderSection.read(Slice.of(mail)).fields().stream())
        .map(field -> field.value().getBytes(UTF_8))
        .filter(field -> field.length > 0);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<String> html() throws IOException {
    return mails().map(mail -> new String(mail, UTF_8)).filter(mail -> mail.contains("<")).toList();
  }
}
