package dev.otpost.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.web.http.HttpSettings.Limits;
import dev.otpost.web.http.HttpSettings.Outside;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may take of the server, over real sockets. */
@Isolated("it measures times")
class HttpLimitsTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int CROWD = 10_000;

  private static final Answer.Whole LARGE =
      new Answer.Whole(200, "text/plain", Body.of(new byte[32 << 20]), Map.of());

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  private final List<Resource> resources =
      List.of(
          Resource.get("/health", Audience.OUTSIDE, _ -> Answer.text(200, "up")),
          Resource.get("/large", Audience.OUTSIDE, _ -> LARGE),
          Resource.get("/slow", Audience.OUTSIDE, _ -> slow()),
          Resource.get("/events", Audience.OUTSIDE, _ -> new Answer.Events(this::tell)),
          Resource.post(
              "/echo", Audience.OUTSIDE, request -> Answer.text(200, request.body().text())));

  @Test
  void readsAHeaderAsLongAsItMayBeAndNoLonger() throws Exception {
    try (var web = start(new Limits(10, 1024, SOON, SOON, SOON, SOON))) {
      var rest = "GET /health HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".length();

      assertEquals(200, pad(web, 1024 - rest).status());
      assertEquals(431, pad(web, 1024 - rest + 1).status());
    }
  }

  @Test
  void readsAsManyFieldsAsThereMayBeAndNoMore() throws Exception {
    try (var web = start(Limits.DEFAULT)) {
      assertEquals(200, fields(web, HeadReader.MOST_FIELDS).status());
      assertEquals(431, fields(web, HeadReader.MOST_FIELDS + 1).status());
    }
  }

  @Test
  void readsABodyAsLongAsItMayBeAndNoLonger() throws Exception {
    try (var web = start(Limits.DEFAULT)) {
      var longest = "x".repeat(Resource.LARGEST);

      assertEquals(longest, Caller.post(web.address(), "POST", "/echo", longest).body());
      assertEquals(413, Caller.post(web.address(), "POST", "/echo", longest + "x").status());
      assertEquals(longest, chunked(web, longest).body());
      assertEquals(413, chunked(web, longest + "x").status());
    }
  }

  @Test
  void answersInOrderWhatComesInOnePiece() throws Exception {
    try (var web = start(Limits.DEFAULT);
        var caller = new Caller(web.address())) {
      caller.send(
          """
          POST /echo HTTP/1.1
          Host: a
          Content-Length: 3

          onePOST /echo HTTP/1.1
          Host: a
          Transfer-Encoding: chunked

          3
          two
          0

          GET /health HTTP/1.0

          """
              .replace("\n", "\r\n"));

      assertEquals("one", caller.read().body());
      assertEquals("two", caller.read().body());
      assertEquals("up", caller.read().body());
      assertTrue(caller.isHungUp());
    }
  }

  @Test
  void asksForABodyThatIsHeldBack() throws Exception {
    try (var web = start(Limits.DEFAULT);
        var caller = new Caller(web.address())) {
      caller.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      assertEquals(100, caller.read().status());
      assertEquals("body", caller.send("body").read().body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET  /health HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET health HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a@b/health HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /<x> HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /health HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET /health\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
      })
  void refusesWhatAnotherReaderCouldReadDifferentlyAndHangsUp(String text) throws Exception {
    try (var web = start(Limits.DEFAULT);
        var caller = new Caller(web.address())) {
      caller.send(text);

      assertEquals(400, caller.read().status());
      assertTrue(caller.isHungUp());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization: Bearer x, Authorization: Bearer x",
    "Authorization: Bearer x, authorization: Basic y",
    "Authorization:, Authorization: Bearer x",
    "Origin: http://a, Origin: http://b",
    "Sec-Fetch-Site: same-origin, Sec-Fetch-Site: cross-site",
    "X-CSRF-Token: x, X-Csrf-Token: y",
    "Content-Type: text/plain, Content-Type: text/html"
  })
  void refusesToChooseBetweenTwoFieldsThatSayWhoAsksAndHangsUp(String one, String other)
      throws Exception {
    try (var web = start(Limits.DEFAULT);
        var caller = new Caller(web.address())) {
      caller.send("GET /health HTTP/1.1\r\nHost: a\r\n%s\r\n%s\r\n\r\n".formatted(one, other));

      assertEquals(400, caller.read().status());
      assertTrue(caller.isHungUp());
    }
  }

  @Test
  void readsAListOverAsManyFieldsAsAProxyMakesOfIt() throws Exception {
    try (var web = start(Limits.DEFAULT)) {
      assertEquals(
          200,
          Caller.ask(
                  web.address(),
                  "GET",
                  "/health",
                  "Cookie: a=b",
                  "Cookie: c=d",
                  "Accept: text/html",
                  "Accept: */*",
                  "X-Forwarded-For: 192.0.2.1",
                  "X-Forwarded-For: 192.0.2.2")
              .status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /health HT",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"
      })
  void hangsUpOnWhoTakesTooLong(String text) throws Exception {
    try (var web = start(new Limits(10, 1024, SHORT, SHORT, SOON, SOON));
        var caller = new Caller(web.address())) {
      caller.send(text);

      assertTrue(caller.isHungUp());
    }
  }

  @Test
  void hangsUpOnWhoSendsAnOctetNowAndThen() throws Exception {
    try (var web = start(new Limits(10, 1024, SHORT, SOON, SOON, SOON));
        var caller = new Caller(web.address())) {
      assertTimeoutPreemptively(
          SOON,
          () ->
              assertThrows(
                  IOException.class,
                  () -> {
                    while (true) {
                      caller.send("G");
                      never(Duration.ofMillis(20));
                    }
                  }));
    }
  }

  @Test
  void hangsUpOnWhoDoesNotTakeItsAnswer() throws Exception {
    try (var web = start(new Limits(10, 1024, SOON, SOON, SHORT, SOON));
        var caller = new Caller(web.address())) {
      caller.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      never(SHORT.multipliedBy(3));

      assertTrue(caller.readUpTo(LARGE.body().length()) < LARGE.body().length());
    }
  }

  @Test
  void endsAStreamOfEventsCleanlyWhenItsTimeIsOver() throws Exception {
    try (var web = start(new Limits(10, 1024, SOON, SOON, SOON, SHORT));
        var caller = new Caller(web.address())) {
      var all = caller.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").rest();

      assertTrue(all.contains("Content-Type: text/event-stream"), all);
      assertTrue(all.contains("event: seen\ndata: 1\n\n"), all);
      assertTrue(all.endsWith("\r\n0\r\n\r\n"), all);
    }
  }

  @Test
  void letsSoManyListenToEventsAndNoMore() throws Exception {
    var callers = new ArrayList<Caller>();
    try (var web = start(Limits.DEFAULT)) {
      for (int i = 0; i < Door.FEEDS; i++) {
        var caller = new Caller(web.address());
        callers.add(caller);
        assertEquals(200, caller.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").read().status());
      }
      assertEquals(503, Caller.ask(web.address(), "GET", "/events").status());
    } finally {
      for (var caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void readsSoManyLargeBodiesAtOnceAndSmallOnesBeside() throws Exception {
    var callers = new ArrayList<Caller>();
    var large = "x".repeat(Exchange.SMALL + 1);
    try (var web = start(Limits.DEFAULT)) {
      for (int i = 0; i < Door.LARGE; i++) {
        var caller = new Caller(web.address());
        callers.add(caller);
        caller.send(
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                .formatted(large.length()));
        assertEquals(100, caller.read().status());
      }
      assertEquals(503, Caller.post(web.address(), "POST", "/echo", large).status());
      var small = large.substring(1);
      assertEquals(small, Caller.post(web.address(), "POST", "/echo", small).body());

      assertEquals(large, callers.removeLast().send(large).read().body());
      assertEquals(large, Caller.post(web.address(), "POST", "/echo", large).body());
    } finally {
      for (var caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void letsWhoDoesNothingMakeRoomForWhoAsks() throws Exception {
    try (var web = start(new Limits(2, 1024, SOON, SOON, SOON, SOON));
        var first = new Caller(web.address());
        var second = new Caller(web.address())) {
      // Both have a place: the second is answered, and then is the one that moved last.
      assertEquals(200, second.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n").read().status());

      assertEquals(200, Caller.ask(web.address(), "GET", "/health").status());

      assertTrue(first.isHungUp());
      assertEquals(200, second.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n").read().status());
    }
  }

  /** Takes the second that he has. */
  @Test
  void letsWhoDoesNotTakeItsAnswerMakeRoomAsWell() throws Exception {
    try (var web = start(new Limits(1, 1024, SOON, SOON, Duration.ofMinutes(1), SOON));
        var slow = new Caller(web.address())) {
      slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, slow.read(true).status());
      never(Duration.ofMillis(1500));

      assertEquals(200, Caller.ask(web.address(), "GET", "/health").status());
    }
  }

  @Test
  void hangsUpAfterAnAnswerToHttp10() throws Exception {
    try (var web = start(Limits.DEFAULT);
        var caller = new Caller(web.address())) {
      caller.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertEquals("close", caller.read().field("connection"));
      assertTrue(caller.isHungUp());
    }
  }

  @Test
  void cutsNobodyWhoIsBeingAnswered() throws Exception {
    try (var web = start(new Limits(1, 1024, SOON, SOON, SOON, SOON));
        var slow = new Caller(web.address())) {
      slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      asked.await();
      try (var next = new Caller(web.address())) {
        assertTrue(next.isHungUp());
      }
      answer.countDown();
      assertEquals("at last", slow.read().body());
    }
  }

  /** 10,000 connections take seconds to be made. */
  @Tag("system")
  @Test
  void answersWithinASecondWhileTenThousandDoNothing() throws Exception {
    var crowd = new ArrayList<Caller>();
    var settings = settings(Limits.DEFAULT, Optional.of(new Outside("127.0.0.1", 0)));
    try (var web = WebServer.start(settings, resources)) {
      for (int i = 0; i < CROWD; i++) {
        var server = i % 2 == 0 ? web.address() : web.outsideAddress().orElseThrow();
        crowd.add(new Caller(server).send(i % 3 == 0 ? "GET /hea" : ""));
        if (i % 1000 == 999) {
          answersAtOnce(web.address());
          answersAtOnce(web.outsideAddress().orElseThrow());
        }
      }
    } finally {
      for (var caller : crowd) {
        caller.close();
      }
    }
  }

  private static void answersAtOnce(InetSocketAddress server) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () -> assertEquals(200, Caller.ask(server, "GET", "/health").status()));
  }

  private WebServer start(Limits limits) throws IOException {
    return WebServer.start(settings(limits, Optional.empty()), resources);
  }

  private static HttpSettings settings(Limits limits, Optional<Outside> outside) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        outside,
        Optional.empty(),
        HttpSettings.Access.OPEN,
        List.of(),
        List.of(),
        false,
        limits);
  }

  private Answer slow() throws InterruptedException {
    asked.countDown();
    answer.await();
    return Answer.text(200, "at last");
  }

  private void tell(Answer.Listener listener) throws IOException, InterruptedException {
    listener.event("seen", "1");
    answer.await();
  }

  private void never(Duration time) throws InterruptedException {
    assertFalse(answer.await(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static Caller.Reply pad(WebServer web, int length) throws IOException {
    return one(web, "GET /health HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(length) + "\r\n\r\n");
  }

  private static Caller.Reply fields(WebServer web, int count) throws IOException {
    return one(web, "GET /health HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(count - 1) + "\r\n");
  }

  private static Caller.Reply chunked(WebServer web, String body) throws IOException {
    int half = body.length() / 2;
    return one(
        web,
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%X;a=b\r\n%s\r\n0\r\nX: y\r\n\r\n"
            .formatted(half, body.substring(0, half), body.length() - half, body.substring(half)));
  }

  private static Caller.Reply one(WebServer web, String text) throws IOException {
    try (var caller = new Caller(web.address())) {
      return caller.send(text).read();
    }
  }
}
