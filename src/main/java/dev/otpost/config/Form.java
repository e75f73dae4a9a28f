package dev.otpost.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the values of a key look like.
 *
 * @param unit what is expected, with its unit and limits, in words that complete "give …"
 * @param secret whether values of it are never shown
 * @param pairs whether a YAML mapping may stand for {@code name=value, name=value}
 * @param reader total: it answers every text
 */
record Form<T>(String unit, boolean secret, boolean pairs, Function<String, Reading<T>> reader) {

  Form(String unit, Function<String, Reading<T>> reader) {
    this(unit, false, false, reader);
  }

  Reading<T> read(String text) {
    return reader.apply(text);
  }

  /** Likewise, and nothing for none. */
  Form<Optional<T>> ifAny() {
    return new Form<>(
        unit,
        secret,
        pairs,
        text ->
            text.isEmpty()
                ? new Good<>(Optional.empty())
                : switch (read(text)) {
                  case Good<T>(var value) -> new Good<>(Optional.of(value));
                  case Bad<T>(var whatToDo) -> new Bad<>(whatToDo);
                });
  }

  /** What a text came to. */
  sealed interface Reading<T> {}

  /** It is a value. */
  record Good<T>(T value) implements Reading<T> {}

  /** It is none; {@code whatToDo} does not repeat it. */
  record Bad<T>(String whatToDo) implements Reading<T> {}
}
