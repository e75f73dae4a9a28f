package dev.otpost.delivery;

import dev.otpost.message.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * What Skyvern answered.
 *
 * @param status HTTP status
 * @param retryAfter the header of that name, unread
 * @param body the beginning of it; never shown, for Skyvern may repeat in it what it was sent
 */
record Answer(int status, Optional<String> retryAfter, String body) {

  /** A detail that is longer is not the sentence that Skyvern's documentation promises. */
  private static final int LONGEST_DETAIL = 200;

  private static final String WRONG_URL = "is the base-url right?";

  /** What this answer means for the delivery. */
  Outcome outcome(Instant now) {
    return switch (status) {
      case 200 -> stored();
      case 400 -> new Outcome.Refused("HTTP 400" + detail());
      case 401, 403 ->
          new Outcome.Barred(
              "HTTP %d: the key is missing, wrong or expired; set the right api-key"
                  .formatted(status));
      case 402 -> new Outcome.Unpaid("HTTP 402: no credits are left");
      case 404 -> new Outcome.Barred("HTTP 404: " + WRONG_URL);
      case 413 -> new Outcome.Refused("HTTP 413: too large for Skyvern");
      case 422 -> new Outcome.Refused("HTTP 422: Skyvern does not understand what otpost sends");
      default ->
          status / 100 == 3
              ? new Outcome.Barred("HTTP %d, a redirect: %s".formatted(status, WRONG_URL))
              : new Outcome.Deferred("HTTP " + status, pause(now));
    };
  }

  /**
   * A 200 alone proves nothing: a captive portal says it too. Skyvern names the row that it has
   * stored.
   */
  private Outcome stored() {
    var fields = fields();
    if ("raw_pending".equals(fields.get("status"))) {
      return new Outcome.Delivered("stored, but Skyvern has read no code in it (raw_pending)");
    }
    return fields.get("totp_code_id") instanceof String id && !id.isBlank()
        ? new Outcome.Delivered("stored as " + plain(id))
        : new Outcome.Barred("HTTP 200, but the answer is not Skyvern's: " + WRONG_URL);
  }

  private String detail() {
    return fields().get("detail") instanceof String detail && detail.length() <= LONGEST_DETAIL
        ? ": " + plain(detail)
        : "";
  }

  private Map<String, Object> fields() {
    try {
      return JSON.std.mapFrom(body);
    } catch (JacksonException e) {
      return Map.of();
    }
  }

  /** RFC 9110 10.2.3: seconds, or a date. */
  private Optional<Duration> pause(Instant now) {
    return retryAfter.flatMap(
        text -> {
          try {
            return Optional.of(
                text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 10
                    ? Duration.ofSeconds(Integer.parseInt(text))
                    : Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
          } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
          }
        });
  }

  static String plain(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The status only: a body may hold a code. */
  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length() + " characters]";
  }

  /** What went wrong when no answer came, in words without anything that was sent. */
  static Outcome none(IOException e) {
    if (e instanceof UnreachedException unreached) {
      return unreached.outcome();
    }
    return new Outcome.Unanswered(
        switch (e) {
          case java.net.ConnectException _ -> "no connection: " + plain(words(e));
          case java.net.UnknownHostException _ -> "no such host: " + plain(words(e));
          case java.io.InterruptedIOException _ -> "no answer in time";
          // Its message repeats what the other side wrote.
          case java.net.ProtocolException _ -> "an answer that is not HTTP";
          case javax.net.ssl.SSLException _ -> "no secure connection: " + plain(words(e));
          default -> "no answer: " + plain(words(e));
        });
  }

  private static String words(IOException e) {
    return String.valueOf(e.getMessage());
  }
}
