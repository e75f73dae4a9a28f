package dev.otpost.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys of which there is a set for each name that somebody gives: {@code routes.acme.recipient},
 * {@code imap.accounts.work.oauth.client-id}.
 *
 * @param section in front of the names, dotted if it stands in another
 * @param keys with a star for the name
 */
record Family(String section, List<Key<?>> keys) {

  /** Without underscores, so that a variable of the environment can be taken apart. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,40}");

  /** What a name may be, to complete "give …". */
  static final String NAMES = "a name of small letters a to z and digits";

  /** The name in this key, or variable of the environment, of the family; empty if it has none. */
  Optional<String> nameIn(String written) {
    var variable = Environment.PREFIX + section.toUpperCase(Locale.ROOT).replace('.', '_') + "_";
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

  /** Whether it is the section of the family, one round it, or one of those of its names. */
  boolean isSection(String written) {
    return (section + ".").startsWith(written + ".")
        // A dot more, for the name may be the last of what is written.
        || members(written + ".").anyMatch(key -> key.name().startsWith(written + "."));
  }

  /** Whether what stands in the place of a name can be none. */
  boolean isMisnamed(String written) {
    return between(written + ".", section + ".", '.').filter(name -> !isName(name)).isPresent();
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static Optional<String> between(String written, String start, char end) {
    int stop = written.startsWith(start) ? written.indexOf(end, start.length()) : -1;
    return stop < 0 ? Optional.empty() : Optional.of(written.substring(start.length(), stop));
  }
}
