package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * With what a browser came back from the provider (RFC 6749 4.1.2), unchecked.
 *
 * @param parameters of the query
 */
record Redirect(Map<String, String> parameters) {

  /** Of a URL, of a request's target, or of a query alone; empty if it says nothing to us. */
  static Optional<Redirect> of(String written) {
    var parameters = new HashMap<String, String>();
    var query = written.strip().replaceFirst("#.*$", "");
    for (var pair : query.substring(query.indexOf('?') + 1).split("&", -1)) {
      int sign = pair.indexOf('=');
      if (sign > 0) {
        try {
          parameters.putIfAbsent(pair.substring(0, sign), decoded(pair.substring(sign + 1)));
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return parameters.containsKey("code") || parameters.containsKey("error")
        ? Optional.of(new Redirect(parameters))
        : Optional.empty();
  }

  /** Whether it is the answer to what was asked with {@code state}, and not somebody else's. */
  boolean answers(String state) {
    return MessageDigest.isEqual(text("state").getBytes(UTF_8), state.getBytes(UTF_8));
  }

  /** Empty if the person, or the provider, said no. */
  Optional<String> code() {
    return parameters.containsKey("error")
        ? Optional.empty()
        : Optional.of(text("code")).filter(code -> !code.isEmpty());
  }

  /** Why there is no code; fit to be shown. */
  String error() {
    var description = text("error_description");
    return Plain.text(text("error") + (description.isEmpty() ? "" : ": " + description));
  }

  private String text(String name) {
    return Optional.ofNullable(parameters.get(name)).orElse("");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  /** A code is as good as a password for its minute. */
  @Override
  public String toString() {
    return "Redirect" + parameters.keySet().stream().map(Plain::text).sorted().toList();
  }
}
