package dev.otpost.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands print for programs: one object a line, written as the API writes it. */
final class Json {

  private Json() {}

  static String line(Map<String, ? extends @Nullable Object> object) {
    return dev.otpost.web.api.Json.line(object);
  }

  /** RFC 3339 in UTC, to the second. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
