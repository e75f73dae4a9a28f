package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Kind;
import dev.otpost.message.State;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Serving;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.desk.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened to a mail, in the order in which it did. */
record Timeline(Story story) {

  private record Event(Instant at, Shape shape, String what, Html more) {}

  Html html() {
    return tag("ol", "timeline").of(each(events(), this::item));
  }

  private List<Event> events() {
    var entry = story.entry();
    var events = new ArrayList<Event>();
    events.add(new Event(entry.receivedAt(), Shape.DONE, "received", whence()));
    entry.durableAt().ifPresent(at -> events.add(event(at, Shape.DONE, "durable", "on the disk")));
    story.attempts().forEach(it -> events.add(attempt(it)));
    story.servings().forEach(it -> events.add(serving(it)));
    entry
        .endedAt()
        // Whoever fetched it ended it: that is one thing, not two.
        .filter(_ -> entry.state() != State.SERVED || story.servings().isEmpty())
        .ifPresent(
            at ->
                events.add(
                    new Event(
                        at,
                        Shape.of(entry.state()),
                        entry.state().word(),
                        all(
                            text(entry.state().meaning()),
                            entry.note().isEmpty()
                                ? text("")
                                : all(text(": "), Words.theirs(entry.note()))))));
    // Those of one instant stay in this order.
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  private Html whence() {
    var entry = story.entry();
    return all(
        text("from "),
        Words.theirs(entry.site(), "an unknown site"),
        entry
            .place()
            .map(it -> all(text(", in "), Words.theirs(it.folder().toString())))
            .orElseGet(
                () ->
                    entry.peer().isEmpty()
                        ? text("")
                        : all(text(", handed over by "), Words.theirs(entry.peer()))),
        text(", for "),
        Words.theirs(entry.recipient(), "nobody"),
        tag("span", "detail")
            .of(
                text(Words.kind(entry.kind()) + ", for "),
                Words.identifier(entry),
                text(": "),
                Words.theirs(Words.here(entry.because()), "no reason was noted")));
  }

  private Event attempt(Attempt attempt) {
    boolean question = story.entry().kind() == Kind.GMAIL_CONFIRMATION;
    var took =
        attempt
            .endedAt()
            .map(at -> "answered in " + Words.length(Duration.between(attempt.startedAt(), at)))
            .orElse("no end is known");
    return new Event(
        attempt.startedAt(),
        shape(attempt),
        (question ? "opened, attempt " : "posted, attempt ") + attempt.number(),
        all(
            text((question ? "" : attempt.form().word().replace('_', ' ') + ", ") + took),
            attempt.word().isEmpty()
                ? text("")
                : all(text(": "), tag("strong").of(Words.theirs(attempt.word()))),
            attempt.because().isEmpty()
                ? text("")
                : tag("span", "detail").of(Words.theirs(attempt.because()))));
  }

  /** By the word of its outcome: what was neither taken nor refused is to be tried again. */
  private static Shape shape(Attempt attempt) {
    if (attempt.endedAt().isEmpty()) {
      return Shape.OPEN;
    }
    return switch (attempt.word()) {
      case "delivered" -> Shape.DONE;
      case "refused" -> Shape.WRONG;
      default -> Shape.UNDER_WAY;
    };
  }

  private static Event serving(Serving serving) {
    var run = serving.run().isEmpty() ? serving.task() : serving.run();
    return new Event(
        serving.at(),
        Shape.DONE,
        "served",
        all(text("fetched by "), Words.theirs(run, "a run that did not say its name")));
  }

  private static Event event(Instant at, Shape shape, String what, String more) {
    return new Event(at, shape, what, text(more));
  }

  private Tag item(Event event) {
    return tag("li")
        .of(
            tag("div", "at")
                .of(
                    Words.exactly(event.at()),
                    tag("span", "after")
                        .of(
                            "+ "
                                + Words.length(
                                    Duration.between(story.entry().receivedAt(), event.at())))),
            tag("div", "what").of(event.shape().before(event.what()), tag("p").of(event.more())));
  }
}
