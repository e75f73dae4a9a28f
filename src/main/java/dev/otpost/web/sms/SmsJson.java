package dev.otpost.web.sms;

import dev.otpost.web.http.Body;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * A text message in JSON: {@code {"from","to","body"}}, and if known {@code "id"} and {@code
 * "received_at"} (RFC 3339). Total.
 */
final class SmsJson {

  private static final JSON READER = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

  private SmsJson() {}

  static Handed read(Body body) {
    try {
      return READER.anyFrom(body.octets()) instanceof Map<?, ?> object
          ? read(object)
          : new Handed.Unreadable("the body is no JSON object");
    } catch (JacksonException e) {
      return new Handed.Unreadable("the body is no JSON");
    }
  }

  private static Handed read(Map<?, ?> object) {
    for (var name : new String[] {"id", "from", "to", "body", "received_at"}) {
      var value = object.get(name);
      if (value != null && !(value instanceof String)) {
        return new Handed.Unreadable(name + " is no string");
      }
    }
    var at = text(object, "received_at").filter(it -> !it.isBlank());
    var sentAt = at.flatMap(SmsJson::instant);
    if (at.isPresent() && sentAt.isEmpty()) {
      return new Handed.Unreadable("received_at is no time: give it like 2026-11-22T10:00:00Z");
    }
    return Handed.of(
        text(object, "id").orElse(""),
        text(object, "from").orElse(""),
        text(object, "to").orElse(""),
        text(object, "body"),
        sentAt,
        new Handed.Names("to", "body"));
  }

  private static Optional<String> text(Map<?, ?> object, String name) {
    return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Of four digits for the year, which a Date has room for (RFC 5322 3.3). */
  private static Optional<Instant> instant(String text) {
    try {
      var time = OffsetDateTime.parse(text.strip());
      return time.getYear() >= 1970 && time.getYear() <= 9999
          ? Optional.of(time.toInstant())
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
