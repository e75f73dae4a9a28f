package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import dev.otpost.message.Address;
import dev.otpost.message.Identifier;
import dev.otpost.message.Recipients;
import dev.otpost.message.Secret;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.RoutingSettings.Alias;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Forms of values that are words: names, addresses, paths, keys. */
final class Words {

  /** The most characters of a secret; a key of Skyvern has a few hundred. */
  static final int MAX_SECRET = 4096;

  // RFC 5321 4.1.2: a domain, or an address literal in brackets; underscores occur in real host
  // names.
  private static final Pattern HOSTNAME =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_])?|\\[[A-Za-z0-9:.]{2,64}]");

  // A name or IPv4 address, or an IPv6 address with at least two colons and perhaps a zone.
  private static final Pattern LISTEN =
      Pattern.compile(
          "[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*(?:%[A-Za-z0-9_.-]+)?");

  // RFC 1918, RFC 4193, RFC 3927; RFC 6761, 6762, 8375 and what is common for names in one's own
  // house.
  private static final Pattern NEARBY =
      Pattern.compile(
          "(?:127|10)(?:\\.\\d+){3}|192\\.168(?:\\.\\d+){2}|169\\.254(?:\\.\\d+){2}"
              + "|172\\.(?:1[6-9]|2\\d|3[01])(?:\\.\\d+){2}|\\[(?:::1|f[cd].*|fe80:.*)]"
              + "|[^.:]+|.+\\.(?:local|localhost|internal|lan|home|home\\.arpa|test)",
          Pattern.CASE_INSENSITIVE);

  // A domain of two labels at least; a star would be everybody.
  private static final Pattern SITE = Pattern.compile("[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)+");

  private static final Pattern IDENTIFIER = Pattern.compile("[^\\s,<>\\p{C}]{1,320}");

  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.-]{0,100}");

  private Words() {}

  /** Yes or no. */
  static Form<Boolean> yesOrNo() {
    return new Form<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> new Good<>(true);
              case "false", "no", "off" -> new Good<>(false);
              default -> new Bad<>("give true or false");
            });
  }

  /** One of the constants of an enum, in lower case. */
  static <E extends Enum<E>> Form<E> oneOf(Class<E> type) {
    var constants = type.getEnumConstants();
    var words = Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    int last = words.size() - 1;
    var unit = String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    return new Form<>(
        unit,
        text ->
            Arrays.stream(constants)
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .<Reading<E>>map(Good::new)
                .orElseGet(() -> new Bad<>("give " + unit)));
  }

  /** The name that a mail server greets with. */
  static Form<String> hostname() {
    var unit = "a host name like gw.example.com";
    return new Form<>(
        unit,
        text -> HOSTNAME.matcher(text).matches() ? new Good<>(text) : new Bad<>("give " + unit));
  }

  /**
   * An address to listen on, without a port; whether it is one of this machine's shows when it is
   * bound.
   */
  static Form<String> listen() {
    var unit = "an IP address of this machine, without a port";
    return new Form<>(
        unit,
        text -> LISTEN.matcher(text).matches() ? new Good<>(text) : new Bad<>("give " + unit));
  }

  /** Likewise, and nothing for all addresses. */
  static Form<String> listenOrAll() {
    var one = listen();
    return new Form<>(one.unit(), text -> text.isEmpty() ? new Good<>("") : one.read(text));
  }

  /** A host to connect to; empty if nobody says. */
  static Form<String> host() {
    var unit = "a host name like imap.example.com, or an IP address, without a port";
    return new Form<>(
        unit,
        text ->
            text.isEmpty() || LISTEN.matcher(text).matches()
                ? new Good<>(text)
                : new Bad<>("give " + unit));
  }

  /**
   * Absolute, for what a relative one would be relative to changes from command to command; empty
   * if there is none.
   */
  static Form<Optional<Path>> path() {
    var unit = "an absolute path, like /var/lib/otpost";
    return new Form<>(
        unit,
        text -> {
          if (text.isEmpty()) {
            return new Good<>(Optional.empty());
          }
          try {
            var path = Path.of(text);
            return path.isAbsolute() ? new Good<>(Optional.of(path)) : new Bad<>("give " + unit);
          } catch (InvalidPathException e) {
            return new Bad<>("give " + unit);
          }
        });
  }

  /** A key, which may stand in an HTTP header; empty if there is none. */
  static Form<Secret> secret() {
    return secret("key");
  }

  /** Likewise, and called so. */
  static Form<Secret> secret(String what) {
    return new Form<>(
        "the %s itself, printable ASCII without blanks".formatted(what),
        true,
        false,
        text -> {
          if (text.length() > MAX_SECRET) {
            return new Bad<>(
                "this cannot be a %s, it is too long (%d at most)".formatted(what, MAX_SECRET));
          }
          for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
              return new Bad<>(
                  "character %d cannot be part of a %s (a blank, a line break or not ASCII);"
                          .formatted(i + 1, what)
                      + " copy the %s again".formatted(what));
            }
          }
          return new Good<>(new Secret(text));
        });
  }

  /** Several of them, separated by commas or blanks: what {@link #apart} takes apart. */
  static Form<Secret> secrets() {
    return new Form<>(
        "keys, separated by commas, each printable ASCII without blanks",
        true,
        false,
        text -> {
          for (var one : apart(new Secret(text))) {
            if (secret().read(one.value()) instanceof Bad<Secret>(var whatToDo)) {
              return new Bad<>(whatToDo);
            }
          }
          return new Good<>(new Secret(text));
        });
  }

  static List<Secret> apart(Secret several) {
    return Arrays.stream(several.value().split("[,\\s]+", -1))
        .filter(it -> !it.isEmpty())
        .map(Secret::new)
        .toList();
  }

  /** Addresses at this gateway, separated by commas; there may be none. */
  static Form<Recipients> recipients() {
    var unit = "addresses like otp@gw.example.com or *@gw.example.com, separated by commas";
    return new Form<>(
        unit,
        text -> {
          var patterns = list(text);
          for (int i = 0; i < patterns.size(); i++) {
            if (!Recipients.wellFormed(patterns.get(i))) {
              return new Bad<>("number %d is no address; give %s".formatted(i + 1, unit));
            }
          }
          return new Good<>(new Recipients(patterns));
        });
  }

  /** Patterns for the recipients of a route; there may be none. */
  static Form<Wildcards> addresses() {
    return wildcards(
        "addresses like otp+acme@gw.example.com, or patterns like *@acme.example.com, separated by"
            + " commas",
        Stream::of,
        item -> Address.of(item).isPresent());
  }

  /** Patterns for sites: a domain is all addresses in it and below it. */
  static Form<Wildcards> sites() {
    return wildcards(
        "domains like github.com, or addresses like noreply@*.github.com, separated by commas",
        item -> item.contains("@") ? Stream.of(item) : Stream.of("*@" + item, "*@*." + item),
        item -> item.contains("@") ? Address.of(item).isPresent() : SITE.matcher(item).matches());
  }

  /** Patterns for whoever writes; there may be none. */
  static Form<Wildcards> senders() {
    return wildcards(
        "addresses like noreply@github.com, or patterns like *@github.com, separated by commas",
        Stream::of,
        item -> Address.of(item).isPresent());
  }

  /** Patterns for identifiers, phone numbers too. */
  static Form<Wildcards> identifiers() {
    return wildcards(
        "identifiers like john@example.com or +4915112345678, or patterns like *@example.com,"
            + " separated by commas",
        Stream::of,
        Words::isIdentifier);
  }

  /** Patterns, of which each item of the list makes some. */
  static Form<Wildcards> wildcards(
      String unit, Function<String, Stream<String>> patterns, Predicate<String> wellFormed) {
    return new Form<>(
        unit,
        text -> {
          var items = list(text);
          for (int i = 0; i < items.size(); i++) {
            if (!wellFormed.test(items.get(i))) {
              return new Bad<>("number %d is none; give %s".formatted(i + 1, unit));
            }
          }
          return new Good<>(new Wildcards(items.stream().flatMap(patterns).toList()));
        });
  }

  /** What Skyvern waits for; empty if nobody says. */
  static Form<Optional<Identifier>> identifier() {
    var unit = "an identifier like john@example.com or +4915112345678";
    return new Form<>(
        unit,
        text ->
            text.isEmpty()
                ? new Good<>(Optional.empty())
                : isIdentifier(text) && text.indexOf('*') < 0
                    ? new Good<>(Optional.of(new Identifier(text)))
                    : new Bad<>("give " + unit));
  }

  /** Other names of identifiers; there may be none. */
  static Form<List<Alias>> aliases() {
    var unit =
        "alias: identifier in lines of their own, or alias=identifier, separated by commas; an"
            + " alias may be a pattern like john+*@gmail.com";
    return new Form<>(
        unit,
        false,
        true,
        text -> {
          var pairs = list(text);
          var aliases = new LinkedHashMap<String, Alias>();
          for (int i = 0; i < pairs.size(); i++) {
            // The last one: an alias may have one in its local part.
            int equals = pairs.get(i).lastIndexOf('=');
            var alias = pairs.get(i).substring(0, Math.max(equals, 0)).strip();
            var identifier = pairs.get(i).substring(equals + 1).strip();
            if (!isIdentifier(alias)
                || !(identifier().read(identifier) instanceof Good<Optional<Identifier>>(var value))
                || value.isEmpty()) {
              return new Bad<>("number %d is none; give %s".formatted(i + 1, unit));
            }
            var one = new Alias(new Wildcards(List.of(alias)), value.get());
            if (aliases.putIfAbsent(alias.toLowerCase(Locale.ROOT), one) != null) {
              return new Bad<>("number %d stands there twice; leave one".formatted(i + 1));
            }
          }
          return new Good<>(List.copyOf(aliases.values()));
        });
  }

  /** Anything that can be posted as an identifier, or a pattern of such. */
  private static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches();
  }

  /** A short text without blanks; empty if nobody gives one. */
  static Form<String> label(String unit) {
    return new Form<>(
        unit, text -> LABEL.matcher(text).matches() ? new Good<>(text) : new Bad<>("give " + unit));
  }

  /** Likewise of Skyvern itself; empty if it is the same as elsewhere. */
  static Form<Optional<URI>> baseUrlIfAny() {
    return baseUrl().ifAny();
  }

  /**
   * Where Skyvern is; nothing may stand in it that is secret or would be in the way of what is
   * added.
   */
  static Form<URI> baseUrl() {
    var unit = "a URL like https://api.skyvern.com";
    return new Form<>(
        unit,
        text -> {
          try {
            var url = new URI(text);
            var scheme = url.getScheme();
            if (!("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
              return new Bad<>("give " + unit + ", beginning with https:// or http://");
            }
            if (url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
              return new Bad<>(
                  "give it without user, password, ? and #; the key has a place of its own");
            }
            return url.getHost() == null || url.getPort() > 65_535
                ? new Bad<>("give " + unit)
                : new Good<>(url);
          } catch (URISyntaxException e) {
            return new Bad<>("give " + unit);
          }
        });
  }

  /**
   * Whether what is sent to {@code url} travels in clear through networks of others: http, to a
   * host that is neither this machine, nor in a private network, nor a bare name or one under a
   * domain of local use. Looks at the text only and asks no name server.
   */
  static boolean isOpenRoad(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) && isElsewhere(url.getHost());
  }

  /** Whether networks of others may lie on the way to {@code host}, likewise. */
  static boolean isElsewhere(String host) {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return !NEARBY.matcher(bare ? "[" + host + "]" : host).matches();
  }

  /** The items of a comma list, without white space round them and without empty ones. */
  static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
