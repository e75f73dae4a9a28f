package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Concern;
import dev.otpost.message.Reach;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Situation.Ear;
import dev.otpost.web.desk.Situation.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How otpost stands, and what asks for the operator. */
record StandingPart(Situation situation, Instant now) {

  Html html() {
    return Frame.part("standing", "standing").of(verdict(), concerns(), facts());
  }

  private Html verdict() {
    int count = situation.concerns().size();
    // Mail that is held is no fault of otpost's, but asks for somebody all the same.
    boolean well = situation.well() && count == 0;
    var words = well ? "All is well" : count == 0 ? "Something needs you" : needs(count) + " you";
    return tag("div", well ? "verdict well" : "verdict ill")
        .of(
            Shape.wellIf(well).picture(),
            tag("h1").of(words),
            tag("p")
                .of(
                    text("otpost " + situation.version() + " runs since "),
                    Words.day(situation.since()),
                    text(" (" + Words.length(Duration.between(situation.since(), now)) + ")")));
  }

  private static String needs(int count) {
    return count == 1 ? "One thing needs" : count + " things need";
  }

  private Html concerns() {
    return situation.concerns().isEmpty()
        ? Html.nothing()
        : tag("ul", "concerns").of(each(situation.concerns(), StandingPart::concern));
  }

  private static Tag concern(Concern concern) {
    var about =
        concern.about().isEmpty()
            ? text("")
            : Html.all(text(" ("), Words.theirs(concern.about()), text(")"));
    return tag("li")
        .of(
            Shape.ATTENTION.picture(),
            tag("div")
                .of(
                    tag("p", "what").of(text(capital(concern.kind().meaning())), about),
                    tag("p").of(Words.theirs(concern.because())),
                    Words.todo(concern.kind().asks())));
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private Html facts() {
    return tag("div", "facts")
        .of(
            fact("Mail comes in by", each(situation.listeners(), StandingPart::ear)),
            fact("Skyvern", each(situation.skyverns(), StandingPart::reach)),
            situation.mailboxes().isEmpty()
                ? Html.nothing()
                : fact("Mailboxes", each(situation.mailboxes(), StandingPart::mailbox)));
  }

  private static Tag fact(String name, Html items) {
    return tag("div", "fact").of(tag("h2").of(name), tag("ul").of(items));
  }

  private static Tag ear(Ear ear) {
    return tag("li")
        .of(
            ear.alive() ? Shape.DONE.before(ear.name()) : Shape.WRONG.before(ear.name()),
            tag("span", "detail")
                .of(
                    tag("span", "at").of(ear.host() + ":" + ear.port()),
                    text(ear.alive() ? " since " : " is down since "),
                    Words.shortly(ear.since())));
  }

  private static Tag reach(Reach reach) {
    boolean untried = reach.state() == Reach.State.ANSWERS && reach.answeredAt().isEmpty();
    var shape =
        switch (reach.state()) {
          case ANSWERS -> untried ? Shape.OPEN : Shape.DONE;
          case SILENT, BARRED -> Shape.WRONG;
          case UNPAID -> Shape.ATTENTION;
        };
    var meaning =
        switch (reach.state()) {
          case ANSWERS -> untried ? "nothing was posted yet" : "reachable, the key is accepted";
          case SILENT, BARRED, UNPAID -> reach.state().meaning();
        };
    return tag("li")
        .of(
            shape.before(reach.routes()),
            untried
                ? tag("span", "detail").of(meaning)
                : tag("span", "detail").of(text(meaning + " since "), Words.shortly(reach.since())),
            reach
                .answeredAt()
                .<Html>map(at -> tag("span", "detail").of(text("last answer "), Words.shortly(at)))
                .orElse(Html.nothing()),
            reach.because().isEmpty()
                ? Html.nothing()
                : tag("span", "detail").of(Words.theirs(reach.because())));
  }

  private static Tag mailbox(Mailbox mailbox) {
    return tag("li")
        .of(
            Shape.wellIf(mailbox.well()).before(mailbox.account() + " · " + mailbox.folder()),
            tag("span", "detail")
                .of(
                    text(mailbox.state() + ": " + mailbox.meaning()),
                    mailbox
                        .aliveAt()
                        .map(at -> Html.all(text("; last heard "), Words.shortly(at)))
                        .orElse(Html.nothing()),
                    mailbox
                        .mailAt()
                        .map(at -> Html.all(text("; last mail "), Words.shortly(at)))
                        .orElse(text("; no mail yet"))),
            mailbox.trouble().isEmpty()
                ? Html.nothing()
                : tag("span", "detail").of(Words.theirs(mailbox.trouble())));
  }
}
