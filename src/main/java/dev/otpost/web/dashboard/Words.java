package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.link;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How things are said on all pages alike. */
final class Words {

  private static final DateTimeFormatter SHORT = inUtc("d MMM HH:mm:ss 'UTC'");
  private static final DateTimeFormatter MINUTE = inUtc("HH:mm 'UTC'");
  private static final DateTimeFormatter DAY = inUtc("yyyy-MM-dd HH:mm:ss 'UTC'");
  private static final DateTimeFormatter EXACT = inUtc("yyyy-MM-dd HH:mm:ss.SSS 'UTC'");

  private static final Pattern LISTING =
      Pattern.compile("otpost queue list --state (?<state>[a-z]+)|otpost confirmations");

  private Words() {}

  /** Something that a stranger wrote. It cannot turn round the writing next to it. */
  static Html theirs(String text) {
    return tag("bdi").of(text);
  }

  /** The same, or that there is nothing. */
  static Html theirs(String text, String ifNothing) {
    return text.isEmpty() ? tag("span", "none").of(ifNothing) : theirs(text);
  }

  static Html identifier(Entry entry) {
    return theirs(entry.identifier().map(Identifier::value).orElse(""), "no identifier");
  }

  /** A text message has none: the domain that it is kept under is of nobody. */
  static Html site(Entry entry) {
    return entry.source() == Source.SMS
        ? tag("span", "none").of("a text message")
        : theirs(entry.site(), "unknown");
  }

  static Html state(State state) {
    return Shape.of(state).before(state.word());
  }

  /** As people write it: {@code magic link}. */
  static String kind(Kind kind) {
    return switch (kind) {
      case NONE -> "no code";
      case CODE, MAGIC_LINK, AMBIGUOUS, GMAIL_CONFIRMATION -> kind.word().replace('_', ' ');
    };
  }

  /** What the spool says in the words of the command line, in those of these pages. */
  static String here(String told) {
    return told.replace("--force posts", "\"post anyway\" posts")
        .replace("queue show tells", "this page tells")
        .replace("`otpost confirmations` shows", "the overview shows")
        .replace("otpost queue drop takes", "\"drop\" takes");
  }

  /** What the operator should do; what the command line would list is a link to where it is. */
  static Html todo(String asks) {
    var words = here(asks);
    var listing = LISTING.matcher(words);
    return listing.find()
        ? todo(
            text(words.substring(0, listing.start())),
            Optional.ofNullable(listing.group("state"))
                .map(it -> link("/?state=" + it + "#mails").of("see what is " + it))
                .orElseGet(() -> link("/#confirmations").of("the overview")),
            text(words.substring(listing.end())))
        : todo(text(words));
  }

  private static Html todo(Html... words) {
    return tag("p", "asks").of(text("To do: "), all(words));
  }

  static Html minute(Instant at) {
    return time(at, "minute", MINUTE);
  }

  /** With the day, but for today where that is known. */
  static Html shortly(Instant at) {
    return time(at, "short", SHORT);
  }

  static Html day(Instant at) {
    return time(at, "day", DAY);
  }

  /** To the millisecond. */
  static Html exactly(Instant at) {
    return time(at, "exact", EXACT);
  }

  private static Tag time(Instant at, String as, DateTimeFormatter format) {
    return tag("time")
        .with("datetime", at.toString())
        .with("data-as", as)
        .of(format.format(at.atOffset(ZoneOffset.UTC)));
  }

  /** As a person would say it: {@code 3 ms}, {@code 1.2 s}, {@code 2 min 5 s}, {@code 4 d 2 h}. */
  static String length(Duration length) {
    if (length.isNegative()) {
      return "−" + length(length.negated());
    }
    if (length.toMillis() < 1_000) {
      return length.toMillis() + " ms";
    }
    if (length.toSeconds() < 10) {
      return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1_000.0);
    }
    var parts =
        new String[] {
          unit(length.toDays(), "d"),
          unit(length.toHoursPart(), "h"),
          unit(length.toMinutesPart(), "min"),
          unit(length.toSecondsPart(), "s")
        };
    int first = IntStream.range(0, 3).filter(i -> !parts[i].isEmpty()).findFirst().orElse(3);
    return Stream.of(parts)
        .skip(first)
        .limit(2)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  static String count(long count, String one, String several) {
    return count == 1 ? "1 " + one : String.format(Locale.ROOT, "%,d %s", count, several);
  }

  private static String unit(long count, String unit) {
    return count == 0 ? "" : count + " " + unit;
  }

  private static DateTimeFormatter inUtc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
