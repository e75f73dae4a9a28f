package dev.otpost.demo;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.jr.ob.JSON;

/**
 * The JSON of a request and what is wrong with it by the schema of the contract. Keys that the
 * schema does not know are passed over.
 *
 * @param fields what the JSON object holds; empty if the body is none
 * @param faults as they stand in the {@code detail} of a 422; empty if the body is of the schema
 */
record Body(Map<String, Object> fields, List<Map<String, Object>> faults) {

  private static final List<String> REQUIRED = List.of("totp_identifier", "content");
  private static final List<String> OPTIONAL =
      List.of("task_id", "workflow_id", "workflow_run_id", "source");

  /** An {@code expired_at}: when, and whether it names an offset. */
  record Expiry(Instant at, boolean hasOffset) {}

  static Body of(String contentType, String json) {
    if (!contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
      return notAnObject();
    }
    Object read;
    // Read by tokens, for the short way says nothing of what follows the object.
    try (JsonParser tokens = JSON.std.createParser(json)) {
      tokens.nextToken();
      read = JSON.std.anyFrom(tokens);
      if (tokens.nextToken() != null) {
        return notJson();
      }
    } catch (JacksonException broken) {
      return notJson();
    }
    if (!(read instanceof Map<?, ?> object)) {
      return notAnObject();
    }
    var fields = new LinkedHashMap<String, Object>();
    object.forEach(
        (key, value) -> {
          if (value != null) { // null is as good as absent for every optional field
            fields.put(key.toString(), value);
          }
        });
    return new Body(fields, faults(object, fields));
  }

  /** The string under {@code key}; empty if there is none. */
  String text(String key) {
    return fields.get(key) instanceof String text ? text : "";
  }

  /** The string under {@code key} if there is one. */
  Optional<String> textIfAny(String key) {
    return fields.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The {@code expired_at}, if there is one that is a date and a time. */
  Optional<Expiry> expiry() {
    return textIfAny("expired_at").flatMap(Body::expiry);
  }

  private static Optional<Expiry> expiry(String text) {
    try {
      return Optional.of(
          switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from)) {
            case OffsetDateTime offset -> new Expiry(offset.toInstant(), true);
            case LocalDateTime local -> new Expiry(local.toInstant(ZoneOffset.UTC), false);
            default -> throw new DateTimeException("neither");
          });
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static List<Map<String, Object>> faults(Map<?, ?> sent, Map<String, Object> fields) {
    var faults = new ArrayList<Map<String, Object>>();
    for (var key : REQUIRED) {
      if (!sent.containsKey(key)) {
        faults.add(fault("missing", key, "Field required", sent.keySet().toString()));
      } else if (!(fields.get(key) instanceof String)) {
        faults.add(fault("string_type", key, "Input should be a valid string", fields.get(key)));
      }
    }
    for (var key : OPTIONAL) {
      if (fields.containsKey(key) && !(fields.get(key) instanceof String)) {
        faults.add(fault("string_type", key, "Input should be a valid string", fields.get(key)));
      }
    }
    var expiry = fields.get("expired_at");
    if (expiry != null && !(expiry instanceof String text && expiry(text).isPresent())) {
      faults.add(
          fault("datetime_parsing", "expired_at", "Input should be a valid datetime", expiry));
    }
    return faults;
  }

  private static Map<String, Object> fault(
      String type, String key, String message, @Nullable Object input) {
    var fault = new LinkedHashMap<String, Object>();
    fault.put("type", type);
    fault.put("loc", List.of("body", key));
    fault.put("msg", message);
    fault.put("input", String.valueOf(input));
    return fault;
  }

  private static Body notJson() {
    return new Body(
        Map.of(),
        List.of(
            Map.of("type", "json_invalid", "loc", List.of("body"), "msg", "JSON decode error")));
  }

  private static Body notAnObject() {
    return new Body(
        Map.of(),
        List.of(
            Map.of(
                "type",
                "model_attributes_type",
                "loc",
                List.of("body"),
                "msg",
                "Input should be a valid dictionary or object to extract fields from")));
  }

  @Override
  public String toString() {
    return "Body[%s, %d faults]".formatted(fields.keySet(), faults.size());
  }
}
