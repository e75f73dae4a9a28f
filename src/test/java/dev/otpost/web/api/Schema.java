package dev.otpost.web.api;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a value by a schema of an OpenAPI document: as much of JSON Schema as
 * that document uses, and a schema that uses more is wrong itself. Stricter in one thing: a key
 * that the schema does not name is wrong too, for it is not documented.
 */
record Schema(Map<String, Object> document) {

  private static final List<String> KNOWN =
      List.of(
          "$ref",
          "type",
          "description",
          "required",
          "properties",
          "additionalProperties",
          "items",
          "enum",
          "format",
          "minimum",
          "maximum",
          "maxLength",
          "default");

  /** Empty if it is as it should be. */
  List<String> wrong(Object schema, @Nullable Object value, String at) {
    var wrong = new ArrayList<String>();
    check(resolved(schema), value, at, wrong);
    return wrong;
  }

  /** The schema, response or parameter that a reference means; or what it is if it is none. */
  Map<String, Object> resolved(Object schema) {
    var here = object(schema);
    if (!(here.get("$ref") instanceof String ref)) {
      return here;
    }
    Object there = document;
    for (var part : ref.substring(2).split("/", -1)) {
      there = Objects.requireNonNull(object(there).get(part), "nothing at " + ref);
    }
    return object(there);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  private void check(
      Map<String, Object> schema, @Nullable Object value, String at, List<String> wrong) {
    schema.keySet().stream()
        .filter(it -> !KNOWN.contains(it))
        .forEach(it -> wrong.add(at + ": this test does not know " + it));
    var types =
        schema.get("type") instanceof List<?> many
            ? many
            : List.of(String.valueOf(schema.get("type")));
    if (types.stream().noneMatch(it -> isOf(it, value))) {
      wrong.add(at + " is no " + types);
      return;
    }
    if (schema.get("enum") instanceof List<?> all && !all.contains(value)) {
      wrong.add(at + " is none of " + all);
    }
    switch (value) {
      case Number number -> {
        if (schema.get("minimum") instanceof Number least
            && number.longValue() < least.longValue()) {
          wrong.add(at + " is less than " + least);
        }
        if (schema.get("maximum") instanceof Number most && number.longValue() > most.longValue()) {
          wrong.add(at + " is more than " + most);
        }
      }
      case String text when schema.containsKey("format") -> {
        DateTimeFormatter.ISO_INSTANT.parse(text);
        if (!text.matches(".*:\\d\\d\\.\\d{3}Z")) {
          wrong.add(at + " is no time in UTC to the millisecond");
        }
      }
      case List<?> all -> {
        for (int i = 0; i < all.size(); i++) {
          check(
              resolved(Objects.requireNonNull(schema.get("items"))),
              all.get(i),
              at + "/" + i,
              wrong);
        }
      }
      case Map<?, ?> members when schema.containsKey("properties") ->
          members(schema, object(members), at, wrong);
      case null, default -> {}
    }
  }

  private void members(
      Map<String, Object> schema, Map<String, Object> members, String at, List<String> wrong) {
    var properties = object(schema.get("properties"));
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(it -> !members.containsKey(it))
          .forEach(it -> wrong.add(at + " has no " + it));
    }
    members.forEach(
        (name, value) -> {
          var property = properties.get(name);
          if (property == null) {
            wrong.add(at + "/" + name + " is not documented");
          } else {
            check(resolved(property), value, at + "/" + name, wrong);
          }
        });
  }

  private static boolean isOf(Object type, @Nullable Object value) {
    return switch ((String) type) {
      case "null" -> value == null;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List;
      case "object" -> value instanceof Map;
      default -> false;
    };
  }
}
