package dev.otpost.delivery;

import dev.otpost.message.Form;
import dev.otpost.message.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
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

  /** The sentence by which Skyvern refuses an id that it does not know. */
  private static final Pattern UNKNOWN_ID =
      Pattern.compile("Invalid (?:task|workflow|workflow run) id\\b.*", Pattern.DOTALL);

  /** What this answer means for what was posted. */
  Outcome outcome(Posting posting, Instant now) {
    return switch (status) {
      case 200 -> row().map(row -> stored(posting, row)).orElseGet(() -> trouble(now));
      case 400 ->
          withoutEchoOf(posting)
              .again(
                  posting.hasIds() && UNKNOWN_ID.matcher(detail()).matches()
                      ? Optional.of(posting.delivery().form().withoutIds())
                      : Optional.empty(),
                  "; posted again without the ids that the route names",
                  now);
      case 402 -> again(posting.bareWithoutCredits(), "; the code alone follows", now);
      case 502 -> again(posting.bareWithoutModel(), "; the code or link alone follows", now);
      default -> trouble(now);
    };
  }

  /** What it means when nothing was stored, whatever was asked for. */
  Outcome trouble(Instant now) {
    return switch (status) {
      // As a rule of a captive portal; but a proxy may have garbled a yes.
      case 200 ->
          new Outcome.Barred("HTTP 200, but the answer is not Skyvern's: " + WRONG_URL, true);
      // A page is of something in front of Skyvern, which has not been asked.
      case 400 ->
          body.stripLeading().startsWith("<")
              ? new Outcome.Barred("HTTP 400, but the answer is not Skyvern's: " + WRONG_URL)
              : new Outcome.Refused("HTTP 400" + behind(detail()));
      case 401, 403 ->
          new Outcome.Barred(
              "HTTP %d: the key is missing, wrong or expired; set the right api-key"
                  .formatted(status));
      case 402 -> new Outcome.Unpaid("HTTP 402: no credits are left");
      case 404 -> new Outcome.Barred("HTTP 404: " + WRONG_URL);
      case 413 -> new Outcome.Refused("HTTP 413: too large for Skyvern");
      case 422 -> new Outcome.Refused("HTTP 422: Skyvern does not understand what otpost sends");
      // Skyvern's own word for it says that the language model is down; anybody else's, that
      // nobody knows how far it came.
      case 502 ->
          detail().isEmpty()
              ? deferred(now)
              : new Outcome.Deferred("HTTP 502: the language model is down", pause(now));
      default ->
          status / 100 == 3
              ? new Outcome.Barred("HTTP %d, a redirect: %s".formatted(status, WRONG_URL))
              : deferred(now);
    };
  }

  /** The row that Skyvern has stored. A 200 alone proves nothing: a captive portal says it too. */
  Optional<Row> row() {
    return status == 200 ? Row.of(fields()) : Optional.empty();
  }

  /** The first that it lists; empty if that is nothing, or nothing that can be read. */
  Optional<Row> newest() {
    try {
      return Rows.first(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), _ -> true);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Whether it lists what is stored. */
  boolean isList() {
    return status == 200 && body.strip().startsWith("[");
  }

  private static Outcome stored(Posting posting, Row row) {
    if (row.isUnread() && posting.bare().isPresent()) {
      return new Outcome.Again(
          "Skyvern keeps the text, but has read no code in it (raw_pending); the code or link alone"
              + " follows",
          posting.bare().get());
    }
    return new Outcome.Delivered(
        row.id().isEmpty() ? "stored" : "stored as " + row.id(), caveat(posting, row));
  }

  /** What the operator should look at, although Skyvern has stored it as this row. */
  static Optional<String> caveat(Posting posting, Row row) {
    var read =
        row.isUnread()
            ? Optional.of("Skyvern keeps the text, but has read no code in it (raw_pending)")
            : row.differsFrom(posting.delivery().otp());
    return Stream.of(read, posting.caveat())
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "; " + other);
  }

  private Outcome again(Optional<Form> form, String why, Instant now) {
    var trouble = trouble(now);
    return form.<Outcome>map(
            it -> new Outcome.Again(trouble.because() + why, it, trouble.isDoubtful()))
        .orElse(trouble);
  }

  /** Without its sentence if that repeats what was posted, for a code may be in it. */
  private Answer withoutEchoOf(Posting posting) {
    return posting.isRepeatedIn(detail()) ? new Answer(status, retryAfter, "") : this;
  }

  /** What fails within Skyvern, or is a yes of an unknown kind, may have been stored. */
  private Outcome deferred(Instant now) {
    return new Outcome.Deferred("HTTP " + status, pause(now), status >= 500 || status < 300);
  }

  /** The sentence that Skyvern gives with a refusal; empty if it gives none. */
  private String detail() {
    return fields().get("detail") instanceof String detail && detail.length() <= LONGEST_DETAIL
        ? plain(detail)
        : "";
  }

  private static String behind(String sentence) {
    return sentence.isEmpty() ? "" : ": " + sentence;
  }

  private Map<String, Object> fields() {
    try {
      return JSON.std.mapFrom(body);
    } catch (JacksonException e) {
      return Map.of();
    }
  }

  private Optional<Duration> pause(Instant now) {
    return retryAfter.flatMap(text -> RetryAfter.read(text, now));
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
  static String none(IOException e) {
    return switch (e) {
      case UnreachedException unreached -> unreached.outcome().because();
      case ConnectException _ -> "no connection: " + plain(words(e));
      case UnknownHostException _ -> "no such host: " + plain(words(e));
      case InterruptedIOException _ -> "no answer in time";
      // Its message repeats what the other side wrote.
      case ProtocolException _ -> "an answer that is not HTTP";
      case SSLException _ -> "no secure connection: " + plain(words(e));
      default -> "no answer: " + plain(words(e));
    };
  }

  private static String words(IOException e) {
    return String.valueOf(e.getMessage());
  }
}
