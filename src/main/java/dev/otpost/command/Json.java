package dev.otpost.command;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/** What commands print for programs: one object a line, what is absent in it as null. */
final class Json {

  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Json() {}

  static String line(Map<String, ? extends @Nullable Object> object) {
    return WRITER.asString(object);
  }

  /** RFC 3339 in UTC, to the millisecond. */
  static String exact(Instant instant) {
    return MILLIS.format(instant);
  }

  /** RFC 3339 in UTC, to the second. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
