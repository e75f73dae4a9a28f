package dev.otpost.web.sms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a form, in their order (WHATWG URL 5.1, {@code application/x-www-form-urlencoded}).
 */
record Form(List<Field> fields) {

  /** One field. */
  record Field(String name, String value) {
    @Override
    public String toString() {
      return "Field[%s, %d characters]".formatted(name, value.length());
    }
  }

  Form {
    fields = List.copyOf(fields);
  }

  /** Empty if it is none. */
  static Optional<Form> parse(String body) {
    var fields = new ArrayList<Field>();
    for (var pair : body.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      try {
        fields.add(
            new Field(
                decoded(equals < 0 ? pair : pair.substring(0, equals)),
                equals < 0 ? "" : decoded(pair.substring(equals + 1))));
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // a percent sign without two digits behind it
      }
    }
    return Optional.of(new Form(fields));
  }

  /** The first one of this name; empty if there is none. */
  Optional<String> first(String name) {
    return fields.stream().filter(it -> it.name().equals(name)).map(Field::value).findFirst();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  /** How many only. */
  @Override
  public String toString() {
    return "Form[" + fields.size() + " fields]";
  }
}
