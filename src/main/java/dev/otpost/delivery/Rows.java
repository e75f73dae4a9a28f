package dev.otpost.delivery;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.jr.ob.JSON;

/** Skyvern's list of what it has stored, read one row after the other. */
final class Rows {

  /** Longer texts than otpost ever posts, so that those of others are passed over. */
  private static final int LONGEST_STRING = 1 << 20;

  /** An answer without an end is left in the middle. */
  private static final long LONGEST_BYTES = 8L << 20;

  private static final JSON BOUNDED =
      JSON.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(LONGEST_STRING)
                          .maxDocumentLength(LONGEST_BYTES)
                          .build())
                  .build())
          .build();

  private Rows() {}

  /**
   * The first row that is wanted. Nothing behind it is read, so that of a list of long texts there
   * is never more than one in memory.
   *
   * @throws tools.jackson.core.JacksonException if what comes before it is no JSON, or ends early
   */
  static Optional<Row> first(InputStream list, Predicate<Row> wanted) {
    try (JsonParser tokens = BOUNDED.createParser(list)) {
      if (tokens.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (tokens.nextToken() == JsonToken.START_OBJECT) {
        var row = Row.of(BOUNDED.mapFrom(tokens)).filter(wanted);
        if (row.isPresent()) {
          return row;
        }
      }
      return Optional.empty();
    }
  }
}
