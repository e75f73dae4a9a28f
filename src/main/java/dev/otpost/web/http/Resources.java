package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The table of what can be asked for. Immutable. */
record Resources(List<Resource> all) {

  Resources {
    all = List.copyOf(all);
  }

  /** What stands at a path. */
  sealed interface Found {
    /**
     * This is to answer.
     *
     * @param variables what stands in the path for the names in the template, decoded
     */
    record Here(Resource resource, Map<String, String> variables) implements Found {
      @Override
      public String toString() {
        return "Here[" + resource.template() + "]";
      }
    }

    /** Something, but not for this method; {@code methods} are those that there are. */
    record OtherMethod(String methods) implements Found {}

    record Nothing() implements Found {}
  }

  /** HEAD is answered like GET, without the body (RFC 9110 9.3.2). */
  Found find(String method, String path) {
    var asked = method.equals("HEAD") ? "GET" : method;
    var others = new TreeSet<String>();
    for (var resource : all) {
      var variables = match(resource.template(), path);
      if (variables.isPresent()) {
        if (resource.method().equals(asked)) {
          return new Found.Here(resource, variables.get());
        }
        others.add(resource.method());
        if (resource.method().equals("GET")) {
          others.add("HEAD");
        }
      }
    }
    return others.isEmpty()
        ? new Found.Nothing()
        : new Found.OtherMethod(String.join(", ", others));
  }

  private static Optional<Map<String, String>> match(String template, String path) {
    var wanted = template.split("/", -1);
    var given = path.split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        if (given[i].isEmpty()) {
          return Optional.empty();
        }
        var decoded = decode(given[i].replace("+", "%2B"));
        if (decoded.isEmpty()) {
          return Optional.empty();
        }
        variables.put(wanted[i].substring(1, wanted[i].length() - 1), decoded.get());
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  /** Percent-encoded UTF-8, + for a blank; empty if it is neither. */
  static Optional<String> decode(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
