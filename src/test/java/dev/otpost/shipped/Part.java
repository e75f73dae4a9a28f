package dev.otpost.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A library in the product.
 *
 * @param name of its artifact
 * @param licence under which otpost hands it on, as SPDX calls it
 * @param source where its source code is
 */
public record Part(String name, String licence, String source) {

  private static final Path TABLE = Notices.ADDED.resolve("parts.txt");

  /** Every one that {@code src/build/licences/parts.txt} names. */
  private static Map<String, Part> all() throws IOException {
    try (var lines = Files.lines(TABLE)) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" *\\| *", 3))
          .map(columns -> new Part(columns[0], columns[1], columns[2]))
          .collect(Collectors.toMap(Part::name, it -> it));
    }
  }

  /** The library in this file, such as {@code jsoup-1.24.1.jar}. */
  public static Part of(String file) throws IOException {
    var part = all().get(name(file));
    if (part == null) {
      throw new IllegalStateException("say in %s what the licence of %s is".formatted(TABLE, file));
    }
    return part;
  }

  private static String name(String file) {
    return file.replaceAll("-\\d.*$", "");
  }

  static String version(String file) {
    return file.substring(name(file).length() + 1).replaceAll("\\.jar$", "");
  }
}
