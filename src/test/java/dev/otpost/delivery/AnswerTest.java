package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.message.Delivery;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final Lane LANE = Lane.of(new Identifier("john@example.com"));
  private static final Life LIFE = Life.of(NOW, Duration.ofMinutes(15));
  private static final Answer RAW =
      new Answer(200, Optional.empty(), "{\"totp_code_id\":\"totp_1\",\"status\":\"raw_pending\"}");
  private static final Answer UNPAID = new Answer(402, Optional.empty(), "{}");
  private static final Answer NO_MODEL =
      new Answer(502, Optional.empty(), "{\"detail\":\"OTP extraction is unavailable\"}");
  private static final Otp CODE = new Otp.Code("123456", "a test");
  private static final Otp LINK =
      new Otp.MagicLink("https://site.example/in?a=1&amp;b=2", "a test");
  private static final Otp NOTHING = new Otp.None("a test");
  private static final String STRANGE =
      "Barred, perhaps stored: HTTP 200, but the answer is not Skyvern's: is the base-url right?";
  private static final String KEY = ": the key is missing, wrong or expired; set the right api-key";

  static Stream<Arguments> answersToAText() {
    return Stream.of(
        is(200, "{\"totp_code_id\":\"totp_1\",\"code\":\"123456\"}", "Delivered: stored as totp_1"),
        is(200, "<html>Log in to the hotel's network</html>", STRANGE),
        is(200, "", STRANGE),
        is(200, "{}", STRANGE),
        is(200, "[]", STRANGE),
        is(200, "{\"totp_code_id\":", STRANGE),
        is(200, "{\"totp_code_id\":\" \"}", STRANGE),
        is(200, "{\"totp_code_id\":\"" + "x".repeat(101) + "\"}", STRANGE),
        is(
            400,
            "{\"detail\":\"Failed to parse otp login\"}",
            "Refused: HTTP 400: Failed to parse otp login"),
        is(400, "{\"detail\":\"" + "x".repeat(201) + "\"}", "Refused: HTTP 400"),
        is(400, "garbage", "Refused: HTTP 400"),
        is(
            400,
            "\n<html>Bad Request</html>",
            "Barred: HTTP 400, but the answer is not Skyvern's: is the base-url right?"),
        is(401, "{\"detail\":\"Invalid credentials\"}", "Barred: HTTP 401" + KEY),
        is(403, "{\"detail\":\"Invalid credentials\"}", "Barred: HTTP 403" + KEY),
        is(402, "{}", "Unpaid: HTTP 402: no credits are left"),
        is(404, "{}", "Barred: HTTP 404: is the base-url right?"),
        is(301, "{}", "Barred: HTTP 301, a redirect: is the base-url right?"),
        is(307, "{}", "Barred: HTTP 307, a redirect: is the base-url right?"),
        is(413, "{}", "Refused: HTTP 413: too large for Skyvern"),
        is(
            422,
            "{\"detail\":[{\"input\":\"123456\"}]}",
            "Refused: HTTP 422: Skyvern does not understand what otpost sends"),
        is(204, "", "Deferred, perhaps stored: HTTP 204"),
        is(408, "{}", "Deferred: HTTP 408"),
        is(418, "{}", "Deferred: HTTP 418"),
        is(425, "{}", "Deferred: HTTP 425"),
        is(429, "{}", "Deferred: HTTP 429"),
        is(500, "{}", "Deferred, perhaps stored: HTTP 500"),
        is(502, "<html>", "Deferred, perhaps stored: HTTP 502"),
        is(
            502,
            "{\"detail\":\"OTP extraction is temporarily unavailable\"}",
            "Deferred: HTTP 502: the language model is down"),
        is(503, "{}", "Deferred, perhaps stored: HTTP 503"),
        is(504, "{}", "Deferred, perhaps stored: HTTP 504"));
  }

  /** Of which otpost is certain of nothing, so that there is no other way to say it. */
  @ParameterizedTest
  @MethodSource("answersToAText")
  void readsWhatSkyvernAnswers(int status, String body, String expected) {
    assertEquals(expected, words(read(status, body, posting(NOTHING, Form.FIRST))));
  }

  static Stream<Arguments> formsThatFollow() {
    var text = Form.FIRST;
    var bare = Form.FIRST.asBare();
    var longCode = new Otp.Code("12345678901", "a test");
    var twoLinks = new Otp.MagicLink("https://site.example/(a)", "a test");
    return Stream.of(
        // What Skyvern keeps unread is posted alone as well, if it is not what it keeps unread.
        Arguments.of(RAW, CODE, text, "bare"),
        Arguments.of(RAW, LINK, text, "bare"),
        Arguments.of(RAW, longCode, text, "bare"),
        Arguments.of(RAW, NOTHING, text, "Delivered"),
        Arguments.of(RAW, LINK, bare, "Delivered"),
        // A code of ten characters at most costs nothing; a link does.
        Arguments.of(UNPAID, CODE, text, "bare"),
        Arguments.of(UNPAID, longCode, text, "Unpaid"),
        Arguments.of(UNPAID, LINK, text, "Unpaid"),
        Arguments.of(UNPAID, NOTHING, text, "Unpaid"),
        Arguments.of(UNPAID, CODE, bare, "Unpaid"),
        // Both can be read without a language model.
        Arguments.of(NO_MODEL, CODE, text, "bare"),
        Arguments.of(NO_MODEL, LINK, text, "bare"),
        Arguments.of(NO_MODEL, longCode, text, "Deferred"),
        Arguments.of(NO_MODEL, twoLinks, text, "Deferred"),
        Arguments.of(NO_MODEL, NOTHING, text, "Deferred"),
        Arguments.of(NO_MODEL, CODE, bare, "Deferred"),
        Arguments.of(NO_MODEL, CODE, text.withoutIds(), "bare_without_ids"),
        // An id that Skyvern does not know is left out, once.
        Arguments.of(unknown("task"), NOTHING, text, "text_without_ids"),
        Arguments.of(unknown("workflow"), NOTHING, text, "text_without_ids"),
        Arguments.of(unknown("workflow run"), CODE, bare, "bare_without_ids"),
        Arguments.of(unknown("workflow run"), CODE, text.withoutIds(), "Refused"),
        Arguments.of(unknown("organization"), CODE, text, "Refused"));
  }

  /** What anybody but Skyvern itself says with 502 tells not how far it came. */
  @ParameterizedTest
  @CsvSource({
    "'{\"detail\":\"OTP extraction is unavailable\"}', false",
    "<html>, true",
    "'', true"
  })
  void doubtsThatNothingWasStoredWhereNotSkyvernItselfSaysSo(String body, boolean doubtful) {
    var outcome = read(502, body, posting(CODE, Form.FIRST));
    assertInstanceOf(Outcome.Again.class, outcome);
    assertEquals(doubtful, outcome.isDoubtful());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to parse otp login: 123456",
        "Failed to parse: Your G-123456, http://site.example/in",
        "Invalid workflow run id: your ABCDEF",
        "bad http://site.example/in"
      })
  void saysNothingAfterSkyvernOfWhatItRepeats(String detail) {
    for (var otp : List.of(new Otp.Code("ABCDEF", "a test"), NOTHING)) {
      var text = "Your G-123456, or ABCDEF1, at http://site.example/in";
      var delivery = new Delivery(7, LANE, Form.FIRST, text, otp, LIFE, Optional.empty());
      for (var ids : List.of(Map.<String, String>of(), Map.of("workflow_run_id", "wr_1"))) {
        var outcome =
            read(400, "{\"detail\":\"%s\"}".formatted(detail), new Posting(delivery, "email", ids));
        var said = outcome.note();
        assertFalse(said.contains("123456") || said.contains("site.example"), said);
        assertFalse(otp instanceof Otp.Code && said.contains("ABCDEF"), said);
      }
    }
  }

  private static Answer unknown(String what) {
    return new Answer(
        400, Optional.empty(), "{\"detail\":\"Invalid %s id: wr_1\"}".formatted(what));
  }

  @ParameterizedTest
  @MethodSource("formsThatFollow")
  void saysItInAnotherWayWhereThatHelps(Answer answer, Otp otp, Form form, String expected) {
    var outcome = answer.outcome(posting(otp, form), NOW);
    assertEquals(
        expected,
        outcome instanceof Outcome.Again again
            ? again.form().word()
            : outcome.getClass().getSimpleName());
  }

  @Test
  void asksNotForTheCodeAloneThatHasBeenPostedAsTheText() {
    var delivery = new Delivery(7, LANE, Form.FIRST, "123456", CODE, LIFE, Optional.empty());
    var outcome = RAW.outcome(Posting.of(delivery, Optional.empty()), NOW);
    assertInstanceOf(Outcome.Delivered.class, outcome);
  }

  @Test
  void refusesAnIdThatItDidNotSend() {
    var delivery = posting(CODE, Form.FIRST).delivery();
    var outcome = unknown("task").outcome(Posting.of(delivery, Optional.empty()), NOW);
    assertEquals("Refused: HTTP 400: Invalid task id: wr_1", words(outcome));
  }

  static Stream<Arguments> readings() {
    var another = "Skyvern read another code in it than otpost: look at the mail";
    return Stream.of(
        Arguments.of(CODE, "123456", "totp", ""),
        Arguments.of(CODE, "123-456", "totp", ""),
        Arguments.of(CODE, " 123 456 ", "totp", ""),
        Arguments.of(CODE, "123456", "", ""),
        Arguments.of(new Otp.Code("AB12cd", "a test"), "ab1-2CD", "totp", ""),
        Arguments.of(CODE, "654321", "totp", another),
        Arguments.of(CODE, "1234567", "totp", another),
        Arguments.of(
            CODE,
            "https://site.example/in",
            "magic_link",
            "Skyvern read a link in it, and otpost a code: look at the mail"),
        Arguments.of(LINK, "https://site.example/in?a=1&b=2", "magic_link", ""),
        Arguments.of(LINK, "https://site.example/in?a=1&amp;b=2", "magic_link", ""),
        Arguments.of(
            new Otp.MagicLink("https://site.example/in.", "a test"),
            "https://site.example/in",
            "magic_link",
            ""),
        Arguments.of(
            LINK,
            "https://site.example/out",
            "magic_link",
            "Skyvern read another link in it, and otpost a link: look at the mail"),
        Arguments.of(
            LINK,
            "123456",
            "totp",
            "Skyvern read a code in it, and otpost a link: look at the mail"),
        Arguments.of(NOTHING, "123456", "totp", ""),
        Arguments.of(new Otp.Ambiguous("a test"), "123456", "totp", ""));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void tellsWhereSkyvernReadSomethingElse(Otp ours, String code, String type, String caveat) {
    var body =
        "{\"totp_code_id\":\"totp_1\",\"code\":\"%s\",\"otp_type\":\"%s\"}".formatted(code, type);
    var outcome = read(200, body, posting(ours, Form.FIRST));
    assertEquals(
        new Outcome.Delivered("stored as totp_1", Optional.of(caveat).filter(it -> !it.isEmpty())),
        outcome);
  }

  @Test
  void tellsThatATextIsKeptUnread() {
    assertEquals(
        new Outcome.Delivered(
            "stored as totp_1",
            Optional.of("Skyvern keeps the text, but has read no code in it (raw_pending)")),
        RAW.outcome(posting(NOTHING, Form.FIRST), NOW));
  }

  @Test
  void tellsThatItWasPostedWithoutTheIdsOfTheRoute() {
    var body = "{\"totp_code_id\":\"totp_1\",\"code\":\"123456\"}";
    assertEquals(
        "stored as totp_1; posted without workflow_run_id: Skyvern does not know what route"
            + " default says, set it right",
        read(200, body, posting(CODE, Form.FIRST.withoutIds())).note());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                             | PT1S",
        "7                             | PT7S",
        "900                           | PT15M",
        "Sun, 22 Nov 2026 10:00:30 GMT | PT30S",
        // Never without a pause, and never longer than a run polls.
        "0                             | PT1S",
        "-5                            | PT1S",
        "Sun, 22 Nov 2026 09:00:00 GMT | PT1S",
        "901                           | PT15M",
        "99999999999999                | PT15M",
        "Sun, 22 Nov 2099 10:00:00 GMT | PT15M",
      })
  void readsHowLongSkyvernWantsToBeLeftAlone(String retryAfter, Duration pause) {
    assertEquals(Optional.of(pause), pause(retryAfter));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1.5", "--5", "Sun, 99 Nov 2026 10:00:30 GMT"})
  void takesAnUnreadableRetryAfterForNone(String retryAfter) {
    assertEquals(Optional.empty(), pause(retryAfter));
  }

  @Test
  void showsNothingOfTheBody() {
    var answer = new Answer(422, Optional.empty(), "{\"input\":\"your code is 123456\"}");
    assertFalse(answer.toString().contains("123456"));
    assertFalse(answer.trouble(NOW).because().contains("123456"));
  }

  private static Posting posting(Otp otp, Form form) {
    return new Posting(
        new Delivery(7, LANE, form, "the text", otp, LIFE, Optional.empty()),
        "email",
        Map.of("workflow_run_id", "wr_1"));
  }

  private static Outcome read(int status, String body, Posting posting) {
    return new Answer(status, Optional.empty(), body).outcome(posting, NOW);
  }

  private static Arguments is(int status, String body, String expected) {
    return Arguments.of(status, body, expected);
  }

  private static String words(Outcome outcome) {
    return outcome.getClass().getSimpleName()
        + (outcome.isDoubtful() ? ", perhaps stored: " : ": ")
        + outcome.note();
  }

  private static Optional<Duration> pause(String retryAfter) {
    var answer = new Answer(503, Optional.of(retryAfter), "");
    return assertInstanceOf(Outcome.Deferred.class, answer.trouble(NOW)).retryAfter();
  }
}
