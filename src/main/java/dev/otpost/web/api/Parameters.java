package dev.otpost.web.api;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Selection;
import dev.otpost.web.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a request says beside its path. A mistake names the parameter and what it takes. */
record Parameters(Request request) {

  /** The most that one answer lists. */
  static final int MOST = 200;

  private static final int USUAL = 50;

  /** No identifier, domain or reason is longer that anybody would type. */
  private static final int LONGEST_TEXT = 200;

  /** What the spool can note as microseconds, by far. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /** No others than these, and each of them once. */
  void expectOnly(String... names) throws Mistake {
    for (var given : request.query().entrySet()) {
      if (!List.of(names).contains(given.getKey())) {
        throw new Mistake(
            400,
            "Unknown parameter",
            "%s is not known here; %s"
                .formatted(
                    given.getKey(),
                    names.length == 0
                        ? "ask without parameters"
                        : "there are " + String.join(", ", names)));
      }
      if (given.getValue().size() > 1) {
        throw Mistake.parameter(given.getKey(), "one value, so give it once");
      }
    }
  }

  Selection selection() throws Mistake {
    return new Selection(
        word("state", State.values(), State::word),
        word("kind", Kind.values(), Kind::word),
        word("source", sources(), Source::word),
        read("identifier", "a mail address or phone number", Identifier::new),
        read("site", "a domain", it -> it.toLowerCase(Locale.ROOT)),
        time("since"),
        time("until"),
        read("search", "at most %d characters".formatted(LONGEST_TEXT), Parameters::text));
  }

  /** What comes into the spool. */
  static Source[] sources() {
    return Stream.of(Source.values()).filter(it -> it != Source.FILE).toArray(Source[]::new);
  }

  int limit() throws Mistake {
    return number("limit", MOST, "a number from 1 to " + MOST).map(Long::intValue).orElse(USUAL);
  }

  Optional<Long> before() throws Mistake {
    return number("before", Long.MAX_VALUE, "the id of a message, as in next");
  }

  /** The id in the path. */
  long id() throws Mistake {
    return number(request.variable("id"), Long.MAX_VALUE)
        .orElseThrow(() -> Mistake.parameter("id", "the number of a message"));
  }

  /** The path of what follows behind this message, with the same filters. */
  String next(long last) {
    var query =
        Stream.concat(
                request.query().entrySet().stream()
                    .filter(it -> !it.getKey().equals("before") && !it.getValue().isEmpty())
                    .sorted(Map.Entry.comparingByKey())
                    .map(it -> it.getKey() + "=" + encoded(it.getValue().getFirst())),
                Stream.of("before=" + last))
            .collect(Collectors.joining("&"));
    return request.path() + "?" + query;
  }

  /**
   * One of these words.
   *
   * @param word that each value is called by
   */
  <T> Optional<T> word(String name, T[] values, Function<T, String> word) throws Mistake {
    var text = request.parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Stream.of(values)
            .filter(it -> word.apply(it).equals(text.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    Mistake.parameter(
                        name,
                        "one of "
                            + Stream.of(values).map(word).collect(Collectors.joining(", ")))));
  }

  private interface Reader<T> {
    /**
     * @throws DateTimeException if it is not understood
     * @throws IllegalArgumentException likewise
     */
    T read(String text);
  }

  private <T> Optional<T> read(String name, String takes, Reader<T> reader) throws Mistake {
    var text = request.parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(text.get()));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Mistake.parameter(name, takes);
    }
  }

  private Optional<Instant> time(String name) throws Mistake {
    return read(name, "a time such as 2026-11-22T10:00:00Z", Parameters::instant);
  }

  private static Instant instant(String text) {
    var instant = OffsetDateTime.parse(text).toInstant();
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)) {
      throw new DateTimeException("beyond what is kept");
    }
    return instant;
  }

  private static String text(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("too long");
    }
    return text;
  }

  private Optional<Long> number(String name, long most, String takes) throws Mistake {
    var text = request.parameter(name);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(number(text.get(), most).orElseThrow(() -> Mistake.parameter(name, takes)));
  }

  private static Optional<Long> number(String text, long most) {
    try {
      return Optional.of(Long.parseLong(text)).filter(it -> it >= 1 && it <= most);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
