package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"totp_code_id\":\"totp_1\",\"code\":\"123456\"} | Delivered  | stored as totp_1",
        "200 | {\"status\":\"raw_pending\",\"code\":\"\"}         | Delivered  | stored, but"
            + " Skyvern has read no code in it (raw_pending)",
        "200 | <html>Log in to the hotel's network</html>       | Barred     | HTTP 200, but the"
            + " answer is not Skyvern's: is the base-url right?",
        "200 | {}                                               | Barred     | HTTP 200, but the"
            + " answer is not Skyvern's: is the base-url right?",
        "200 | []                                               | Barred     | HTTP 200, but the"
            + " answer is not Skyvern's: is the base-url right?",
        "200 | {\"totp_code_id\":                                | Barred     | HTTP 200, but the"
            + " answer is not Skyvern's: is the base-url right?",
        "400 | {\"detail\":\"Failed to parse otp login\"}         | Refused    | HTTP 400: Failed"
            + " to parse otp login",
        "400 | garbage                                          | Refused    | HTTP 400",
        "401 | {\"detail\":\"Invalid credentials\"}               | Barred     | HTTP 401: the key"
            + " is missing, wrong or expired; set the right api-key",
        "403 | {\"detail\":\"Invalid credentials\"}               | Barred     | HTTP 403: the key"
            + " is missing, wrong or expired; set the right api-key",
        "402 | {}                                               | Unpaid     | HTTP 402: no credits"
            + " are left",
        "404 | {}                                               | Barred     | HTTP 404: is"
            + " the base-url right?",
        "301 | {}                                               | Barred     | HTTP 301, a"
            + " redirect: is the base-url right?",
        "307 | {}                                               | Barred     | HTTP 307, a"
            + " redirect: is the base-url right?",
        "413 | {}                                               | Refused    | HTTP 413: too large"
            + " for Skyvern",
        "422 | {\"detail\":[{\"input\":\"123456\"}]}               | Refused    | HTTP 422: Skyvern"
            + " does not understand what otpost sends",
        "408 | {}                                               | Deferred   | HTTP 408",
        "425 | {}                                               | Deferred   | HTTP 425",
        "429 | {}                                               | Deferred   | HTTP 429",
        "500 | {}                                               | Deferred   | HTTP 500",
        "502 | {\"detail\":\"OTP extraction is unavailable\"}     | Deferred   | HTTP 502",
        "503 | {}                                               | Deferred   | HTTP 503",
        "504 | {}                                               | Deferred   | HTTP 504",
        "418 | {}                                               | Deferred   | HTTP 418",
      })
  void readsWhatSkyvernAnswers(int status, String body, String outcome, String because) {
    var read = new Answer(status, Optional.empty(), body).outcome(NOW);
    assertEquals(outcome, read.getClass().getSimpleName());
    assertEquals(because, read.because());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                             | PT0S",
        "7                             | PT7S",
        "86400                         | PT24H",
        "Sun, 22 Nov 2026 10:00:30 GMT | PT30S",
      })
  void readsHowLongSkyvernWantsToBeLeftAlone(String retryAfter, Duration pause) {
    assertEquals(Optional.of(pause), pause(retryAfter));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "99999999999999", "Sun, 99 Nov 2026 10:00:30 GMT"})
  void takesAnUnreadableRetryAfterForNone(String retryAfter) {
    assertEquals(Optional.empty(), pause(retryAfter));
  }

  @Test
  void showsNothingOfTheBody() {
    var answer = new Answer(422, Optional.empty(), "{\"input\":\"your code is 123456\"}");
    assertFalse(answer.toString().contains("123456"));
    assertFalse(answer.outcome(NOW).because().contains("123456"));
  }

  private static Optional<Duration> pause(String retryAfter) {
    var answer = new Answer(503, Optional.of(retryAfter), "");
    return assertInstanceOf(Outcome.Deferred.class, answer.outcome(NOW)).retryAfter();
  }
}
