package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.link;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.spool.Confirmation;
import dev.otpost.web.dashboard.html.GoogleLink;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.http.Request;
import java.util.List;

/** Gmail's questions that wait for the operator, with what answers them. */
record ConfirmationsPart(List<Confirmation> waiting, Request request) {

  Html html() {
    return waiting.isEmpty()
        ? Frame.part("confirmations", "absent").with("aria-label", "Gmail's questions")
        : Frame.part("confirmations", "confirmations panel", "Gmail asks whether it may forward")
            .of(tag("ul").of(each(waiting, this::question)));
  }

  private Tag question(Confirmation it) {
    return tag("li")
        .of(
            tag("p", "what")
                .of(
                    it.mailbox().map(Words::theirs).orElse(text("A mailbox")),
                    text(" wants to forward to "),
                    Words.theirs(it.recipient())),
            it.code()
                .map(
                    code ->
                        (Html)
                            tag("p")
                                .of(
                                    text("Type this code into Gmail's settings: "),
                                    tag("code", "code").of(Words.theirs(code))))
                .orElse(Html.nothing()),
            it.link().map(ConfirmationsPart::answer).orElse(Html.nothing()),
            tag("p", "detail")
                .of(
                    link("/messages/" + it.id()).of("Mail " + it.id()),
                    text(", received "),
                    Words.shortly(it.receivedAt()),
                    text(". Signature: " + it.dkim().verdict().word()),
                    it.dkim().domain().isEmpty()
                        ? text("")
                        : Html.all(text(" of "), Words.theirs(it.dkim().domain()))),
            it.note().isEmpty() ? Html.nothing() : tag("p", "detail").of(Words.theirs(it.note())),
            Frame.form(request, "/messages/" + it.id() + "/drop")
                .of(Frame.button("Take it off the list")));
  }

  private static Html answer(String url) {
    return GoogleLink.of(url)
        .map(
            google ->
                (Html)
                    tag("p", "answer")
                        .of(
                            Tag.link(google).with("class", "button").of("Say yes at Google"),
                            text(" "),
                            tag("span", "detail").of("opens " + google.host())))
        .orElseGet(
            () ->
                tag("p")
                    .of(
                        text("Its link does not lead to Google, so do not trust it: "),
                        tag("code").of(Words.theirs(url))));
  }
}
