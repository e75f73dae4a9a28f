package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Request;

/** Asks for the password. Who checks it is the server. */
final class LoginPage {

  private LoginPage() {}

  static Answer of(Request request) {
    boolean wrong = request.parameter("wrong").isPresent();
    var field =
        tag("input")
            .with("type", "password")
            .with("name", "password")
            .with("id", "password")
            .with("autocomplete", "current-password")
            .when(true, "required")
            .when(true, "autofocus");
    return Frame.plain(
        200,
        "Log in",
        request,
        tag("section", "login panel")
            .with("aria-labelledby", "login-h")
            .of(
                tag("h1").with("id", "login-h").of("Log in"),
                wrong
                    ? tag("p", "wrong")
                        .with("id", "wrong")
                        .with("role", "alert")
                        .of(Shape.WRONG.before("That was not it, or there were too many tries."))
                    : Html.NOTHING,
                Frame.form(request, "/login")
                    .of(
                        Frame.hidden("to", request.parameter("to").orElse("/")),
                        tag("label").with("for", "password").of("Password"),
                        wrong
                            ? field.with("aria-invalid", "true").with("aria-describedby", "wrong")
                            : field,
                        Frame.button("Log in"))));
  }
}
