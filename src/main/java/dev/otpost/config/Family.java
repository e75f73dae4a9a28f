package dev.otpost.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys of which there is a set for each name that somebody gives: {@code routes.acme.recipient}.
 *
 * @param section in front of the names
 * @param keys with a star for the name
 */
record Family(String section, List<Key<?>> keys) {

  /** Without underscores, so that a variable of the environment can be taken apart. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,40}");

  /** What a name may be, to complete "give …". */
  static final String NAMES = "a name of small letters a to z and digits";

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The name in this key, or variable of the environment, of the family; empty if it has none. */
  Optional<String> nameIn(String written) {
    var variable = Environment.PREFIX + section.toUpperCase(Locale.ROOT) + "_";
    return between(written, section + ".", '.')
        .or(
            () ->
                between(written, variable, '_')
                    .filter(name -> name.equals(name.toUpperCase(Locale.ROOT)))
                    .map(name -> name.toLowerCase(Locale.ROOT)))
        .filter(Family::isName);
  }

  /** The keys for the one whose name stands in this key or variable; none if none does. */
  Stream<Key<?>> members(String written) {
    return nameIn(written).stream().flatMap(name -> keys.stream().<Key<?>>map(key -> key.of(name)));
  }

  /** Whether it is the section of the family, or of one of its names. */
  boolean isSection(String written) {
    return written.equals(section)
        || (written.startsWith(section + ".") && isName(written.substring(section.length() + 1)));
  }

  private static Optional<String> between(String written, String start, char end) {
    int stop = written.startsWith(start) ? written.indexOf(end, start.length()) : -1;
    return stop < 0 ? Optional.empty() : Optional.of(written.substring(start.length(), stop));
  }
}
