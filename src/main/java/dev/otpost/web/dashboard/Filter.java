package dev.otpost.web.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Selection;
import dev.otpost.web.http.Request;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which mails the operator wants to see, as it stands in the address of the page. What cannot be
 * understood leaves out none.
 *
 * @param before only those that came before the one of this id; empty for the newest
 */
record Filter(Selection selection, Optional<Long> before) {

  /** How many are shown at once. */
  static final int SHOWN = 25;

  static Filter of(Request request) {
    return new Filter(
        new Selection(
            request.parameter("state").flatMap(it -> one(State.values(), it)),
            request.parameter("kind").flatMap(it -> one(Kind.values(), it)),
            request.parameter("source").flatMap(it -> one(Source.values(), it)),
            request.parameter("identifier").map(Identifier::new),
            request.parameter("site").map(it -> it.strip().toLowerCase(Locale.ROOT)),
            Optional.empty(),
            Optional.empty(),
            request.parameter("text").map(String::strip)),
        request.parameter("before").flatMap(Filter::number));
  }

  /** Whether it leaves out any. */
  boolean isNarrow() {
    return !selection.equals(Selection.ALL);
  }

  /** The address of the page that begins behind this id; of the newest, if there is none. */
  String address(Optional<Long> behind) {
    var query =
        Stream.of(
                parameter("state", selection.state().map(State::word)),
                parameter("kind", selection.kind().map(Kind::word)),
                parameter("source", selection.source().map(Source::word)),
                parameter("identifier", selection.identifier().map(Identifier::value)),
                parameter("site", selection.site()),
                parameter("text", selection.text()),
                parameter("before", behind.map(String::valueOf)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "/#mails" : "/?" + query + "#mails";
  }

  private static Optional<String> parameter(String name, Optional<String> value) {
    return value.map(it -> name + "=" + URLEncoder.encode(it, UTF_8));
  }

  private static <E extends Enum<E>> Optional<E> one(E[] all, String word) {
    return Stream.of(all).filter(it -> it.name().equalsIgnoreCase(word)).findFirst();
  }

  private static Optional<Long> number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }
}
