package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.log.LogLines;
import dev.otpost.message.Network;
import dev.otpost.message.PasswordHash;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see and do what, over real HTTP. */
class AccessTest {

  private static final String PASSWORD = "correct horse";
  private static final String TOKEN = "t".repeat(32);
  private static final String PAGE = "Accept: text/html,*/*";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final Access LOCKED =
      new Access(new Secret(PASSWORD), List.of(new Secret("u".repeat(32)), new Secret(TOKEN)));

  private static final List<Resource> RESOURCES =
      List.of(
          Resource.get("/health", Audience.OUTSIDE, _ -> Answer.text(200, "up")),
          Resource.post("/totp", Audience.OUTSIDE, _ -> Answer.text(200, "code")),
          Resource.get(
              "/sign", Audience.OUTSIDE, it -> Answer.text(200, it.field("X-Sign").orElse("none"))),
          Resource.get("/login", Audience.ANYBODY, AccessTest::tellSession),
          Resource.get("/", Audience.OPERATOR, AccessTest::tellSession),
          Resource.get("/who", Audience.OPERATOR, AccessTest::tellCaller),
          Resource.get("/health/who", Audience.OUTSIDE, AccessTest::tellCaller),
          Resource.get("/health/all", Audience.OUTSIDE, AccessTest::tellWhetherAll),
          Resource.get("/events", Audience.OPERATOR, _ -> new Answer.Events(AccessTest::tell)),
          Resource.post("/drop", Audience.OPERATOR, _ -> Answer.text(200, "dropped")));

  @Test
  void lockedSendsABrowserToTheLoginAndTellsAProgramToShowAToken() throws Exception {
    try (var web = start(LOCKED)) {
      var browser = Caller.ask(web.address(), "GET", "/?q=a&b=c", PAGE);
      assertEquals(303, browser.status());
      assertEquals("/login?to=%2F%3Fq%3Da%26b%3Dc", browser.field("location"));

      var program = Caller.ask(web.address(), "GET", "/");
      assertEquals(401, program.status());
      assertEquals("Bearer realm=\"otpost\"", program.field("www-authenticate"));
      assertEquals("application/problem+json", program.field("content-type"));
      assertEquals(401, Caller.post(web.address(), "POST", "/drop", "").status());
    }
  }

  @Test
  void eachTokenOpensEverythingAndNoOtherDoes() throws Exception {
    try (var web = start(LOCKED)) {
      for (var token : LOCKED.tokens()) {
        var bearer = "Authorization: bearer " + token.value();
        assertEquals(200, Caller.ask(web.address(), "GET", "/", bearer).status());
        assertEquals("dropped", Caller.post(web.address(), "POST", "/drop", "", bearer).body());
      }
      for (var wrong : List.of(TOKEN + "t", TOKEN.substring(1), "", PASSWORD)) {
        var bearer = "Authorization: Bearer " + wrong;
        assertEquals(401, Caller.ask(web.address(), "GET", "/", bearer).status());
      }
      assertEquals(401, Caller.ask(web.address(), "GET", "/?token=" + TOKEN).status());
    }
  }

  @Test
  void neitherOfTwoTokensOpensAnythingNorADoubledSignIsShownToWhoAnswers() throws Exception {
    try (var web = start(LOCKED)) {
      var right = "Authorization: Bearer " + TOKEN;
      for (var path : List.of("/", "/health/who", "/health/all", "/nowhere")) {
        assertEquals(400, Caller.ask(web.address(), "GET", path, right, right).status(), path);
        assertEquals(
            400,
            Caller.ask(web.address(), "GET", path, "Authorization: Basic eA==", right).status());
      }
      assertEquals("a", Caller.ask(web.address(), "GET", "/sign", "X-Sign: a").body());
      assertEquals(
          "none", Caller.ask(web.address(), "GET", "/sign", "X-Sign: a", "X-Sign: b").body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clear", "hashed", "token"})
  void aBrowserLogsInAndOut(String with) throws Exception {
    var access =
        with.equals("hashed")
            ? new Access(
                new Secret(PasswordHash.make(new Secret(PASSWORD), PasswordHash.FEWEST).text()),
                List.of())
            : LOCKED;
    try (var web = start(access)) {
      var before = Caller.ask(web.address(), "GET", "/login", PAGE);
      assertTrue(
          before
              .field("set-cookie")
              .matches("otpost=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict"),
          before::toString);

      var in = login(web, before, with.equals("token") ? TOKEN : PASSWORD, "/?q=a");
      assertEquals(303, in.status());
      assertEquals("/?q=a", in.field("location"));
      assertNotEquals(before.cookie(), in.cookie());
      var page = Caller.ask(web.address(), "GET", "/", PAGE, "Cookie: a=b; " + in.cookie());
      assertEquals(200, page.status());
      assertEquals("", page.field("set-cookie"));
      assertEquals(303, ask(web, before).status());

      var out = change(web, "/logout", page.body(), in.cookie());
      assertEquals("/login", out.field("location"));
      assertEquals(303, ask(web, in).status());
    }
  }

  @Test
  void aWrongPasswordLeadsBackAndIsNotToBeTriedForEver() throws Exception {
    try (var web = start(LOCKED)) {
      var before = Caller.ask(web.address(), "GET", "/login", PAGE);
      for (int i = 0; i < 5; i++) {
        var wrong = login(web, before, "wrong horse", "/x");
        assertEquals("/login?failed=wrong&to=%2Fx", wrong.field("location"));
        assertEquals("", wrong.field("set-cookie"));
      }
      var busy = login(web, before, PASSWORD, "/x");
      assertEquals("/login?failed=busy&to=%2Fx", busy.field("location"));
      var bearer = "Authorization: Bearer " + TOKEN;
      assertEquals(200, Caller.ask(web.address(), "GET", "/", bearer).status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "elsewhere",
        "",
        "/a\r\nb",
        "/\t/elsewhere.example"
      })
  void theLoginLeadsNowhereElse(String to) throws Exception {
    try (var web = start(LOCKED)) {
      var before = Caller.ask(web.address(), "GET", "/login", PAGE);

      assertEquals("/", login(web, before, PASSWORD, to).field("location"));
    }
  }

  @Test
  void anotherPasswordLogsAllOut() throws Exception {
    try (var web = start(LOCKED)) {
      var in = login(web, Caller.ask(web.address(), "GET", "/login", PAGE), PASSWORD, "/");
      web.useAccessOf(settings(LOCKED));
      assertEquals(200, ask(web, in).status());

      web.useAccessOf(settings(new Access(new Secret("battery staple"), List.of())));

      assertEquals(303, ask(web, in).status());
      var bearer = "Authorization: Bearer " + TOKEN;
      assertEquals(401, Caller.ask(web.address(), "GET", "/", bearer).status());
    }
  }

  @Test
  void openAsksForNoLoginButChangesOnlyWhatAPageOfOursAsksFor() throws Exception {
    try (var web = start(Access.OPEN)) {
      var page = Caller.ask(web.address(), "GET", "/", PAGE);
      assertEquals(200, page.status());
      var csrf = page.body();

      assertEquals("dropped", change(web, "/drop", csrf, page.cookie()).body());
      assertEquals(
          "dropped",
          Caller.post(
                  web.address(),
                  "POST",
                  "/drop",
                  "",
                  "Cookie: " + page.cookie(),
                  "X-CSRF-Token: " + csrf,
                  "Sec-Fetch-Site: same-origin")
              .body());

      var other = Caller.ask(web.address(), "GET", "/", PAGE);
      assertEquals(403, change(web, "/drop", "", page.cookie()).status());
      assertEquals(403, change(web, "/drop", csrf, other.cookie()).status());
      assertEquals(403, change(web, "/drop", other.body(), page.cookie()).status());
      assertEquals(403, change(web, "/drop", csrf, "a=b").status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://elsewhere.example",
    "Origin: null",
    "Origin: http://localhost:1",
    "X: no origin at all",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site",
    "Sec-Fetch-Site: none"
  })
  void changesNothingForAPageOfOthersThoughItKnowsTheToken(String field) throws Exception {
    try (var web = start(Access.OPEN)) {
      var page = Caller.ask(web.address(), "GET", "/", PAGE);

      var reply =
          Caller.post(
              web.address(),
              "POST",
              "/drop",
              "csrf=" + page.body(),
              FORM,
              "Cookie: " + page.cookie(),
              field);

      assertEquals(403, reply.status());
    }
  }

  @Test
  void aLinkOfAnotherSiteLeadsInWithoutLoggingAnybodyOut() throws Exception {
    try (var web = start(LOCKED)) {
      var reply = Caller.ask(web.address(), "GET", "/?q='a&b", PAGE, "Sec-Fetch-Site: cross-site");

      assertEquals(200, reply.status());
      assertEquals("", reply.field("set-cookie"));
      assertTrue(reply.body().contains("content=\"0; url=/?q=&#39;a&amp;b\""), reply::body);
      var away =
          Caller.ask(
              web.address(), "GET", "//elsewhere.example/", PAGE, "Sec-Fetch-Site: cross-site");
      assertFalse(away.body().contains("elsewhere"), away::body);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8080, 200",
    "localhost., 200",
    "otpost.localhost, 200",
    "127.0.0.1:1, 200",
    "[::1], 200",
    "192.0.2.1:8080, 200",
    "desk.example.com, 200",
    "codes.example.com, 200",
    "evil.example, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "xdesk.example.com, 421"
  })
  void answersOnlyByItsNames(String host, int status) throws Exception {
    try (var web = start(Access.OPEN)) {
      assertEquals(status, Caller.ask(web.address(), "GET", "/", "Host: " + host).status());
      assertEquals(
          status == 200 ? 404 : 421,
          Caller.ask(web.address(), "GET", "/nothing", "Host: " + host).status());
      // Who is outside shows what it knows, and no cookie: a rebound name gains nothing there.
      assertEquals(200, Caller.ask(web.address(), "GET", "/health", "Host: " + host).status());
    }
  }

  @Test
  void aListedProxySaysWhoAsksAndOthersDoNot() throws Exception {
    try (var web = start(LOCKED)) {
      var reply =
          Caller.ask(
              web.address(),
              "GET",
              "/who",
              "Authorization: Bearer " + TOKEN,
              "X-Forwarded-For: 192.0.2.7",
              "X-Forwarded-Proto: https");
      assertEquals("127.0.0.1 false http://localhost:" + web.address().getPort(), reply.body());
    }
    var behind =
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.empty(),
            LOCKED,
            List.of("desk.example.com"),
            List.of(Network.of("127.0.0.0/8").orElseThrow()),
            false,
            Limits.DEFAULT);
    try (var web = WebServer.start(behind, RESOURCES)) {
      var reply =
          Caller.ask(
              web.address(),
              "GET",
              "/login",
              PAGE,
              "Host: desk.example.com",
              "Forwarded: for=192.0.2.7;proto=https");
      assertTrue(reply.field("set-cookie").startsWith("__Host-otpost="), reply::toString);
      assertTrue(reply.field("set-cookie").endsWith("; Secure"), reply::toString);
      var in =
          Caller.post(
              web.address(),
              "POST",
              "/login",
              "password=correct+horse&csrf=" + reply.body(),
              FORM,
              "Host: desk.example.com",
              "Forwarded: for=192.0.2.7;proto=https",
              "Origin: https://desk.example.com",
              "Cookie: " + reply.cookie());
      assertEquals(303, in.status());
      assertEquals("/", in.field("location"));
      // A rebound name stays one, whatever the page says besides.
      var rebound =
          Caller.ask(
              web.address(),
              "GET",
              "/who",
              "Host: evil.example",
              "X-Forwarded-For: 192.0.2.7",
              "X-Forwarded-Host: desk.example.com");
      assertEquals(421, rebound.status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.7",
        "X-Forwarded-Host: otpost.example.com",
        "Forwarded: for=192.0.2.7",
        "Via: 1.1 proxy",
        "X-Real-IP: 192.0.2.7"
      })
  void openIsForThisMachineAndNotForWhomAProxyAsks(String field) throws Exception {
    try (var web = start(Access.OPEN)) {
      assertEquals(403, Caller.ask(web.address(), "GET", "/", field).status());
      assertEquals(200, Caller.ask(web.address(), "GET", "/health", field).status());
      assertEquals("false", Caller.ask(web.address(), "GET", "/health/all", field).body());
    }
  }

  @Test
  void openTellsAllToThisMachineAndNotToAPageUnderAReboundName() throws Exception {
    try (var web = start(Access.OPEN)) {
      assertEquals("true", Caller.ask(web.address(), "GET", "/health/all").body());
      var rebound = Caller.ask(web.address(), "GET", "/health/all", "Host: evil.example");
      assertEquals("false", rebound.body());
      var outside = web.outsideAddress().orElseThrow();
      assertEquals("false", Caller.ask(outside, "GET", "/health/all").body());
    }
  }

  @Test
  void aReloadWithoutAPasswordOpensNothingToOthers() throws Exception {
    try (var web = WebServer.start(settings("0.0.0.0", LOCKED), RESOURCES)) {
      web.useAccessOf(settings(Access.OPEN));

      assertEquals(401, Caller.ask(web.address(), "GET", "/").status());
      var bearer = "Authorization: Bearer " + TOKEN;
      assertEquals(200, Caller.ask(web.address(), "GET", "/", bearer).status());
    }
  }

  @Test
  void strangersCannotFillTheLog() throws Exception {
    try (var web = start(LOCKED);
        var log = LogLines.of(Login.class)) {
      var before = Caller.ask(web.address(), "GET", "/login", PAGE);
      for (int i = 0; i < 10; i++) {
        login(web, before, "wrong horse", "/");
        assertEquals(303, change(web, "/logout", before.body(), before.cookie()).status());
      }

      assertEquals(5, log.said("login peer=127.0.0.1 verdict=wrong").size());
      assertEquals(1, log.said("login peer=127.0.0.1 verdict=busy").size());
      assertEquals(0, log.said("logout").size());
    }
  }

  @Test
  void readsALoginAsLongAsItMayBeAndNoLonger() throws Exception {
    try (var web = start(LOCKED)) {
      var form = "x".repeat(16 << 10);
      assertEquals(403, Caller.post(web.address(), "POST", "/login", form, FORM).status());
      assertEquals(413, Caller.post(web.address(), "POST", "/login", form + "x", FORM).status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout", "other keys"})
  void aStreamOfEventsEndsWithWhatItWasAskedBy(String how) throws Exception {
    try (var web = start(LOCKED);
        var listener = new Caller(web.address())) {
      var in = login(web, Caller.ask(web.address(), "GET", "/login", PAGE), PASSWORD, "/");
      listener.send(
          "GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: " + in.cookie() + "\r\n\r\n");
      assertEquals(200, listener.read().status());

      switch (how) {
        case "logout" -> change(web, "/logout", ask(web, in).body(), in.cookie());
        default -> web.useAccessOf(settings(new Access(new Secret("battery staple"), List.of())));
      }

      assertTrue(listener.rest().endsWith("\r\n0\r\n\r\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /nothing, localhost,    404, Not found",
    "POST, /,        localhost,    405, Method not allowed",
    "POST, /drop,    localhost,    401, Not logged in",
    "GET,  /,        evil.example, 421, Not this host"
  })
  void tellsPeopleOnAPageWhatItTellsProgramsInJson(
      String method, String path, String host, int status, String title) throws Exception {
    Faults faults = (code, words, _) -> Answer.html(code, "<h1>" + words + "</h1>");
    try (var web = WebServer.start(settings(LOCKED), RESOURCES, Optional.empty(), faults)) {
      var person = Caller.ask(web.address(), method, path, PAGE, "Host: " + host);
      var program = Caller.ask(web.address(), method, path, "Host: " + host);

      assertEquals(status, person.status());
      assertEquals("<h1>" + title + "</h1>", person.body());
      assertEquals(status, program.status());
      assertEquals("application/problem+json", program.field("content-type"));
      for (var name : List.of("allow", "www-authenticate")) {
        assertEquals(program.field(name), person.field(name));
      }
      var outside =
          Caller.ask(web.outsideAddress().orElseThrow(), "GET", "/", PAGE, "Host: " + host);
      assertEquals(404, outside.status());
      assertEquals("application/problem+json", outside.field("content-type"));
    }
  }

  @Test
  void thePublicPortHasNothingForTheOperator() throws Exception {
    try (var web = start(LOCKED)) {
      var outside = web.outsideAddress().orElseThrow();
      assertEquals("code", Caller.post(outside, "POST", "/totp", "").body());
      assertEquals(200, Caller.ask(outside, "GET", "/health").status());
      for (var path : List.of("/", "/login", "/who")) {
        assertEquals(404, Caller.ask(outside, "GET", path).status());
      }
      for (var path : List.of("/login", "/logout", "/drop")) {
        var bearer = "Authorization: Bearer " + TOKEN;
        assertEquals(404, Caller.post(outside, "POST", path, "", bearer).status());
      }
      assertEquals("code", Caller.post(web.address(), "POST", "/totp", "").body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /", "GET /nothing", "POST /drop", "PUT /health", "GET /health", "BAD"})
  void everyAnswerIsFencedIn(String request) throws Exception {
    try (var web = start(LOCKED);
        var caller = new Caller(web.address())) {
      var fields = caller.send(request + " HTTP/1.1\r\nHost: localhost\r\n\r\n").read().fields();

      assertEquals("no-store", fields.get("cache-control"));
      assertEquals("nosniff", fields.get("x-content-type-options"));
      assertEquals("DENY", fields.get("x-frame-options"));
      assertEquals("same-origin", fields.get("referrer-policy"));
      assertEquals("same-origin", fields.get("cross-origin-opener-policy"));
      assertEquals("same-origin", fields.get("cross-origin-resource-policy"));
      assertTrue(fields.containsKey("permissions-policy"));
      assertEquals(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          fields.get("content-security-policy"));
      for (var none : List.of("server", "date", "etag", "last-modified")) {
        assertFalse(fields.containsKey(none), none);
      }
    }
  }

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

  private static HttpSettings settings(Access access) {
    return settings("127.0.0.1", access);
  }

  private static HttpSettings settings(String host, Access access) {
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

  private static WebServer start(Access access) throws IOException {
    return WebServer.start(settings(access), RESOURCES);
  }

  private static Caller.Reply login(WebServer web, Caller.Reply before, String password, String to)
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

  private static Caller.Reply change(WebServer web, String path, String csrf, String cookie)
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

  private static Caller.Reply ask(WebServer web, Caller.Reply as) throws IOException {
    return Caller.ask(web.address(), "GET", "/", PAGE, "Cookie: " + as.cookie());
  }
}
