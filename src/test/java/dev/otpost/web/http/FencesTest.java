package dev.otpost.web.http;

import static dev.otpost.web.http.Doors.FORM;
import static dev.otpost.web.http.Doors.LOCKED;
import static dev.otpost.web.http.Doors.PAGE;
import static dev.otpost.web.http.Doors.RESOURCES;
import static dev.otpost.web.http.Doors.TOKEN;
import static dev.otpost.web.http.Doors.settings;
import static dev.otpost.web.http.Doors.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Network;
import dev.otpost.web.http.HttpSettings.Access;
import dev.otpost.web.http.HttpSettings.Limits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets no further, whatever they know: other sites, other names, strangers behind a proxy. */
class FencesTest {

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
}
