package dev.otpost.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/**
 * The contract of Skyvern's TOTP receiver, seen from outside by an HTTP client that is not ours.
 */
class StandInSkyvernTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String PATH = "/v1/credentials/totp";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private StandInSkyvern skyvern;

  @BeforeEach
  void up() throws IOException {
    skyvern = StandInSkyvern.start().clock(InstantSource.fixed(NOON));
  }

  @AfterEach
  void down() throws IOException {
    skyvern.close();
    http.close();
  }

  @Test
  void storesACodeAndAnswersWithTheRow() throws Exception {
    var answer =
        post(Map.of("totp_identifier", "john@example.com", "content", "123456", "source", "email"));

    assertEquals(200, answer.statusCode());
    var row = JSON.std.mapFrom(answer.body());
    assertEquals("totp_1", row.get("totp_code_id"));
    assertEquals("123456", row.get("code"));
    assertEquals("totp", row.get("otp_type"));
    assertEquals("email", row.get("source"));
    assertEquals("2026-11-22T12:00", row.get("created_at"));
    assertEquals("Sun, 22 Nov 2026 12:00:00 GMT", answer.headers().firstValue("date").orElse(""));
  }

  @Test
  void recordsWhatCameAsItCame() throws Exception {
    var before = Instant.now();
    post(
        Map.of(
            "totp_identifier",
            " John@Example.com ",
            "content",
            " 12 ",
            "source",
            "email",
            "expired_at",
            "2026-11-22T12:15:00"));

    var post = skyvern.awaitPosts(1, SOON).getFirst();
    assertEquals(" John@Example.com ", post.identifier());
    assertEquals(" 12 ", post.content());
    assertEquals("email", post.source());
    assertEquals(Optional.of("2026-11-22T12:15:00"), post.expiredAt());
    assertEquals(Optional.of(NOON.plusSeconds(900)), post.expiry());
    assertEquals(skyvern.apiKey(), post.apiKey());
    assertEquals("application/json", post.headers().get("content-type"));
    assertEquals(PATH, post.path());
    assertFalse(post.arrivedAt().isBefore(before));
    assertTrue(post.arrivedNanos() <= System.nanoTime());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # content                                          | otp_type   | code
          123456                                             | totp       | 123456
          ` 123456\u0000 `                                   | totp       | 123456
          ABCDE12345                                         | totp       | ABCDE12345
          ABCDE123456                                        | raw        | ``
          https://example.com/login?a=1&amp;b=2.             | magic_link | https://example.com/login?a=1&b=2
          https://example.com/                               | magic_link | https://example.com/
          https://example.com/a https://example.com/b        | raw        | ``
          Your code is 482913. It is valid for 10 minutes.   | totp       | 482913
          Your code is 482-913                               | totp       | 482913
          Your code is 482 913                               | totp       | 482913
          Your code is 4 8 2 9 1 3                           | raw        | ``
          Your code is 482\u200b913                          | raw        | ``
          Order 482913 has been sent by post                 | raw        | ``
          Sign in: https://example.com/magic/x1?t=9 - thanks | magic_link | https://example.com/magic/x1?t=9
          See https://example.com/1234567 for your code      | raw        | ``
          """)
  void findsWhatTheContractSaysItFinds(String content, String kind, String code) throws Exception {
    var answer = post(Map.of("totp_identifier", "a@b.example", "content", content));

    assertEquals(200, answer.statusCode());
    var row = JSON.std.mapFrom(answer.body());
    assertEquals(code, row.get("code"));
    if (kind.equals("raw")) {
      assertEquals("raw_pending", row.get("status"));
    } else {
      assertEquals(kind, row.get("otp_type"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # body                                                             | type                  | where
          {"content":"1"}                                                    | missing               | totp_identifier
          {"totp_identifier":"a@b.example"}                                  | missing               | content
          {"totp_identifier":"a@b.example","content":123456}                 | string_type           | content
          {"totp_identifier":null,"content":"1"}                             | string_type           | totp_identifier
          {"totp_identifier":["a"],"content":"1"}                            | string_type           | totp_identifier
          {"totp_identifier":"a","content":"1","source":1}                   | string_type           | source
          {"totp_identifier":"a","content":"1","expired_at":"soon"}          | datetime_parsing      | expired_at
          {"totp_identifier":"a","content":"1","expired_at":true}            | datetime_parsing      | expired_at
          {"totp_identifier":"a","content":"1"                               | json_invalid          | body
          {"totp_identifier":"a","content":"1"}}                             | json_invalid          | body
          "text"                                                             | model_attributes_type | body
          """)
  void refusesABodyThatIsNotOfTheSchema(String body, String type, String where) throws Exception {
    var answer = send(PATH, body, skyvern.apiKey(), "application/json");

    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("\"type\":\"" + type + "\""), answer.body());
    assertTrue(answer.body().contains("\"" + where + "\"]"), answer.body());
    assertEquals(List.of(), skyvern.codes());
  }

  @Test
  void refusesJsonThatDoesNotSayThatItIsJson() throws Exception {
    var body = "{\"totp_identifier\":\"a\",\"content\":\"1\"}";
    assertEquals(422, send(PATH, body, skyvern.apiKey(), "text/plain").statusCode());
  }

  @Test
  void takesNullForWhatIsOptional() throws Exception {
    var body =
        "{\"totp_identifier\":\"a\",\"content\":\"1\",\"source\":null,\"task_id\":null,\"expired_at\":null}";
    assertEquals(200, send(PATH, body, skyvern.apiKey(), "application/json").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "task_id,Invalid task id: x_1",
    "workflow_id,Invalid workflow id: x_1",
    "workflow_run_id,Invalid workflow run id: x_1"
  })
  void knowsNoTaskNoWorkflowAndNoRun(String field, String detail) throws Exception {
    var answer = post(Map.of("totp_identifier", "a", "content", "1", field, "x_1"));

    assertEquals(400, answer.statusCode());
    assertEquals(detail, JSON.std.mapFrom(answer.body()).get("detail"));
  }

  @Test
  void knowsTheRunThatItWasToldOfAndListsItsCodes() throws Exception {
    skyvern.knows("wr_1");
    var answer =
        post(Map.of("totp_identifier", "a", "content", "111111", "workflow_run_id", "wr_1"));
    post(Map.of("totp_identifier", "a", "content", "222222"));

    assertEquals(200, answer.statusCode());
    assertEquals(List.of("111111"), list("workflow_run_id=wr_1"));
    assertEquals(List.of(), list("workflow_run_id=wr_2"));
  }

  @ParameterizedTest
  @CsvSource({",401", "sk-other,403"})
  void letsNobodyInWithoutTheKey(String key, int status) throws Exception {
    var answer = send(PATH, "{}", key == null ? "" : key, "application/json");

    assertEquals(status, answer.statusCode());
    assertEquals("Invalid credentials", JSON.std.mapFrom(answer.body()).get("detail"));
    assertEquals(1, skyvern.posts().size());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/credentials/totp,200,404", "/v1/credentials/totp/,200,404",
    "/api/v1/totp,404,200", "/api/v1/totp/,404,200",
    "/v1/credentials/totp//,404,404", "/,404,404"
  })
  void knowsOnePathWithAndWithoutASlash(String path, int now, int old) throws Exception {
    var body = "{\"totp_identifier\":\"a\",\"content\":\"1\"}";
    assertEquals(now, send(path, body, skyvern.apiKey(), "application/json").statusCode());
    skyvern.with(Quirk.OLD_SERVER);
    assertEquals(old, send(path, body, skyvern.apiKey(), "application/json").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-22T12:15:00Z", "2026-11-22T13:15:00+01:00"})
  void chokesOnAnOffsetUnlessItsDriverTakesIt(String expiredAt) throws Exception {
    var fields = Map.of("totp_identifier", "a", "content", "1", "expired_at", expiredAt);
    assertEquals(500, post(fields).statusCode());
    skyvern.with(Quirk.TAKES_OFFSETS);
    assertEquals(200, post(fields).statusCode());
    assertEquals(Optional.of(NOON.plusSeconds(900)), skyvern.codes().getFirst().expiredAt());
  }

  @ParameterizedTest
  @CsvSource({
    // the kind of content, its length, and the status: all well, without credits, without the
    // language model
    "digits,10,200,200,200",
    "link,60,200,200,200",
    "prose,65536,200,200,502",
    "prose,65537,400,402,502",
    "prose with a code,65536,200,200,502",
    "prose with a code,65537,200,402,502",
  })
  void answersByWhatItCanRead(String kind, int length, int well, int poor, int mute)
      throws Exception {
    var content = content(kind, length);
    assertEquals(length, content.length());
    var fields = Map.of("totp_identifier", "a", "content", content);
    assertEquals(well, post(fields).statusCode());
    skyvern.with(Quirk.OUT_OF_CREDITS);
    assertEquals(poor, post(fields).statusCode());
    skyvern.without(Quirk.OUT_OF_CREDITS).with(Quirk.LANGUAGE_MODEL_DOWN);
    assertEquals(mute, post(fields).statusCode());
  }

  @Test
  void keepsALinkRawWithoutCredits() throws Exception {
    skyvern.with(Quirk.OUT_OF_CREDITS);
    post(Map.of("totp_identifier", "a", "content", "https://example.com/login"));
    assertEquals(StoredCode.Kind.RAW, skyvern.codes().getFirst().kind());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          " John.Doe@Example.COM ", john.doe@example.com, true
          john.doe@example.com, JOHN.DOE@example.com, true
          j`d+tag@example.com, J`D+tag@EXAMPLE.com, true
          john.doe@example.com, johndoe@example.com, false
          +49 151 2345, +49 151 2345, true
          " +491512345", +491512345, false
          Kontonummer, kontonummer, false
          """)
  void comparesAddressesFoldedAndAllElseAsItIs(String posted, String waiting, boolean same)
      throws Exception {
    post(Map.of("totp_identifier", posted, "content", "123456"));

    assertEquals(same, skyvern.codeForRun(waiting).isPresent());
    assertEquals(same ? 1 : 0, list("totp_identifier=" + encode(waiting)).size());
  }

  @Test
  void givesARunTheNewestUnexpiredCodeOfTheLastTenMinutes() throws Exception {
    code("111111", "2026-11-22T12:30:00");
    code("222222", "2026-11-22T12:05:00");
    assertEquals(Optional.of("222222"), skyvern.codeForRun("a").map(StoredCode::code));
    skyvern.clock(InstantSource.fixed(NOON.plusSeconds(5 * 60)));
    assertEquals(Optional.of("111111"), skyvern.codeForRun("a").map(StoredCode::code));
    skyvern.clock(InstantSource.fixed(NOON.plusSeconds(10 * 60)));
    assertEquals(Optional.of("111111"), skyvern.codeForRun("a").map(StoredCode::code));
    skyvern.clock(InstantSource.fixed(NOON.plusSeconds(10 * 60 + 1)));
    assertEquals(Optional.empty(), skyvern.codeForRun("a"));
  }

  @Test
  void listsTheNewestFirstWithoutExpiredAndRawRows() throws Exception {
    code("111111", "2026-11-22T12:30:00");
    code("222222", "2026-11-22T12:00:00");
    post(Map.of("totp_identifier", "a", "content", "nothing to be found here"));
    post(Map.of("totp_identifier", "a", "content", "https://example.com/login"));
    post(Map.of("totp_identifier", "b", "content", "333333"));

    assertEquals(List.of("333333", "https://example.com/login", "111111"), list(""));
    assertEquals(List.of("https://example.com/login", "111111"), list("totp_identifier=a"));
    assertEquals(List.of("111111"), list("totp_identifier=a&otp_type=totp"));
    assertEquals(List.of("333333"), list("limit=1"));
    assertEquals(List.of(), list("workflow_run_id=wr_1"));
  }

  @ParameterizedTest
  @CsvSource({"0,422", "1,200", "200,200", "201,422", "many,422"})
  void listsOneToTwoHundred(String limit, int status) throws Exception {
    assertEquals(status, get("limit=" + limit).statusCode());
  }

  @Test
  void answersByScriptThenByFunctionThenByContract() throws Exception {
    skyvern
        .answerNext(Answer.status(503).retryAfter(Duration.ofSeconds(7)), Answer.html())
        .answerBy(
            post ->
                post.content().equals("bad") ? Optional.of(Answer.status(402)) : Optional.empty());

    var first = post(Map.of("totp_identifier", "a", "content", "bad"));
    assertEquals(503, first.statusCode());
    assertEquals("7", first.headers().firstValue("retry-after").orElse(""));
    assertTrue(
        post(Map.of("totp_identifier", "a", "content", "bad"))
            .body()
            .startsWith("<!DOCTYPE html>"));
    assertEquals(402, post(Map.of("totp_identifier", "a", "content", "bad")).statusCode());
    assertEquals(List.of(), skyvern.codes());
    assertEquals(200, post(Map.of("totp_identifier", "a", "content", "good")).statusCode());
    assertEquals(4, skyvern.posts().size());
  }

  @Test
  void answersListsOtherwiseToo() throws Exception {
    skyvern.answerLists(Answer.status(403));
    assertEquals(403, get("").statusCode());
    skyvern.answerLists(Answer.contract());
    assertEquals(200, get("").statusCode());
  }

  @Test
  void redirectsElsewhere() throws Exception {
    skyvern.answerNext(Answer.redirect(URI.create("http://127.0.0.1:1/elsewhere")));
    var answer = post(Map.of("totp_identifier", "a", "content", "1"));
    assertEquals(307, answer.statusCode());
    assertEquals(
        "http://127.0.0.1:1/elsewhere", answer.headers().firstValue("location").orElse(""));
  }

  @Test
  void tellsAnotherTimeThanItsOwn() throws Exception {
    skyvern.answerNext(Answer.contract().dated(NOON.minusSeconds(3600)));
    var answer = post(Map.of("totp_identifier", "a", "content", "1"));
    assertEquals("Sun, 22 Nov 2026 11:00:00 GMT", answer.headers().firstValue("date").orElse(""));
    assertEquals(NOON, skyvern.codes().getFirst().createdAt());
  }

  @Test
  void takesItsTime() throws Exception {
    skyvern.answerNext(Answer.contract().after(Duration.ofMillis(150)));
    long before = System.nanoTime();
    assertEquals(200, post(Map.of("totp_identifier", "a", "content", "1")).statusCode());
    assertTrue(System.nanoTime() - before >= Duration.ofMillis(150).toNanos());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 100})
  void cutsTheConnectionAfterItStored(int octets) {
    skyvern.answerNext(Answer.contract().cutAfter(octets));
    assertThrows(IOException.class, () -> post(Map.of("totp_identifier", "a", "content", "1")));
    assertEquals(1, skyvern.codes().size());
  }

  @Test
  void cutsTheConnectionAndStoresNothing() {
    skyvern.answerNext(Answer.cut(), Answer.garbage());
    assertThrows(IOException.class, () -> post(Map.of("totp_identifier", "a", "content", "1")));
    assertThrows(IOException.class, () -> post(Map.of("totp_identifier", "a", "content", "1")));
    assertEquals(2, skyvern.posts().size());
    assertEquals(List.of(), skyvern.codes());
  }

  @Test
  void keepsSilent() {
    skyvern.answerNext(Answer.silence());
    assertThrows(
        HttpTimeoutException.class,
        () ->
            http.send(
                request(PATH, skyvern.apiKey())
                    .timeout(Duration.ofMillis(150))
                    .POST(BodyPublishers.ofString("{}"))
                    .build(),
                BodyHandlers.ofString()));
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void goesDownAndComesBackOnTheSamePort() throws Exception {
    var where = skyvern.uri();
    post(Map.of("totp_identifier", "a", "content", "1"));
    skyvern.goDown();
    skyvern.goDown();
    assertThrows(
        ConnectException.class, () -> post(Map.of("totp_identifier", "a", "content", "2")));
    skyvern.comeBack();
    skyvern.comeBack();
    assertEquals(200, post(Map.of("totp_identifier", "a", "content", "3")).statusCode());
    assertEquals(where, skyvern.uri());
    assertEquals(List.of("1", "3"), skyvern.posts().stream().map(Post::content).toList());
  }

  @Test
  void goingDownEndsADelayAndStoresNothing() throws Exception {
    skyvern.answerNext(Answer.contract().after(Duration.ofHours(1)));
    try (var asking = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = asking.submit(() -> post(Map.of("totp_identifier", "a", "content", "1")));
      skyvern.awaitPosts(1, SOON);
      skyvern.goDown();
      assertThrows(java.util.concurrent.ExecutionException.class, answer::get);
    }
    assertEquals(List.of(), skyvern.codes());
  }

  @Test
  void saysHowManyCameWhenTooFewDid() throws Exception {
    post(Map.of("totp_identifier", "a", "content", "1"));
    var complaint =
        assertThrows(
            IllegalStateException.class, () -> skyvern.awaitPosts(2, Duration.ofMillis(10)));
    assertEquals("1 of 2 posts within PT0.01S", complaint.getMessage());
    assertEquals(Optional.empty(), skyvern.awaitCode(code -> false, Duration.ofMillis(10)));
    assertFalse(skyvern.awaitUntil(() -> false, Duration.ofMillis(10)));
    assertTrue(skyvern.awaitUntil(() -> true, Duration.ZERO));
  }

  @Test
  void readsARequestInChunks() throws Exception {
    var body =
        "{\"totp_identifier\":\"a\",\"content\":\"123456\"}".getBytes(StandardCharsets.UTF_8);
    var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));
    var answer =
        http.send(request(PATH, skyvern.apiKey()).POST(chunked).build(), BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals("chunked", skyvern.posts().getFirst().headers().get("transfer-encoding"));
  }

  @Test
  void showsNothingSecretWhenPrinted() throws Exception {
    post(Map.of("totp_identifier", "john@example.com", "content", "736251"));
    var printed = skyvern.posts() + " " + skyvern.codes() + " " + Answer.json(200, "736251");
    assertFalse(printed.contains("736251"), printed);
    assertFalse(printed.contains("john"), printed);
    assertFalse(printed.contains(skyvern.apiKey()), printed);
  }

  private static String content(String kind, int length) {
    Function<String, String> padded = start -> (start + "a".repeat(length)).substring(0, length);
    return switch (kind) {
      case "digits" -> "1".repeat(length);
      case "link" -> padded.apply("https://example.com/login/");
      case "prose" -> padded.apply("nothing to be found here ");
      default -> padded.apply("Your code is 482913 ");
    };
  }

  private void code(String code, String expiredAt) throws Exception {
    assertEquals(
        200,
        post(Map.of("totp_identifier", "a", "content", code, "expired_at", expiredAt))
            .statusCode());
  }

  private HttpResponse<String> post(Map<String, String> fields) throws Exception {
    return send(
        PATH, JSON.std.asString(new LinkedHashMap<>(fields)), skyvern.apiKey(), "application/json");
  }

  private HttpResponse<String> send(String path, String body, String key, String type)
      throws Exception {
    var request =
        request(path, key).setHeader("Content-Type", type).POST(BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String key) {
    var request =
        HttpRequest.newBuilder(skyvern.uri().resolve(path))
            .header("Content-Type", "application/json");
    return key.isEmpty() ? request : request.header("x-api-key", key);
  }

  private HttpResponse<String> get(String query) throws Exception {
    var request = request(PATH + "?" + query, skyvern.apiKey()).GET().build();
    return http.send(request, BodyHandlers.ofString());
  }

  private List<Object> list(String query) throws Exception {
    var answer = get(query);
    assertEquals(200, answer.statusCode());
    return JSON.std.listFrom(answer.body()).stream()
        .map(row -> ((Map<?, ?>) row).get("code"))
        .map(Object.class::cast)
        .toList();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
