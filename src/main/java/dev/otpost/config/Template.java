package dev.otpost.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The documented configuration file, {@code conf/otpost.yaml}, in which keys can be switched on.
 *
 * @param text of the file
 */
public record Template(String text) {

  /** What YAML takes for the very same text without quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/@._+-]*(?::[A-Za-z0-9/@._+-]+)*");

  /** As it comes with otpost: every key is there, and none is switched on. */
  public static Template shipped() {
    try (var in = Template.class.getResourceAsStream("otpost.yaml")) {
      if (in == null) {
        throw new IllegalStateException("otpost.yaml is missing in the jar");
      }
      return new Template(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * With this key switched on.
   *
   * @throws IllegalArgumentException if there is no such key or {@link #whyNot} objects
   */
  public Template with(String key, String value) {
    whyNot(key, value)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(key + ": " + reason);
            });
    var quoted = PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
    return new Template(line(key).matcher(text).replaceFirst("$1$2: " + quoteReplacement(quoted)));
  }

  /** The line of {@code key}, on or off, with all that stands in its section above it. */
  private static Pattern line(String key) {
    var sections = key.split("\\.", -1);
    var above = new StringBuilder();
    var indent = "";
    for (var section : List.of(sections).subList(0, sections.length - 1)) {
      above.append(indent).append(section).append(":\\R");
      indent += "  ";
      above.append("(?:(?:").append(indent).append(".*)?\\R)*?");
    }
    return Pattern.compile(
        "(^%s%s)#?(%s): .*".formatted(above, indent, sections[sections.length - 1]),
        Pattern.MULTILINE);
  }

  /**
   * What is wrong with {@code value} for {@code key}, as a clause that says what to do; empty if
   * nothing is.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  public static Optional<String> whyNot(String key, String value) {
    var form =
        Keys.named(key)
            .orElseThrow(() -> new IllegalArgumentException("there is no key " + key))
            .form();
    return form.read(value) instanceof Form.Bad<?>(var whatToDo)
        ? Optional.of(whatToDo)
        : Optional.empty();
  }
}
