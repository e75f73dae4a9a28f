package dev.otpost.config;

import dev.otpost.message.Recipients;
import dev.otpost.message.Secret;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something wrong in the configuration.
 *
 * @param key the key as in the file; empty if it is about the file as a whole
 * @param where it stands: a file and line, or a variable of the environment; empty if it is missing
 * @param value what stands there, fit to be shown; empty if there is none or if it might be a
 *     secret
 * @param whatToDo a clause that says how to put it right
 */
public record Fault(String key, String where, String value, String whatToDo) {

  private static final Pattern PRIVATE_URL = Pattern.compile("://.*[@?#]");

  /** The most characters of a value that are shown. */
  static final int MAX_SHOWN = 60;

  static Fault in(Key<?> key, Stated stated, String whatToDo) {
    return new Fault(key.name(), stated.where(), shown(key, stated.text()), whatToDo);
  }

  static Fault missing(Key<?> key, String whatToDo) {
    return new Fault(key.name(), "", "", whatToDo);
  }

  /**
   * A name that nobody knows, if it looks like one: it may be anything, a key behind a forgotten
   * blank ({@code api-key:sk-…}) or control characters.
   */
  static String name(String written) {
    return written.matches("[A-Za-z0-9_.-]{1,60}") ? written : "…";
  }

  /** In one line for people: {@code smtp.port = 70000 (otpost.yaml, line 3): give …}. */
  @Override
  public String toString() {
    return key
        + (value.isEmpty() ? "" : " = " + value)
        + (where.isEmpty() ? "" : key.isEmpty() ? where : " (" + where + ")")
        + ": "
        + whatToDo;
  }

  /**
   * A secret by its length only, and so a URL with a user, a query or a fragment, which may well be
   * one; addresses with a random part masked. Control characters are made visible: the text goes to
   * terminals and logs.
   */
  private static String shown(Key<?> key, String text) {
    if (key.form().secret() || PRIVATE_URL.matcher(text).find()) {
      return new Secret(text).toString();
    }
    var open =
        Stream.of(text.split(",", -1)).map(Recipients::shown).collect(Collectors.joining(","));
    var cut = open.length() > MAX_SHOWN ? open.substring(0, MAX_SHOWN) + "…" : open;
    return cut.isEmpty() ? "\"\"" : cut.replaceAll("\\p{C}", "\uFFFD");
  }
}
