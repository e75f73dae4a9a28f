package dev.otpost.shipped;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * THIRD-PARTY-NOTICES: what of others is in the product, under which licence, and the texts that
 * the licences ask for. There is none for a product with a jar whose licence or text is not known:
 * the build ends there.
 */
final class Notices {

  /** Texts that the jars leave out: named like the jar's artifact, or like the licence. */
  static final Path ADDED = Path.of("src/build/licences");

  /** The licence of otpost itself, whose text is in LICENSE. */
  private static final String OURS = "Apache-2.0";

  private static final String BEGINNING_OF_OURS =
      "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION";

  private static final Pattern TEXT =
      Pattern.compile(
          "META-INF/(?:.+/)?[^/]*(?:LICENSE|NOTICE|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);

  private final StringBuilder list = new StringBuilder();

  /** The number of each, by its words: jars differ in the white space of the same text. */
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private final StringBuilder texts = new StringBuilder();

  private Notices() {}

  /** For a product that has its jars in {@code lib} already, and its Java in {@code runtime}. */
  static Notices of(Path product) throws IOException {
    var notices = new Notices();
    notices.java(product);
    for (var jar : jars(product)) {
      notices.jar(jar, Part.of(jar.getFileName().toString()));
    }
    return notices;
  }

  /** Those of others. */
  private static List<Path> jars(Path product) throws IOException {
    try (var files = Files.list(product.resolve("lib"))) {
      return files
          .filter(it -> it.toString().endsWith(".jar") && !it.endsWith("otpost.jar"))
          .sorted()
          .toList();
    }
  }

  private void java(Path product) {
    if (!Files.isRegularFile(product.resolve("runtime/legal/java.base/LICENSE"))) {
      throw new IllegalStateException("the runtime has lost its licences, runtime/legal");
    }
    list.append(
        """
        runtime/
          OpenJDK %s, built by %s
          Licence: GPL-2.0 with the Classpath Exception
          Source:  https://github.com/openjdk/jdk%du
          Text:    runtime/legal, a folder for each module, with what others added to it

        """
            .formatted(
                Runtime.version(), System.getProperty("java.vendor"), Runtime.version().feature()));
  }

  private void jar(Path jar, Part part) throws IOException {
    var file = jar.getFileName().toString();
    var version = Part.version(file);
    list.append(
        """
        lib/%s
          %s %s
          Licence: %s
          Source:  %s
          Text:    %s

        """
            .formatted(
                file,
                part.name(),
                version,
                part.licence(),
                part.source(),
                String.join(", ", textsOf(jar, part))));
    switch (part.name()) {
      case "sqlite-jdbc" ->
          list.append(
              """
              lib/native/libsqlitejdbc.so
                SQLite %s, and what leads from Java to it, of sqlite-jdbc
                Licence: none needed, SQLite is in the public domain; of the rest that of sqlite-jdbc
                Source:  https://sqlite.org

              """
                  .formatted(version.replaceAll("^(\\d+\\.\\d+\\.\\d+).*", "$1")));
      case "okhttp-jvm" ->
          list.append(
              """
              lib/%s: PublicSuffixDatabase.list
                Mozilla's Public Suffix List
                Licence: MPL-2.0
                Source:  https://publicsuffix.org/list
                Text:    runtime/legal/java.base/public_suffix.md

              """
                  .formatted(file));
      default -> {}
    }
  }

  private List<String> textsOf(Path jar, Part part) throws IOException {
    var found = new ArrayList<String>();
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : file.stream().filter(it -> TEXT.matcher(it.getName()).matches()).toList()) {
        var text = new String(file.getInputStream(entry).readAllBytes(), UTF_8);
        if (!text.contains(BEGINNING_OF_OURS)) {
          found.add(number(text));
        }
      }
    }
    if (part.licence().equals(OURS)) {
      found.addFirst("LICENSE");
    } else if (found.isEmpty()) {
      found.add(number(Files.readString(added(part))));
    }
    return found.stream().distinct().toList();
  }

  private static Path added(Part part) {
    return Stream.of(part.name(), part.licence())
        .map(name -> ADDED.resolve(name + ".txt"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s brings no text of its licence, %s: put it into %s"
                        .formatted(part.name(), part.licence(), ADDED)));
  }

  private String number(String text) {
    int next = numbers.size() + 1;
    int number = numbers.computeIfAbsent(text.strip().replaceAll("\\s+", " "), _ -> next);
    if (number == next) {
      texts.append("%n======== [%d]%n%n%s%n".formatted(next, text.strip()));
    }
    return "[%d]".formatted(number);
  }

  @Override
  public String toString() {
    return """
    otpost is free software under the Apache License 2.0, which stands in LICENSE. It comes with
    programs of others, which this file names, each with the licence under which otpost hands it
    on. A number is that of a text further below.

    """
        + list
        + texts;
  }
}
