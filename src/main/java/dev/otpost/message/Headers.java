package dev.otpost.message;

import java.util.List;
import java.util.Optional;

/**
 * The header fields of a mail in the order in which they stand: the topmost was added last (RFC
 * 5321 4.4). Values are unfolded, encoded words in them decoded (RFC 2047), without surrounding
 * white space.
 */
public record Headers(List<Field> fields) {

  public static final Headers NONE = new Headers(List.of());

  public Headers {
    fields = List.copyOf(fields);
  }

  /** The topmost value of this field that is not empty, whatever the case of its name. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name) && !field.value().isEmpty())
        .map(Field::value)
        .findFirst();
  }

  /** All values of this field from top to bottom; empty if the mail has none. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  @Override
  public String toString() {
    return "Headers[" + fields.size() + " fields]";
  }

  /** One field; its value may be empty. */
  public record Field(String name, String value) {

    @Override
    public String toString() {
      return name + "(" + value.length() + " characters)";
    }
  }
}
