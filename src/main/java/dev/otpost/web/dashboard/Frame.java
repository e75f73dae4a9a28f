package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Tag.link;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Request;
import java.util.List;
import java.util.Map;

/** What all pages look like round about. */
final class Frame {

  private static final List<Map.Entry<String, String>> PAGES =
      List.of(Map.entry("/", "Overview"), Map.entry("/test", "Test"));

  private Frame() {}

  /** A page for the operator. */
  static Answer.Whole page(int status, String title, Request request, Html... main) {
    var top =
        top(
            link("/").with("class", "brand").of("otpost"),
            tag("nav")
                .with("aria-label", "Pages")
                .of(tag("ul").of(Html.each(PAGES, it -> tag("li").of(entrance(it, request))))),
            request.caller().loggedIn()
                ? form(request, "/logout").with("class", "out").of(button("Sign out"))
                : Html.nothing());
    return answer(status, title, all(top, main(main).when(isAsked(request), "data-live")));
  }

  /** A page for anybody: it leads nowhere. */
  static Answer.Whole plain(int status, String title, Html... main) {
    return answer(status, title, all(top(tag("span", "brand").of("otpost")), main(main)));
  }

  /** A form that changes something. */
  static Tag form(Request request, String action) {
    return tag("form")
        .with("method", "post")
        .with("action", action)
        .of(hidden("csrf", request.caller().session().orElse("")));
  }

  static Tag hidden(String name, String value) {
    return tag("input").with("type", "hidden").with("name", name).with("value", value);
  }

  static Tag button(String label) {
    return tag("button").with("type", "submit").of(label);
  }

  /** A part that is fetched anew when something changes. */
  static Tag part(String id, String classes) {
    return tag("section", classes).with("id", id).when(true, "data-part");
  }

  /** A part with a heading that names it. */
  static Tag part(String id, String classes, String heading) {
    return part(id, classes)
        .with("aria-labelledby", id + "-h")
        .of(tag("h2").with("id", id + "-h").of(heading));
  }

  private static boolean isAsked(Request request) {
    return request.method().equals("GET");
  }

  private static Tag main(Html... inside) {
    return tag("main").with("id", "main").with("tabindex", -1).of(inside);
  }

  private static Answer.Whole answer(int status, String title, Html body) {
    var document =
        tag("html")
            .with("lang", "en")
            .of(
                tag("head")
                    .of(
                        tag("meta").with("charset", "utf-8"),
                        meta("viewport", "width=device-width, initial-scale=1"),
                        meta("color-scheme", "light dark"),
                        tag("title").of(title + " · otpost"),
                        tag("link").with("rel", "icon").with("href", Asset.ICON.path()),
                        tag("link").with("rel", "stylesheet").with("href", Asset.STYLE.path()),
                        tag("script").with("src", Asset.SCRIPT.path()).when(true, "defer")),
                tag("body")
                    .of(
                        link("#main").with("class", "skip").of("Skip to the content"),
                        body,
                        tag("footer").of(tag("p").with("id", "news").with("role", "status"))));
    return Answer.html(status, document.document());
  }

  private static Tag meta(String name, String content) {
    return tag("meta").with("name", name).with("content", content);
  }

  private static Tag top(Html... inside) {
    return tag("header", "top").of(inside);
  }

  private static Html entrance(Map.Entry<String, String> page, Request request) {
    var entrance = link(page.getKey()).of(page.getValue());
    return request.path().equals(page.getKey()) ? entrance.with("aria-current", "page") : entrance;
  }
}
