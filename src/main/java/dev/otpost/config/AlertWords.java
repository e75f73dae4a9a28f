package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import dev.otpost.message.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Forms of values that say where alerts go. */
final class AlertWords {

  /** More than anybody tells; each takes a thread. */
  static final int MAX_WEBHOOKS = 10;

  /** Between URLs: neither stands in one as it is written here. */
  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  private AlertWords() {}

  /** URLs, each a secret; they stay in one, as they were written. */
  static Form<Secret> webhooks() {
    var unit =
        "a URL like https://hooks.slack.com/services/T0/B0/xyz, or several, separated by commas";
    return new Form<>(
        unit,
        true,
        false,
        text -> {
          if (text.length() > Words.MAX_SECRET) {
            return new Bad<>(
                "this cannot be URLs, it is too long (%d at most)".formatted(Words.MAX_SECRET));
          }
          var all = split(new Secret(text));
          for (int i = 0; i < all.size(); i++) {
            if (url(all.get(i)).isEmpty()) {
              return new Bad<>("number %d is none; give %s".formatted(i + 1, unit));
            }
          }
          return all.size() > MAX_WEBHOOKS
              ? new Bad<>("give %d URLs at most".formatted(MAX_WEBHOOKS))
              : new Good<>(new Secret(text));
        });
  }

  /** Each by itself; none if there is none. */
  static List<Secret> split(Secret webhooks) {
    return BETWEEN
        .splitAsStream(webhooks.value())
        .filter(it -> !it.isEmpty())
        .map(Secret::new)
        .toList();
  }

  /** Empty if it is none. */
  static Optional<URI> url(Secret webhook) {
    try {
      var url = new URI(webhook.value());
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      return web && url.getHost() != null && url.getPort() <= 65_535
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** A program and its arguments; there may be none. */
  static Form<List<String>> command() {
    var unit =
        "an absolute path like /usr/local/bin/tell-me, and its arguments if any, separated by"
            + " blanks (an argument with a blank in it needs a script of its own)";
    return new Form<>(
        unit,
        text -> {
          if (text.isEmpty()) {
            return new Good<>(List.of());
          }
          var words = List.of(BLANKS.split(text, -1));
          try {
            return text.length() <= Words.MAX_SECRET
                    && text.chars().noneMatch(Character::isISOControl)
                    && Path.of(words.getFirst()).isAbsolute()
                ? new Good<>(words)
                : new Bad<>("give " + unit);
          } catch (InvalidPathException e) {
            return new Bad<>("give " + unit);
          }
        });
  }

  /** Whole addresses, separated by commas; there may be none. */
  static Form<List<Address>> addresses() {
    var unit = "addresses like ops@example.com, separated by commas";
    return new Form<>(
        unit,
        text -> {
          var addresses = new ArrayList<Address>();
          for (var item : Words.list(text)) {
            var address = Address.of(item).filter(_ -> isWhole(item));
            if (address.isEmpty()) {
              return new Bad<>(
                  "number %d is no address; give %s".formatted(addresses.size() + 1, unit));
            }
            addresses.add(address.get());
          }
          return new Good<>(List.copyOf(addresses));
        });
  }

  private static boolean isWhole(String item) {
    return item.indexOf('*') < 0 && Recipients.wellFormed(item);
  }
}
