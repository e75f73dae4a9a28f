package dev.otpost.web.http.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cookie that says which browser it is (RFC 6265bis). Over TLS its name keeps others from
 * setting it: neighbours under the same domain, and whoever can write into connections in clear.
 */
public final class Cookie {

  private static final String NAME = "otpost";

  private Cookie() {}

  private static String name(boolean secure) {
    return secure ? "__Host-" + NAME : NAME;
  }

  /** The id in these fields {@code Cookie}; empty if there is none that looks like one. */
  public static Optional<String> id(List<String> fields, boolean secure) {
    var before = name(secure) + "=";
    return fields.stream()
        .flatMap(field -> Arrays.stream(field.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(before))
        .map(pair -> pair.substring(before.length()))
        .filter(Sessions::isId)
        .findFirst();
  }

  /** The value of {@code Set-Cookie} that gives it. It lives as long as the browser is open. */
  public static String set(String id, boolean secure) {
    return "%s=%s; Path=/; HttpOnly; SameSite=Strict%s"
        .formatted(name(secure), id, secure ? "; Secure" : "");
  }
}
