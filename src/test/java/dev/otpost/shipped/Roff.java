package dev.otpost.shipped;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page for {@code man} as it is being written, in the macros of man(7). All text is escaped and
 * wrapped here: whoever calls hands over what a person is to read.
 */
public final class Roff {

  /** A longer line of input is one that mandoc complains of. */
  private static final int WIDTH = 78;

  private final StringBuilder page = new StringBuilder();

  /**
   * The head of a page.
   *
   * @param date of the page, as 2026-11-01
   * @param version of the program
   */
  public Roff(String name, int section, String date, String version) {
    line(
        ".TH %s %d %s \"otpost %s\""
            .formatted(name.toUpperCase(Locale.ROOT), section, date, version));
    // A line that is stretched to the margin, or a word that is split, is no use where keys are
    // looked up.
    line(".nh");
    line(".ad l");
  }

  /** What the page is about, in the form by which {@code apropos} finds it. */
  public Roff name(String name, String about) {
    line(".SH NAME");
    line(escape(name) + " \\- " + escape(about));
    return this;
  }

  public Roff section(String title) {
    line(".SH " + quoted(title));
    return this;
  }

  public Roff subsection(String title) {
    line(".SS " + quoted(title));
    return this;
  }

  public Roff paragraph(String text) {
    apart();
    return text(text);
  }

  /** A line as it is to be typed. */
  public Roff typed(String text) {
    apart();
    line(".B " + quoted(text));
    return this;
  }

  /** A word or more, and indented below it what they mean. */
  public Roff item(String label, String text) {
    line(".TP");
    line(".B " + quoted(label));
    return text(text);
  }

  /** A line of its own below an item. */
  public Roff further(String text) {
    line(".br");
    return text(text);
  }

  /** Below a title a paragraph begins by itself. */
  private void apart() {
    if (!page.substring(page.lastIndexOf("\n", page.length() - 2) + 1).startsWith(".S")) {
      line(".PP");
    }
  }

  private Roff text(String text) {
    for (var sentence : sentences(text)) {
      var line = new StringBuilder();
      for (var word : sentence) {
        var escaped = escape(word);
        if (!line.isEmpty() && line.length() + 1 + escaped.length() > WIDTH) {
          line(guarded(line.toString()));
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(escaped);
      }
      line(guarded(line.toString()));
    }
    return this;
  }

  /** Each begins a line: so man knows where to leave more room. */
  private static List<List<String>> sentences(String text) {
    var sentences = new ArrayList<List<String>>();
    var sentence = new ArrayList<String>();
    for (var word : text.strip().split("\\s+", -1)) {
      sentence.add(word);
      if (word.matches(".*[.?!]")) {
        sentences.add(List.copyOf(sentence));
        sentence.clear();
      }
    }
    if (!sentence.isEmpty()) {
      sentences.add(List.copyOf(sentence));
    }
    return sentences;
  }

  /** A full stop or an apostrophe at the beginning of a line would make a command of it. */
  private static String guarded(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  private static String quoted(String text) {
    return '"' + escape(text).replace("\"", "\"\"") + '"';
  }

  /** Dashes and quotes stay what they are in ASCII, for whoever copies them. */
  private static String escape(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            it -> {
              switch (it) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                  if (it < 0x80) {
                    escaped.appendCodePoint(it);
                  } else {
                    escaped.append("\\[u%04X]".formatted(it));
                  }
                }
              }
            });
    return escaped.toString();
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
