package dev.otpost.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    var section = key.substring(0, key.indexOf('.'));
    var name = key.substring(section.length() + 1);
    var line =
        Pattern.compile(
            "(^%s:\\R(?:(?:  .*)?\\R)*?  )#?(%s): .*".formatted(section, name), Pattern.MULTILINE);
    var quoted = PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
    return new Template(line.matcher(text).replaceFirst("$1$2: " + quoteReplacement(quoted)));
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
