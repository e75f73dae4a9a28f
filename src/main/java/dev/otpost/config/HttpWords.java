package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Forms of values that say who may ask by HTTP. */
final class HttpWords {

  /** Shorter ones are found by trying. */
  static final int SHORTEST_PASSWORD = 8;

  /** Likewise, and nothing slows down who tries tokens. */
  static final int SHORTEST_TOKEN = 24;

  /** One, and another while it is being changed; more are a mistake. */
  static final int MOST_TOKENS = 10;

  private static final String HASH = "pbkdf2-sha256$";

  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e&&[^,]]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})");

  private HttpWords() {}

  /** In clear or hashed; empty if there is none. */
  static Form<Secret> password() {
    var unit = "a password of 8 characters or more, or a hash of otpost hash-password";
    return new Form<>(
        unit,
        true,
        false,
        text -> {
          var secret = new Secret(text);
          boolean good =
              text.isEmpty()
                  || (text.startsWith(HASH)
                      ? PasswordHash.of(text).isPresent()
                      : text.length() >= SHORTEST_PASSWORD
                          && text.indexOf('\uFFFD') < 0
                          && PasswordHash.canBeOf(secret));
          return good ? new Good<>(secret) : new Bad<>("give " + unit);
        });
  }

  /** They stay in one, as they were written; empty if there is none. */
  static Form<Secret> tokens() {
    var unit =
        "tokens of 24 characters or more without blanks, as openssl rand -hex 32 prints them,"
            + " separated by commas";
    return new Form<>(
        unit,
        true,
        false,
        text -> {
          if (text.length() > Words.MAX_SECRET) {
            return new Bad<>(
                "this cannot be tokens, it is too long (%d at most)".formatted(Words.MAX_SECRET));
          }
          var all = split(new Secret(text));
          boolean good =
              all.size() <= MOST_TOKENS
                  && all.stream()
                      .map(Secret::value)
                      .allMatch(it -> it.length() >= SHORTEST_TOKEN && TOKEN.matcher(it).matches());
          return good
              ? new Good<>(new Secret(text))
              : new Bad<>("give %s, %d at most".formatted(unit, MOST_TOKENS));
        });
  }

  /** Each by itself; none if there is none. */
  static List<Secret> split(Secret tokens) {
    return BETWEEN
        .splitAsStream(tokens.value())
        .filter(it -> !it.isEmpty())
        .map(Secret::new)
        .toList();
  }

  /** In lower case; there may be none. */
  static Form<List<String>> names() {
    var unit = "host names like otpost.example.com, separated by commas";
    return new Form<>(
        unit,
        text -> {
          var names = Words.list(text);
          for (int i = 0; i < names.size(); i++) {
            if (!NAME.matcher(names.get(i)).matches()) {
              return new Bad<>(
                  "number %d is none; give %s, without https:// and port".formatted(i + 1, unit));
            }
          }
          return new Good<>(names.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList());
        });
  }
}
