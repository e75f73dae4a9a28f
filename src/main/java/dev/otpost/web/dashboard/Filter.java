package dev.otpost.web.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Selection;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.http.Request;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
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
record Filter(
    Optional<State> state,
    Optional<Kind> kind,
    Optional<Way> way,
    Optional<String> site,
    Optional<String> identifier,
    Optional<Long> before) {

  /** How many are shown at once. */
  static final int SHOWN = 25;

  /** How many are looked at for them at most; more are looked at on the next page. */
  static final int LOOKED_AT = 2_000;

  private static final int AT_ONCE = 200;

  /** How a mail came in, as far as its record tells. */
  enum Way {
    MAILBOX,
    NETWORK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Way of(Entry entry) {
      return entry.place().isPresent() ? MAILBOX : NETWORK;
    }
  }

  static Filter of(Request request) {
    return new Filter(
        request.parameter("state").flatMap(it -> one(State.values(), it)),
        request.parameter("kind").flatMap(it -> one(Kind.values(), it)),
        request.parameter("source").flatMap(it -> one(Way.values(), it)),
        request.parameter("site").map(it -> it.strip().toLowerCase(Locale.ROOT)),
        request.parameter("identifier").map(String::strip),
        request.parameter("before").flatMap(Filter::number));
  }

  /** Whether it leaves out any. */
  boolean isNarrow() {
    return Stream.of(state, kind, way, site, identifier).anyMatch(Optional::isPresent);
  }

  /** What is found of them, and whether and behind which id there may be more. */
  record Found(List<Entry> entries, Optional<Long> next) {}

  Found find(Desk desk) throws IOException {
    var selection = new Selection(state, identifier.map(Identifier::new), site, Optional.empty());
    var found = new ArrayList<Entry>();
    var from = before;
    for (int seen = 0; seen < LOOKED_AT; ) {
      // What the spool cannot leave out by itself is left out here, a bounded number at a time.
      var listing =
          desk.messages(selection, from, kind.isPresent() || way.isPresent() ? AT_ONCE : SHOWN);
      for (var entry : listing.entries()) {
        from = Optional.of(entry.id());
        seen++;
        if (admits(entry)) {
          found.add(entry);
        }
        if (found.size() == SHOWN) {
          boolean last = entry.equals(listing.entries().getLast()) && !listing.more();
          return new Found(found, last ? Optional.empty() : from);
        }
      }
      if (!listing.more()) {
        return new Found(found, Optional.empty());
      }
    }
    return new Found(found, from);
  }

  /** The address of the page that begins behind this id; of the newest, if there is none. */
  String address(Optional<Long> behind) {
    var query =
        Stream.of(
                parameter("state", state.map(State::word)),
                parameter("kind", kind.map(Kind::word)),
                parameter("source", way.map(Way::word)),
                parameter("site", site),
                parameter("identifier", identifier),
                parameter("before", behind.map(String::valueOf)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "/#mails" : "/?" + query + "#mails";
  }

  private boolean admits(Entry entry) {
    return kind.map(it -> it == entry.kind()).orElse(true)
        && way.map(it -> it == Way.of(entry)).orElse(true);
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
