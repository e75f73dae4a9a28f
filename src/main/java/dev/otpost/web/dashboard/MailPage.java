package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Concern;
import dev.otpost.message.Dkim;
import dev.otpost.message.Kind;
import dev.otpost.message.Lane;
import dev.otpost.message.State;
import dev.otpost.spool.Entry;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.desk.Story;
import dev.otpost.web.http.Request;
import java.util.Locale;

/** One mail's whole story, and what can be done with it. */
record MailPage(Story story, Request request) {

  /**
   * @param above what is to be said first, such as what came of a button
   * @param text of the mail, if it was asked for
   */
  Html[] html(Html above, Html text) {
    return new Html[] {
      above,
      Frame.part("story", "story").of(head(), actions()),
      text,
      tag("div", "columns")
          .of(
              Frame.part("way", "panel", "What became of it").of(new Timeline(story).html()),
              Frame.part("facts", "panel", "What is known of it").of(facts()))
    };
  }

  private Html head() {
    var entry = story.entry();
    return tag("div")
        .of(
            tag("p", "crumb")
                .of(text("Mail " + entry.id() + ", received "), Words.day(entry.receivedAt())),
            tag("h1").of(text(what(entry.kind()) + " for "), Words.identifier(entry)),
            tag("p", "standing-of")
                .of(Words.state(entry.state()), text(" – " + entry.state().meaning())),
            asks(entry));
  }

  static String title(Entry entry) {
    return "Mail " + entry.id();
  }

  private static String what(Kind kind) {
    return switch (kind) {
      case CODE -> "A code";
      case MAGIC_LINK -> "A link to sign in";
      case AMBIGUOUS -> "Several codes";
      case NONE -> "A mail without a code";
      case GMAIL_CONFIRMATION -> "Gmail's question";
    };
  }

  private static Html asks(Entry entry) {
    if (!entry.state().isForOperator()) {
      return Html.nothing();
    }
    boolean question = entry.state() == State.HELD && entry.kind() == Kind.GMAIL_CONFIRMATION;
    return Words.todo(question ? Concern.Kind.GMAIL_CONFIRMATION.asks() : entry.state().asks());
  }

  private Html actions() {
    return tag("div", "actions")
        .of(
            switch (story.entry().state()) {
              case PENDING -> all(retry("Try now"), act("drop", "Drop"), anyway());
              case HELD, REFUSED -> all(retry("Retry"), act("drop", "Drop"), anyway());
              case EXPIRED, SUPERSEDED, IGNORED -> all(anyway(), act("drop", "Drop"));
              case DROPPED -> all(retry("Retry"), anyway());
              case DELIVERED, SERVED -> anyway();
            },
            story.entry().erased()
                ? tag("p", "detail").of("Its text has been erased.")
                : act("reveal", "Reveal the text"));
  }

  /** Gmail's questions never are, nor what is for nobody, or gone. */
  private boolean canBePosted() {
    var entry = story.entry();
    return entry.kind() != Kind.GMAIL_CONFIRMATION
        && entry.identifier().isPresent()
        && !entry.erased();
  }

  private Html retry(String label) {
    return canBePosted() ? act("retry", label) : Html.nothing();
  }

  private Tag act(String action, String label) {
    return Frame.form(request, path(action)).of(Frame.button(label).with("class", action));
  }

  private Html anyway() {
    if (!canBePosted()) {
      return Html.nothing();
    }
    return tag("details", "anyway")
        .with("id", "anyway")
        .of(
            tag("summary").of("Post anyway …"),
            tag("p")
                .of(
                    "It is posted whatever was posted meanwhile, also if it is too old or Skyvern"
                        + " has it already. A run that waits may take it for a new one."),
            act("post", "Post it anyway"));
  }

  private String path(String action) {
    return "/messages/" + story.entry().id() + "/" + action;
  }

  private Html facts() {
    var entry = story.entry();
    return tag("dl", "known")
        .of(
            fact("Identifier", Words.identifier(entry)),
            fact("Why", Words.theirs(Words.here(entry.because()), "not known")),
            fact("Kind", text(Words.kind(entry.kind()))),
            entry.evidence().isEmpty()
                ? Html.nothing()
                : fact("Recognised by", Words.theirs(entry.evidence())),
            fact("Route", text(entry.route().isEmpty() ? Lane.DEFAULT_ROUTE : entry.route())),
            fact("Recipient", Words.theirs(entry.recipient(), "none")),
            fact("Site", Words.site(entry)),
            fact("Mail from", Words.theirs(entry.mailFrom(), "nobody (<>)")),
            fact("Signature", signature(entry.dkim())),
            fact("Peer", Words.theirs(entry.peer(), "none")),
            entry
                .place()
                .map(it -> fact("Lay in", Words.theirs(it.folder() + ", UID " + it.uid())))
                .orElse(Html.nothing()),
            fact("Size", text(String.format(Locale.ROOT, "%,d bytes", entry.size()))),
            entry.identifier().isPresent()
                ? fact("Of use until", Words.exactly(entry.life().end()))
                : Html.nothing(),
            entry.forced() ? fact("Forced", text("by the operator")) : Html.nothing(),
            entry.note().isEmpty() ? Html.nothing() : fact("Note", Words.theirs(entry.note())));
  }

  private static Html signature(Dkim dkim) {
    return all(
        text(dkim.verdict().word()),
        dkim.domain().isEmpty() ? text("") : all(text(" of "), Words.theirs(dkim.domain())),
        dkim.because().isEmpty() ? text("") : all(text(": "), Words.theirs(dkim.because())));
  }

  private static Html fact(String name, Html value) {
    return tag("div").of(tag("dt").of(name), tag("dd").of(value));
  }
}
