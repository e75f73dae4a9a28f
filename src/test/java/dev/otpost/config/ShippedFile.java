package dev.otpost.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code conf/otpost.yaml}, taken apart.
 *
 * @param preface what stands above the first section, in paragraphs
 * @param entries sections and keys, as they stand there
 */
record ShippedFile(List<String> preface, List<Entry> entries) {

  static final Path PATH = Path.of("conf/otpost.yaml");

  /** A section, or a key with its value; no comment, which has a blank behind its #. */
  private static final Pattern LINE =
      Pattern.compile("(?<indent> *)(?<off>#?)(?<name>[\\w-]+):(?: (?<value>.+))?");

  /**
   * A section or a key.
   *
   * @param name dotted, with a star for a name of the operator's own
   * @param comment what stands above it, with its line breaks undone
   * @param value empty for a section
   */
  record Entry(String name, String comment, String value) {

    boolean isSection() {
      return value.isEmpty();
    }

    /** Whether this is the section that the key stands in. */
    boolean holds(Entry key) {
      return key.name.substring(0, key.name.lastIndexOf('.')).equals(name);
    }
  }

  List<Entry> keys() {
    return entries.stream().filter(entry -> !entry.isSection()).toList();
  }

  static ShippedFile read() throws IOException {
    var preface = new ArrayList<String>();
    var entries = new ArrayList<Entry>();
    var sections = new ArrayList<String>();
    var comment = new ArrayList<String>();
    for (var line : Files.readAllLines(PATH)) {
      var parts = LINE.matcher(line);
      if (line.matches(" *# .*")) {
        comment.add(line.strip().substring(2));
      } else if (parts.matches()) {
        int depth = parts.group("indent").length() / 2;
        sections.subList(depth, sections.size()).clear();
        // The first that is switched off and has no value stands for a name of the operator's own.
        boolean named =
            parts.group("value") != null || parts.group("off").isEmpty() || sections.contains("*");
        sections.add(named ? parts.group("name") : "*");
        entries.add(
            new Entry(
                String.join(".", sections),
                String.join(" ", comment),
                parts.group("value") == null ? "" : parts.group("value")));
        comment.clear();
      } else if (entries.isEmpty() && !comment.isEmpty()) {
        preface.add(String.join(" ", comment));
        comment.clear();
      }
    }
    return new ShippedFile(preface, entries);
  }
}
