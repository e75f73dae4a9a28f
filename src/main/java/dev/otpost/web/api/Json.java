package dev.otpost.web.api;

import dev.otpost.web.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/** How programs are told things: what is absent in an object as null. */
public final class Json {

  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Json() {}

  /** In one line. */
  public static String line(Map<String, ? extends @Nullable Object> object) {
    return WRITER.asString(object);
  }

  static Answer answer(Map<String, ? extends @Nullable Object> object) {
    return Answer.json(200, line(object));
  }

  /**
   * What is wrong, for programs and people (RFC 9457).
   *
   * @param detail a sentence that says what to do; may repeat what the caller wrote
   */
  static Answer problem(int status, String title, String detail) {
    var problem = new LinkedHashMap<String, Object>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    var answer = Answer.json(status, line(problem));
    return new Answer.Whole(status, "application/problem+json", answer.body(), answer.fields());
  }

  /** RFC 3339 in UTC, to the millisecond. */
  static String time(Instant instant) {
    return MILLIS.format(instant);
  }

  static @Nullable String time(Optional<Instant> instant) {
    return instant.map(Json::time).orElse(null);
  }

  static @Nullable Long millis(Optional<Duration> duration) {
    return duration.map(Duration::toMillis).orElse(null);
  }

  /** Null for what is not told. */
  static @Nullable String told(String text) {
    return text.isEmpty() ? null : text;
  }
}
