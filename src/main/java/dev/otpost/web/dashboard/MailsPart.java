package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.link;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Hops;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Story;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The last mails, and the form that says which. */
record MailsPart(Filter filter, List<Story> stories, Optional<Long> next, Map<State, Long> counts) {

  private static final List<String> HEADS =
      List.of(
          "Received",
          "Identifier",
          "Site",
          "Kind",
          "State",
          "Reason",
          "Durable → posted → answered");

  static MailsPart of(Desk desk, Filter filter, Map<State, Long> counts) throws IOException {
    var found = desk.messages(filter.selection(), filter.before(), Filter.SHOWN);
    var stories = new ArrayList<Story>();
    for (var entry : found.entries()) {
      // One that was never tried has nothing to tell but itself.
      stories.add(
          (entry.attempts() > 0 ? desk.message(entry.id()) : Optional.<Story>empty())
              .orElseGet(() -> new Story(entry, List.of(), List.of())));
    }
    var next = found.more() ? Optional.of(found.entries().getLast().id()) : Optional.<Long>empty();
    return new MailsPart(filter, stories, next, counts);
  }

  Html html() {
    return tag("section", "mails")
        .with("id", "mails")
        .with("aria-labelledby", "mails-h")
        .of(
            tag("h2").with("id", "mails-h").of("Mails"),
            form(),
            Frame.part("rows", "rows")
                .with("aria-label", "Mails found")
                .of(stories.isEmpty() ? none() : table(), pages()));
  }

  private Html form() {
    return tag("form", "filter")
        .with("method", "get")
        .with("action", "/")
        .with("role", "search")
        .with("aria-label", "Mails")
        .of(
            choice(
                "state",
                "State",
                State.values(),
                filter.selection().state(),
                State::word,
                this::counted),
            choice(
                "kind", "Kind", Kind.values(), filter.selection().kind(), Kind::word, Words::kind),
            choice(
                "source",
                "Source",
                Source.values(),
                filter.selection().source(),
                Source::word,
                Source::word),
            field("site", "Site", filter.selection().site()),
            field(
                "identifier", "Identifier", filter.selection().identifier().map(Identifier::value)),
            field("text", "Search", filter.selection().text()),
            tag("div", "go")
                .of(
                    Frame.button("Show"),
                    filter.isNarrow() ? link("/#mails").of("Show all") : Html.nothing()));
  }

  private String counted(State state) {
    return state.word() + " (" + counts.getOrDefault(state, 0L) + ")";
  }

  private static <T> Html choice(
      String name,
      String label,
      T[] values,
      Optional<T> chosen,
      Function<T, String> word,
      Function<T, String> words) {
    return tag("label")
        .of(
            tag("span").of(label),
            tag("select")
                .with("name", name)
                .of(
                    tag("option").with("value", "").of("any"),
                    each(
                        List.of(values),
                        it ->
                            tag("option")
                                .with("value", word.apply(it))
                                .when(chosen.filter(it::equals).isPresent(), "selected")
                                .of(words.apply(it)))));
  }

  private static Html field(String name, String label, Optional<String> value) {
    return tag("label")
        .of(
            tag("span").of(label),
            tag("input")
                .with("name", name)
                .with("value", value.orElse(""))
                .with("placeholder", "any")
                .with("autocomplete", "off")
                .with("spellcheck", "false"));
  }

  private Html none() {
    return tag("p", "empty")
        .of(
            filter.isNarrow() || filter.before().isPresent()
                ? text("No mail is like that.")
                : all(
                    text("No mail has come yet. "),
                    link("/test").of("Send a test mail"),
                    text(", or forward one.")));
  }

  /** The roles are said because on a telephone the table is laid out as none. */
  private Html table() {
    return tag("table")
        .with("role", "table")
        .of(
            tag("caption", "unseen").of("Mails, the newest first"),
            tag("thead")
                .with("role", "rowgroup")
                .of(
                    tag("tr")
                        .with("role", "row")
                        .of(
                            each(
                                HEADS,
                                it ->
                                    tag("th")
                                        .with("scope", "col")
                                        .with("role", "columnheader")
                                        .of(it)))),
            tag("tbody").with("role", "rowgroup").of(each(stories, MailsPart::row)));
  }

  private static Tag row(Story story) {
    var entry = story.entry();
    return tag("tr", entry.state().word())
        .with("role", "row")
        .with("data-id", entry.id())
        .of(
            cell(
                "when",
                link("/messages/" + entry.id())
                    .with("aria-label", "Mail " + entry.id())
                    .of(Words.shortly(entry.receivedAt()))),
            cell("who", Words.identifier(entry)),
            cell("site", Words.site(entry)),
            cell("kind", text(Words.kind(entry.kind()))),
            cell("state", Words.state(entry.state())),
            cell("why", reason(entry)),
            cell("way", way(story.hops())));
  }

  private static Html cell(String classes, Html inside) {
    return tag("td", classes).with("role", "cell").of(inside);
  }

  private static Html reason(Entry entry) {
    return entry.note().isEmpty()
        ? Words.theirs(Words.here(entry.because()))
        : all(
            Words.theirs(entry.note()),
            tag("span", "detail").of(Words.theirs(Words.here(entry.because()))));
  }

  /** How long after it was received each hop was. */
  private static Html way(Hops hops) {
    return tag("ol", "hops")
        .of(
            Stream.of(
                    hop("durable", hops, hops.durable()),
                    hop("posted", hops, hops.posted()),
                    hop("answered", hops, hops.answered()))
                .flatMap(Optional::stream)
                .toArray(Html[]::new));
  }

  private static Optional<Html> hop(String name, Hops hops, Optional<Instant> at) {
    return at.map(
        it ->
            tag("li")
                .of(
                    tag("span", "unseen").of(name),
                    text(" "),
                    tag("span", "took").of(Words.length(hops.after(it)))));
  }

  private Html pages() {
    return tag("nav", "pages")
        .with("aria-label", "Pages of mails")
        .of(
            filter.before().isPresent()
                ? link(filter.address(Optional.empty())).of("Newest")
                : Html.nothing(),
            next.isPresent() ? link(filter.address(next)).of("Older") : Html.nothing());
  }
}
