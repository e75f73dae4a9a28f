package dev.otpost.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.log.LogLines;
import dev.otpost.message.Outcome;
import dev.otpost.web.api.Caller.Came;
import dev.otpost.web.desk.Office;
import dev.otpost.web.desk.SpoolDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program of the operator's gets over HTTP. */
final class ApiTest {

  @TempDir private Path directory;
  private Office office;
  private Caller caller;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ApiTest() {}

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    caller = new Caller(office.desk);
  }

  @AfterEach
  void close() throws IOException {
    caller.close();
    office.close();
  }

  @Test
  void listsPageByPageAndSaysWhereTheNextOneIs() throws Exception {
    for (int i = 0; i < 5; i++) {
      office.take();
    }
    var first = caller.get("messages?limit=2&search=john+%26+jane");
    assertEquals(200, first.status());
    assertEquals("application/json", first.type());
    assertEquals(List.of(5, 4), ids(first));
    var second = caller.get(next(first));
    assertEquals(List.of(3, 2), ids(second));
    var third = caller.get(next(second));
    assertEquals(List.of(1), ids(third));
    assertTrue(third.body().endsWith("\"next\":null}"), third::body);
  }

  @Test
  void listsFiftyUnlessToldAndTwoHundredAtMost() throws Exception {
    for (int i = 0; i < 51; i++) {
      office.take();
    }
    assertEquals(50, ids(caller.get("messages")).size());
    assertEquals(51, ids(caller.get("messages?limit=200")).size());
    var more = caller.get("messages?limit=201");
    assertEquals(400, more.status());
    assertEquals("limit takes a number from 1 to 200", more.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          state=delivered                 | 2
          state=pending                   | 1
          kind=gmail_confirmation         | 3
          source=smtp&kind=code           | 2,1
          source=imap                     |
          identifier=JOHN%40example.com   | 2,1
          site=GitHub.example             | 3,2,1
          since=2026-11-22T10:00:00Z      | 3,2,1
          since=2026-11-22T10:00:01Z      |
          until=2026-11-22T11%3A00:00%2B01:00 |
          search=nobody                   |
          search=GATEWAY                  |
          search=gw.example               | 3,2,1
          search=%25                      |
          search=123456                   |
          before=3&limit=1                | 2
          state=&search=                  | 3,2,1
          """)
  void findsWhatTheFiltersLeave(String query, String found) throws Exception {
    office.take();
    office.deliver(office.take());
    office.ask();
    assertEquals(
        found == null ? "" : found,
        String.join(
            ",", ids(caller.get("messages?" + query)).stream().map(String::valueOf).toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          messages?state=gone            | state takes one of pending,
          messages?kind=Code             | kind takes one of code,
          messages?source=file           | source takes one of smtp,
          messages?since=yesterday       | since takes a time such as
          messages?until=1969-12-31T23:59:59Z | until takes a time such as
          messages?limit=0               | limit takes a number
          messages?limit=many            | limit takes a number
          messages?before=-1             | before takes the id
          messages?sate=held             | sate is not known here; there are state,
          messages?%22%3Cx%3E%5C=1       | "<x>\\ is not known here
          messages?state=held&state=held | state takes one value
          messages/seven                 | id takes the number
          messages/0                     | id takes the number
          messages/7?full=yes            | full is not known here; ask without
          messages/99999999999999999999  | id takes the number
          traffic?span=week              | span takes one of hour, day
          """)
  void saysWhichParameterIsWrongAndWhatItTakes(String path, String detail) throws Exception {
    var came = caller.get(path);
    assertEquals(400, came.status());
    assertEquals("application/problem+json", came.type());
    assertEquals(400, came.json().get("status"));
    assertTrue(came.detail().startsWith(detail), came::detail);
  }

  @Test
  void searchesForTwoHundredCharactersAndNoMore() throws Exception {
    assertEquals(200, caller.get("messages?search=" + "x".repeat(200)).status());
    assertEquals(400, caller.get("messages?search=" + "x".repeat(201)).status());
  }

  @Test
  void tellsTheStoryOfOneWithoutItsCode() throws Exception {
    office.deliver(office.take());
    var came = caller.get("messages/1");
    assertEquals(200, came.status());
    var story = came.json();
    assertEquals("delivered", story.get("state"));
    assertEquals("john@example.com", story.get("identifier"));
    assertEquals("To of the mail <\"of\"> john & jane", story.get("because"));
    assertEquals("2026-11-22T10:00:00.123Z", story.get("received_at"));
    assertEquals("2026-11-22T10:00:00.243Z", story.get("answered_at"));
    assertEquals(1, Schema.list(story.get("attempts")).size());
    assertFalse(came.body().contains("123456"), came::body);
  }

  @Test
  void tellsTheContentWhenAskedForItAndLogsThatItWas() throws Exception {
    office.take();
    try (var log = LogLines.of(SpoolDesk.class)) {
      assertEquals(
          Map.of("id", 1, "text", "Your code is \"123456\".", "code", "123456"),
          without("link", caller.get("messages/1/content").json()));
      assertEquals(
          List.of("content_revealed id=1 by=api peer=127.0.0.1"), log.said("content_revealed"));
    }
  }

  @Test
  void saysThatContentIsErased() throws Exception {
    office.deliver(office.take());
    office.spool.erase(office.now.plus(Duration.ofHours(2)));
    assertEquals(410, caller.get("messages/1/content").status());
    assertEquals(404, caller.get("messages/2/content").status());
  }

  @Test
  void retriesByForceWhatIsDeliveredAndSaysWhyNotWithout() throws Exception {
    office.deliver(office.take());
    var refused = caller.post("deliveries/1/retry");
    assertEquals(409, refused.status());
    assertTrue(refused.detail().contains("Skyvern has it already"), refused::detail);
    var forced = caller.post("deliveries/1/retry", "application/json", " {\"force\": true} ");
    assertEquals(200, forced.status());
    assertEquals("pending", state(forced));
    assertEquals(1, office.spool.pending().size());
  }

  @Test
  void retriesWhatWasRefused() throws Exception {
    office.answer(office.take(), new Outcome.Refused("HTTP 400"), Duration.ZERO);
    assertEquals("refused", caller.get("messages/1").json().get("state"));
    assertEquals("pending", state(caller.post("deliveries/1/retry")));
    assertEquals(
        "pending",
        state(caller.post("deliveries/1/retry", "application/json; charset=utf-8", "{}")));
  }

  @Test
  void dropsWhatIsNotDeliveredAndSaysWhatShouldBeKnownAllTheSame() throws Exception {
    office.take();
    office.spool.begin(1, office.now);
    var dropped = caller.post("deliveries/1/drop");
    assertEquals("dropped", state(dropped));
    assertTrue(
        String.valueOf(dropped.json().get("caveat")).contains("Skyvern may have it"),
        dropped::body);
    office.deliver(office.take());
    assertEquals(409, caller.post("deliveries/2/drop").status());
    assertEquals(404, caller.post("deliveries/3/drop").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "[]",
        "{",
        "{\"force\":\"yes\"}",
        "{\"force\":null}",
        "{\"farce\":true}",
        "{\"force\":true}{\"force\":false}",
        "{},{}",
        "{\"force\":true,\"force\":false}",
        "null"
      })
  void doesNothingOnABodyThatIsNotUnderstood(String body) throws Exception {
    office.deliver(office.take());
    assertEquals(400, caller.post("deliveries/1/retry", "application/json", body).status());
    assertEquals(List.of(), office.spool.pending());
  }

  @Test
  void doesNothingOnABodyThatIsNotDeclaredAsJson() throws Exception {
    office.take();
    for (var type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx")) {
      assertEquals(415, caller.post("deliveries/1/drop", type, "{}").status());
    }
    assertEquals(1, office.spool.pending().size());
  }

  @Test
  void listsGmailsQuestionsWithCodeAndLink() throws Exception {
    office.ask();
    var asked =
        (Map<?, ?>) Schema.list(caller.get("confirmations").json().get("confirmations")).getFirst();
    assertEquals("99427480", asked.get("code"));
    assertEquals("https://mail-settings.google.com/mail/vf-1", asked.get("link"));
    assertEquals("john@gmail.com", asked.get("mailbox"));
  }

  @Test
  void countsTheLastHourAndDay() throws Exception {
    office.deliver(office.take());
    var hour = Schema.list(caller.get("traffic").json().get("steps"));
    assertEquals(60, hour.size());
    assertEquals(
        Map.of(
            "from", "2026-11-22T10:00:00.000Z",
            "arrivals", 1,
            "answered", 1,
            "median_ms", 120,
            "slowest_ms", 120),
        hour.getLast());
    var day = caller.get("traffic?span=day").json();
    assertEquals(1800, day.get("step_s"));
    assertEquals(48, Schema.list(day.get("steps")).size());
  }

  @Test
  void answersThatItCannotTellWhileTheSpoolIsAway() throws Exception {
    Files.move(directory.resolve("spool.db"), directory.resolve("away"));
    var came = caller.get("messages");
    assertEquals(503, came.status());
    assertEquals("application/problem+json", came.type());
    Files.move(directory.resolve("away"), directory.resolve("spool.db"));
    assertEquals(200, caller.get("messages").status());
  }

  private static List<Object> ids(Came came) {
    return Schema.list(came.json().get("messages")).stream()
        .<Object>map(it -> Schema.object(it).get("id"))
        .toList();
  }

  private static String next(Came came) {
    return String.valueOf(came.json().get("next"));
  }

  private static Object state(Came came) {
    return String.valueOf(Schema.object(came.json().get("message")).get("state"));
  }

  private static Map<String, Object> without(String key, Map<String, Object> object) {
    var rest = new HashMap<>(object);
    rest.keySet().removeAll(Collections.singleton(key));
    return rest;
  }
}
