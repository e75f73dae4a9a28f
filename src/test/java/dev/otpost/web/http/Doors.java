package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Secret;
import dev.otpost.web.http.HttpSettings.Access;
import dev.otpost.web.http.HttpSettings.Limits;
import dev.otpost.web.http.HttpSettings.Outside;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A server with pages for everybody, for the operator and for the outside, and a browser at it. */
final class Doors {

  static final String PASSWORD = "correct horse";
  static final String TOKEN = "t".repeat(32);
  static final String PAGE = "Accept: text/html,*/*";
  static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  static final Access LOCKED =
      new Access(new Secret(PASSWORD), List.of(new Secret("u".repeat(32)), new Secret(TOKEN)));

  static final List<Resource> RESOURCES =
      List.of(
          Resource.get("/health", Audience.OUTSIDE, _ -> Answer.text(200, "up")),
          Resource.post("/totp", Audience.OUTSIDE, _ -> Answer.text(200, "code")),
          Resource.get(
              "/sign", Audience.OUTSIDE, it -> Answer.text(200, it.field("X-Sign").orElse("none"))),
          Resource.get("/login", Audience.ANYBODY, Doors::tellSession),
          Resource.get("/", Audience.OPERATOR, Doors::tellSession),
          Resource.get("/who", Audience.OPERATOR, Doors::tellCaller),
          Resource.get("/health/who", Audience.OUTSIDE, Doors::tellCaller),
          Resource.get("/health/all", Audience.OUTSIDE, Doors::tellWhetherAll),
          Resource.get("/events", Audience.OPERATOR, _ -> new Answer.Events(Doors::tell)),
          Resource.post("/drop", Audience.OPERATOR, _ -> Answer.text(200, "dropped")));

  private static Answer tellSession(Request request) {
    return Answer.text(200, request.caller().session().orElse("none"));
  }

  private static Answer tellCaller(Request request) {
    var caller = request.caller();
    return Answer.text(200, caller.address() + " " + caller.secure() + " " + caller.origin());
  }

  private static Answer tellWhetherAll(Request request) {
    return Answer.text(200, String.valueOf(request.isByOperator()));
  }

  private static void tell(Answer.Listener listener) throws IOException, InterruptedException {
    listener.event("open", "");
    new CountDownLatch(1).await();
  }

  static HttpSettings settings(Access access) {
    return settings("127.0.0.1", access);
  }

  static HttpSettings settings(String host, Access access) {
    return new HttpSettings(
        host,
        0,
        Optional.of(new Outside("127.0.0.1", 0)),
        Optional.of(URI.create("https://codes.example.com/x")),
        access,
        List.of("desk.example.com"),
        List.of(),
        false,
        Limits.DEFAULT);
  }

  static WebServer start(Access access) throws IOException {
    return WebServer.start(settings(access), RESOURCES);
  }

  static Caller.Reply login(WebServer web, Caller.Reply before, String password, String to)
      throws IOException {
    return change(
        web,
        "/login",
        before.body()
            + "&password="
            + password.replace(' ', '+')
            + "&to="
            + URLEncoder.encode(to, UTF_8),
        before.cookie());
  }

  static Caller.Reply change(WebServer web, String path, String csrf, String cookie)
      throws IOException {
    return Caller.post(
        web.address(),
        "POST",
        path,
        "csrf=" + csrf,
        FORM,
        "Cookie: " + cookie,
        "Origin: http://localhost:" + web.address().getPort());
  }

  static Caller.Reply ask(WebServer web, Caller.Reply as) throws IOException {
    return Caller.ask(web.address(), "GET", "/", PAGE, "Cookie: " + as.cookie());
  }

  private Doors() {}
}
