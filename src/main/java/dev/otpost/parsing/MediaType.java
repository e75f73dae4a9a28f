package dev.otpost.parsing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A value with parameters: {@code text/html; charset=utf-8} (RFC 2045 5.1), or a disposition (RFC
 * 2183). Read leniently: missing quotes, stray semicolons and unknown tails do no harm.
 *
 * @param value what stands before the first semicolon, in lower case; empty if the field is missing
 * @param parameters by their names in lower case; the first of several of one name
 */
record MediaType(String value, Map<String, String> parameters) {

  MediaType {
    parameters = Map.copyOf(parameters);
  }

  boolean isMultipart() {
    return value.startsWith("multipart/");
  }

  boolean isMessage() {
    return value.equals("message/rfc822") || value.equals("message/global");
  }

  /** The parameter of this name; empty if there is none. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /**
   * Whether a parameter, or its RFC 2231 form ({@code filename*}, {@code filename*0}), names a
   * file.
   */
  boolean namesFile() {
    return parameters.keySet().stream()
        .anyMatch(key -> key.startsWith("filename") || key.startsWith("name"));
  }

  /** Whether a parameter names a file that ends so, case aside. */
  boolean namesFile(String ending) {
    return parameters.entrySet().stream()
        .anyMatch(
            entry ->
                (entry.getKey().startsWith("filename") || entry.getKey().startsWith("name"))
                    && EncodedWords.decode(entry.getValue())
                        .toLowerCase(Locale.ROOT)
                        .endsWith(ending));
  }

  static MediaType parse(String field) {
    int semicolon = field.indexOf(';');
    var value = semicolon < 0 ? field : field.substring(0, semicolon);
    var parameters = new HashMap<String, String>();
    int i = semicolon < 0 ? field.length() : semicolon + 1;
    while (i < field.length()) {
      int nameEnd = i;
      while (nameEnd < field.length()
          && field.charAt(nameEnd) != '='
          && field.charAt(nameEnd) != ';') {
        nameEnd++;
      }
      var name = field.substring(i, nameEnd).strip().toLowerCase(Locale.ROOT);
      if (nameEnd == field.length() || field.charAt(nameEnd) == ';') {
        i = nameEnd + 1;
        continue;
      }
      var parameter = new StringBuilder();
      i = value(field, nameEnd + 1, parameter);
      if (!name.isEmpty()) {
        parameters.putIfAbsent(name, parameter.toString());
      }
    }
    var type = Characters.oneLine(value).toLowerCase(Locale.ROOT).replace(" ", "");
    return new MediaType(type.equals("text") ? "text/plain" : type, parameters);
  }

  /**
   * Reads one value into {@code parameter}, quoted or not, and answers where the next parameter
   * begins.
   */
  private static int value(String field, int from, StringBuilder parameter) {
    int i = from;
    while (i < field.length() && (field.charAt(i) == ' ' || field.charAt(i) == '\t')) {
      i++;
    }
    if (i < field.length() && field.charAt(i) == '"') {
      for (i++; i < field.length() && field.charAt(i) != '"'; i++) {
        if (field.charAt(i) == '\\' && i + 1 < field.length()) {
          i++;
        }
        parameter.append(field.charAt(i));
      }
    } else {
      int end = i;
      while (end < field.length() && field.charAt(end) != ';') {
        end++;
      }
      parameter.append(field.substring(i, end).strip());
    }
    int next = field.indexOf(';', i);
    return next < 0 ? field.length() : next + 1;
  }
}
