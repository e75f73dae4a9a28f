package dev.otpost.web.http;

import static dev.otpost.web.http.Doors.FORM;
import static dev.otpost.web.http.Doors.LOCKED;
import static dev.otpost.web.http.Doors.PAGE;
import static dev.otpost.web.http.Doors.PASSWORD;
import static dev.otpost.web.http.Doors.RESOURCES;
import static dev.otpost.web.http.Doors.TOKEN;
import static dev.otpost.web.http.Doors.ask;
import static dev.otpost.web.http.Doors.change;
import static dev.otpost.web.http.Doors.login;
import static dev.otpost.web.http.Doors.settings;
import static dev.otpost.web.http.Doors.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.log.LogLines;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.web.http.HttpSettings.Access;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see and do what, over real HTTP: logins, tokens and sessions. */
class AccessTest {

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
}
