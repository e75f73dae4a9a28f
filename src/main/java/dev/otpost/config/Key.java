package dev.otpost.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration.
 *
 * @param name dotted, as in the file; with a star for the name in the middle of those of a {@link
 *     Family}
 * @param form what its values look like
 * @param standard the value that stands when nobody gives one; empty if none does or if it is found
 *     at the start
 * @param without what stands without a value, in words; the standard itself if there is one
 * @param meaning for the operator, in whole sentences
 */
record Key<T>(String name, Form<T> form, String standard, String without, String meaning) {

  /** A key with a fixed standard. */
  static <T> Key<T> key(String name, Form<T> form, String standard, String meaning) {
    return new Key<>(name, form, standard, standard, meaning);
  }

  /** A key without one. */
  static <T> Key<T> open(String name, Form<T> form, String without, String meaning) {
    return new Key<>(name, form, "", without, meaning);
  }

  /** The variable of the environment that beats the file: {@code OTPOST_SMTP_PORT}. */
  String variable() {
    return Environment.PREFIX + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  /** The key of a {@link Family} for the one of this name. */
  Key<T> of(String one) {
    return new Key<>(name.replace("*", one), form, standard, without, meaning);
  }

  /**
   * What stands without a value and what may be given, for somebody who sees it for the first time.
   */
  String choice() {
    return "Default: " + without + ". Takes " + form.unit() + ".";
  }

  /**
   * There is one key of a name: to compare all of it, thousands of times, took a part of a start.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key<?> key && name.equals(key.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
