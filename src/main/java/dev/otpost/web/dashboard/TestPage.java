package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Checkup;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.http.Request;
import java.util.Optional;

/** Sends a test mail, and shows how far it came. */
record TestPage(Request request, Optional<Checkup> result) {

  Html[] html() {
    return new Html[] {
      tag("section", "test")
          .with("aria-labelledby", "test-h")
          .of(
              tag("h1").with("id", "test-h").of("Send a test mail"),
              tag("p")
                  .of(
                      "A mail of otpost's own goes the whole way: in by the listener, into the"
                          + " spool, to Skyvern under a test identifier, and is looked for there."
                          + " It takes some seconds."),
              Frame.form(request, "/test").of(Frame.button("Send a test mail")),
              result.map(TestPage::result).orElse(Html.nothing()))
    };
  }

  private static Html result(Checkup checkup) {
    return tag("div", "panel result")
        .with("role", "status")
        .of(
            tag("h2")
                .of(
                    Shape.wellIf(checkup.passed())
                        .before(
                            checkup.passed()
                                ? "It came all the way"
                                : "It did not come all the way")),
            tag("ol", "steps").of(each(checkup.steps(), TestPage::step)));
  }

  private static Tag step(Checkup.Step step) {
    var verdict =
        switch (step.verdict()) {
          case PASSED -> "passed";
          case FAILED -> "failed";
          case SKIPPED -> "not tried";
        };
    return tag("li")
        .of(
            Shape.of(step.verdict()).before(step.title()),
            tag("span", "took")
                .of(verdict + step.took().map(it -> " in " + Words.length(it)).orElse("")),
            step.because().isEmpty()
                ? text("")
                : tag("p", "detail").of(Words.theirs(step.because())),
            step.asks().isEmpty() ? text("") : Words.todo(step.asks()));
  }
}
