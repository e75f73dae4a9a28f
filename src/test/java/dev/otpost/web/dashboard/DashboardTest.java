package dev.otpost.web.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Concern;
import dev.otpost.message.Kind;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.spool.Content;
import dev.otpost.spool.Queue.Moved;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.HttpSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private FakeDesk desk = MadeUp.goodDay();
  private Optional<Visitor> visitor = Optional.empty();

  @AfterEach
  void close() {
    visitor.ifPresent(Visitor::close);
  }

  @Test
  void showsOnOnePageHowItStandsAndWhatCame() throws Exception {
    var page = get("/");

    assertEquals(200, page.statusCode());
    for (var shown :
        List.of(
            "2 things need you",
            "buy credits at Skyvern",
            "203.0.113.25:25",
            "reachable, the key is accepted",
            "3 of 4 done",
            "718204553",
            "https://mail-settings.google.com/mail/vf-%5BANGjdJ8a%5D-Xk2",
            "The last hour",
            "jo@example.com",
            "superseded")) {
      assertTrue(page.body().contains(shown), shown);
    }
  }

  @Test
  void asksForTheOperatorAsLongAsThereIsSomethingToDoThoughNothingIsBroken() throws Exception {
    desk = new FakeDesk();
    assertTrue(get("/").body().contains("All is well"));

    var held = new Concern(Concern.Kind.DELIVERIES_HELD, "", "1 waiting", 1);
    desk.situation = situation(List.of(), List.of(held));
    var page = get("/").body();
    assertTrue(page.contains("One thing needs you"), page);
    assertTrue(page.contains("href=\"/?state=held#mails\""), page);
  }

  @ParameterizedTest
  @EnumSource(Concern.Kind.class)
  void saysWhatToDoAboutEachConcernWithoutSendingAnybodyToTheCommandLine(Concern.Kind kind)
      throws Exception {
    desk = new FakeDesk();
    desk.situation = situation(List.of(), List.of(new Concern(kind, "", "why", 1)));
    var page = get("/").body();
    assertTrue(page.contains("To do: "), page);
    assertFalse(page.contains("otpost queue"), page);
    assertFalse(page.contains("otpost confirmations"), page);
    assertFalse(page.contains("--"), page);
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, CODE, false",
    "DELIVERED, CODE, false",
    "SERVED, CODE, false",
    "REFUSED, CODE, true",
    "EXPIRED, CODE, true",
    "SUPERSEDED, CODE, false",
    "HELD, CODE, true",
    "HELD, GMAIL_CONFIRMATION, true",
    "IGNORED, GMAIL_CONFIRMATION, false",
    "DROPPED, CODE, false"
  })
  void saysWhatToDoAboutAMailIfAnything(State state, Kind kind, boolean asks) throws Exception {
    desk = new FakeDesk();
    desk.put(
        FakeDesk.story(FakeDesk.entry(1, state, kind, "jo@example.com", "x.example")),
        Optional.empty());
    var page = get("/messages/1").body();
    assertEquals(asks, page.contains("To do: "), page);
    assertFalse(page.contains("otpost queue"), page);
    assertFalse(page.contains("otpost confirmations"), page);
    assertFalse(page.contains("--"), page);
    assertEquals(
        kind == Kind.GMAIL_CONFIRMATION && asks, page.contains("href=\"/#confirmations\""), page);
  }

  @Test
  void doesNotSayThatSkyvernTakesTheKeyBeforeItAnswered() throws Exception {
    desk = new FakeDesk();
    desk.situation =
        situation(List.of(new Reach("default", Reach.State.ANSWERS, FakeDesk.NOW, "")), List.of());
    var page = get("/").body();
    assertTrue(page.contains("nothing was posted yet"), page);
    assertFalse(page.contains("the key is accepted"), page);
  }

  @Test
  void leadsWhoBeginsToATestMail() throws Exception {
    desk = new FakeDesk();
    desk.tasks = List.of(new Desk.Task("first_mail", "First mail", false, "send a test mail"));
    var page = get("/").body();
    assertTrue(page.contains("No mail has come yet."), page);
    assertTrue(page.contains("href=\"/test\">Send a test mail"), page);
  }

  @Test
  void offersSigningOutOnlyToWhoHasSignedIn() throws Exception {
    assertFalse(get("/").body().contains("Sign out"));
  }

  @Test
  void offersNoPostingOfWhatCannotBePosted() throws Exception {
    var question =
        FakeDesk.entry(7, State.HELD, Kind.GMAIL_CONFIRMATION, "jo@example.com", "google.com");
    desk.put(FakeDesk.story(question), Optional.empty());
    var page = get("/messages/7").body();
    assertFalse(page.contains("/messages/7/retry"), page);
    assertFalse(page.contains("/messages/7/post"), page);
    assertTrue(page.contains("/messages/7/drop"), page);
  }

  private static Situation situation(List<Reach> skyverns, List<Concern> concerns) {
    return new Situation(
        "0.1.0", FakeDesk.NOW, true, List.of(), skyverns, List.of(), concerns, Map.of());
  }

  @Test
  void showsNoCodeOfAMailUnlessAsked() throws Exception {
    for (var path : List.of("/", "/messages/28", "/messages/30")) {
      assertFalse(get(path).body().matches("(?s).*482 ?0(28|30|34).*"), path);
    }
    assertFalse(desk.done.contains("reveal 30"));

    var revealed = post("/messages/30/reveal");

    assertEquals(200, revealed.statusCode());
    assertTrue(revealed.body().contains("code is <mark>482 030</mark>"), revealed.body());
    assertEquals(List.of("reveal 30"), desk.done);
  }

  @ParameterizedTest
  @CsvSource({
    "Your code is 123 456.,123456,123 456",
    "Your code is 123-456.,123456,123-456",
    "Use G-123456 now,G-123456,G-123456",
    "From 555-1234567 we send 123456,123456,123456",
  })
  void setsOffTheCodeAlsoWhereItIsWrittenForTheEye(String text, String code, String marked)
      throws Exception {
    desk.put(
        FakeDesk.story(FakeDesk.entry(40, State.HELD, Kind.CODE, "a@b.example", "c.example")),
        Optional.of(new Content(text, Optional.of(code), Optional.empty())));

    var page = post("/messages/40/reveal").body();

    var found = Pattern.compile("<mark>(.*?)</mark>").matcher(page);
    assertTrue(found.find(), page);
    assertEquals(marked, found.group(1));
    assertFalse(found.find());
  }

  @ParameterizedTest
  @CsvSource({"retry,retry 30", "drop,drop 30", "post,post 30"})
  void doesWhatAButtonSaysAndShowsThePageAgain(String button, String done) throws Exception {
    var answer = post("/messages/30/" + button);

    assertEquals(303, answer.statusCode());
    assertEquals(List.of(done), desk.done);
    var page = get(answer.headers().firstValue("Location").orElse(""));
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Done."), page.body());
  }

  @Test
  void saysWhyAButtonDidNothing() throws Exception {
    desk.answer = new Moved.No("Skyvern has <it> already");

    var page = get(post("/messages/28/drop").headers().firstValue("Location").orElse(""));

    assertTrue(page.body().contains("Not done: Skyvern has &lt;it&gt; already"), page.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/messages/30/retry", "/messages/30/reveal", "/messages/30/post"})
  void changesNothingByLookingAtIt(String path) throws Exception {
    assertEquals(405, get(path).statusCode());
    assertEquals(List.of(), desk.done);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/messages/999", "/messages/x", "/messages/-1", "/messages/99999999999999999999"})
  void saysOnAPageThatThereIsNoSuchMail(String path) throws Exception {
    var page = get(path);

    assertEquals(404, page.statusCode());
    assertTrue(page.body().contains("No such mail"), page.body());
    assertEquals(404, post(path + "/drop").statusCode());
  }

  @Test
  void saysOnAPageThatItCannotTellJustNow() throws Exception {
    desk.broken = true;

    var page = get("/");

    assertEquals(503, page.statusCode());
    assertTrue(page.body().contains("Not now"), page.body());
    assertFalse(page.body().contains("the disk is gone"), page.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state=held           | 31 30",
        "kind=magic_link      | 33 17",
        "state=nonsense&kind=magic_link | 33 17",
        "identifier=MARA.Lindqvist%40example.org&state=delivered | 32 25 18 11 4",
        "site=Okta.com        | 33 26 19 12 5",
        "kind=magic_link&before=33 | 17",
        "kind=magic_link&before=17 | ''",
        "source=imap          | ''",
        "text=no+recipient    | 22"
      })
  void findsTheMailsThatAreAskedFor(String query, String ids) throws Exception {
    assertEquals(ids, ids("/?" + query));
  }

  @Test
  void leafsThroughAllMailsWithoutOmittingOrRepeatingAny() throws Exception {
    for (int id = 100; id < 160; id++) {
      desk.put(
          FakeDesk.story(FakeDesk.entry(id, State.IGNORED, Kind.NONE, "", "x.example")),
          Optional.empty());
    }
    var seen = new ArrayList<String>();
    var address = Optional.of("/");
    while (address.isPresent()) {
      var page = get(address.get()).body();
      var ids = idsIn(page);
      assertTrue(ids.size() <= Filter.SHOWN);
      seen.addAll(ids);
      var older = Pattern.compile("href=\"([^\"]*)#mails\">Older<").matcher(page);
      address = older.find() ? Optional.of(older.group(1).replace("&amp;", "&")) : Optional.empty();
    }
    assertEquals(94, seen.size());
    assertEquals(94, seen.stream().distinct().count());
  }

  @Test
  void sendsATestMailAndShowsEachStep() throws Exception {
    var answer = post("/test");

    assertEquals(303, answer.statusCode());
    var page = get(answer.headers().firstValue("Location").orElse("")).body();
    assertTrue(page.contains("It did not come all the way"), page);
    assertTrue(page.contains("failed in 612 ms"), page);
    assertTrue(page.contains("To do: put the API key right"), page);
  }

  @Test
  void asksForThePassword() throws Exception {
    var page = get("/login?to=/messages/3&failed=wrong").body();

    assertTrue(page.contains("action=\"/login\""), page);
    assertTrue(page.contains("name=\"to\" value=\"/messages/3\""), page);
    assertTrue(page.contains("That is not the password"), page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/messages/28", "/messages/999", "/test", "/login"})
  void letsABrowserLoadNothingFromElsewhereAndKeepNothing(String path) throws Exception {
    var headers = get(path).headers();

    var policies = headers.allValues("Content-Security-Policy");
    assertEquals(1, policies.size(), policies::toString);
    assertTrue(policies.getFirst().startsWith("default-src 'none'"), policies::toString);
    assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""));
    assertTrue(headers.firstValue("ETag").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "otpost.css,text/css; charset=utf-8",
    "otpost.js,text/javascript; charset=utf-8",
    "otpost.svg,image/svg+xml"
  })
  void handsOutItsFiles(String file, String type) throws Exception {
    var answer = get("/assets/" + file);

    assertEquals(200, answer.statusCode());
    assertEquals(type, answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(answer.headers().firstValue("ETag").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/messages/1", "/messages/4", "/messages/7", "/messages/2/reveal"})
  void showsWhatAStrangerWroteAsText(String path) throws Exception {
    desk = MadeUp.hostile();

    var page = (path.endsWith("reveal") ? post(path) : get(path)).body();

    var tags = Pattern.compile("<[a-zA-Z/!][^>]*>").matcher(page);
    while (tags.find()) {
      var tag = tags.group();
      assertFalse(tag.matches("(?s)<(img|b|iframe|object|embed|style|svg onload)\\b.*"), tag);
      assertFalse(Pattern.compile("\\s(on\\w+|style)=").matcher(unquoted(tag)).find(), tag);
      assertFalse(tag.matches("(?s).*(href|src|action)=\"(?!/|#|\\?).*"), tag);
      assertFalse(tag.startsWith("<script") && !tag.contains("src=\"/assets/otpost.js\""), tag);
    }
    assertTrue(page.contains("&lt;script&gt;") || page.contains("&lt;"), page);
  }

  @Test
  void tellsAPageThatIsOpenThatSomethingChangedAndAsksTheDeskOnceForAll() throws Exception {
    var listeners = new ArrayList<BufferedReader>();
    for (int i = 0; i < 5; i++) {
      var reader = listen();
      assertEquals("event: open", line(reader));
      listeners.add(reader);
    }
    int before = desk.asked.get();
    long began = System.nanoTime();

    desk.version.incrementAndGet();

    for (var reader : listeners) {
      assertEquals("event: change", line(reader));
    }
    long pauses = (System.nanoTime() - began) / (Pulse.PAUSE.toNanos() / 2) + 3;
    assertTrue(desk.asked.get() - before <= pauses, () -> "asked " + desk.asked.get());
  }

  @Test
  void tellsABoundedNumberOfPages() throws Exception {
    for (int i = 0; i < Pulse.PAGES; i++) {
      assertEquals("event: open", line(listen()));
    }

    assertEquals(503, get("/events").statusCode());
    assertEquals(200, get("/").statusCode());
  }

  @Test
  void aPageThatIsLetInHasItsPlaceAndGivesItBackThoughItNeverListened() {
    var pulse = new Pulse(new FakeDesk());
    var feeds = new ArrayList<Answer.Feed>();
    for (int i = 0; i < Pulse.PAGES; i++) {
      feeds.add(assertInstanceOf(Answer.Events.class, pulse.answer()).feed());
    }
    assertEquals(503, assertInstanceOf(Answer.Whole.class, pulse.answer()).status());

    feeds.getFirst().close();

    assertInstanceOf(Answer.Events.class, pulse.answer());
    assertInstanceOf(Answer.Whole.class, pulse.answer());
  }

  @Test
  void whoOnlyAsksWhetherThereAreEventsTakesNoPlace() throws Exception {
    for (int i = 0; i <= Pulse.PAGES; i++) {
      assertEquals(200, visitor().ask("/events").statusCode());
    }
    assertEquals("event: open", line(listen()));
  }

  /** Every place is free again: what was taken comes back with the end of each stream. */
  @Test
  void aStreamEndsByItselfWhenItsTimeIsOverAndThePageMayAskAgain() throws Exception {
    var limits = HttpSettings.Limits.DEFAULT.withEventsTime(Pulse.PAUSE);
    visitor = Optional.of(new Visitor(desk, limits));
    for (int round = 0; round < 2; round++) {
      var listeners = new ArrayList<BufferedReader>();
      for (int i = 0; i < Pulse.PAGES; i++) {
        listeners.add(listen());
      }
      for (var reader : listeners) {
        assertEquals("event: open", line(reader));
        assertTimeoutPreemptively(LIMIT, () -> assertEnds(reader));
      }
    }
  }

  private static void assertEnds(BufferedReader reader) throws IOException {
    // Cut off in the middle, this would throw.
    while (reader.readLine() != null) {}
  }

  private BufferedReader listen() throws Exception {
    var answer = visitor().listen();
    assertEquals(200, answer.statusCode());
    return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
  }

  /** The next line that names an event. */
  private static String line(BufferedReader reader) {
    return assertTimeoutPreemptively(
        LIMIT,
        () -> {
          var line = reader.readLine();
          while (!line.startsWith("event:")) {
            line = reader.readLine();
          }
          return line;
        });
  }

  private static String unquoted(String tag) {
    return tag.replaceAll("\"[^\"]*\"", "\"\"");
  }

  private String ids(String path) throws Exception {
    return String.join(" ", idsIn(get(path).body()));
  }

  private static List<String> idsIn(String page) {
    return Pattern.compile("data-id=\"([0-9]+)\"")
        .matcher(page)
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return visitor().get(path);
  }

  private HttpResponse<String> post(String path) throws Exception {
    return visitor().post(path);
  }

  /** Of the desk as the test has made it. */
  private Visitor visitor() throws IOException {
    if (visitor.isEmpty()) {
      visitor = Optional.of(new Visitor(desk));
    }
    return visitor.get();
  }
}
