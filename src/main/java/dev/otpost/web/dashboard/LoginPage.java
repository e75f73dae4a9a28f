package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Request;

/**
 * Asks for the password. Who checks it is the server, which shows the page again if it is wrong.
 */
final class LoginPage {

  private LoginPage() {}

  static Answer of(Request request) {
    var failed = request.parameter("failed");
    return Frame.plain(
        200,
        "Log in",
        tag("section", "login panel")
            .with("aria-labelledby", "login-h")
            .of(
                tag("h1").with("id", "login-h").of("Log in"),
                failed.<Html>map(LoginPage::failure).orElse(Html.nothing()),
                Frame.form(request, "/login")
                    .of(
                        Frame.hidden("to", request.parameter("to").orElse("/")),
                        tag("label").with("for", "password").of("Password"),
                        failed.isPresent()
                            ? field()
                                .with("aria-invalid", "true")
                                .with("aria-describedby", "failure")
                            : field(),
                        Frame.button("Log in"))));
  }

  private static Tag field() {
    return tag("input")
        .with("type", "password")
        .with("name", "password")
        .with("id", "password")
        .with("autocomplete", "current-password")
        .when(true, "required")
        .when(true, "autofocus");
  }

  private static Tag failure(String failed) {
    var why =
        failed.equals("busy")
            ? "There were too many tries. Wait a minute, then try again."
            : "That is not the password.";
    return tag("p").with("id", "failure").with("role", "alert").of(Shape.WRONG.before(why));
  }
}
