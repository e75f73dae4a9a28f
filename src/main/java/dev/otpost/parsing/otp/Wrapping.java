package dev.otpost.parsing.otp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Links that a mail filter has put into links of its own: the original is read from their text,
 * nothing is asked of anybody. A wrapper whose text does not hold the original stays as it is.
 */
final class Wrapping {

  /** Wrappers within wrappers that are opened. */
  private static final int DEEPEST = 4;

  private Wrapping() {}

  /** The original, or {@code url} itself where it is not wrapped. */
  static String unwrap(String url) {
    var inner = url;
    for (int i = 0; i < DEEPEST; i++) {
      var next = once(inner);
      if (next.equals(inner)) {
        return inner;
      }
      inner = next;
    }
    return inner;
  }

  private static String once(String url) {
    int hostStart = url.indexOf("://") + 3;
    int hostEnd = hostStart;
    while (hostEnd < url.length() && "/?#:".indexOf(url.charAt(hostEnd)) < 0) {
      hostEnd++;
    }
    var host = url.substring(hostStart, hostEnd).toLowerCase(Locale.ROOT);
    var rest = url.substring(hostEnd);
    var inner =
        switch (host) {
          case String name when name.endsWith(".safelinks.protection.outlook.com") ->
              parameter(rest, "url");
          case "urldefense.proofpoint.com", "urldefense.com", "urldefense.us" -> proofpoint(rest);
          case "www.google.com", "google.com" ->
              rest.startsWith("/url?") ? orElse(parameter(rest, "q"), parameter(rest, "url")) : "";
          case "linkprotect.cudasvc.com" -> parameter(rest, "a");
          case "l.facebook.com", "lm.facebook.com" -> parameter(rest, "u");
          case "secure-web.cisco.com" -> lastSegment(rest);
          case String name when name.endsWith(".mimecast.com") -> parameter(rest, "url");
          default -> "";
        };
    return isWeb(inner) ? inner : url;
  }

  private static boolean isWeb(String url) {
    return url.startsWith("https://") || url.startsWith("http://");
  }

  private static String orElse(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static String parameter(String rest, String name) {
    int query = rest.indexOf('?');
    int fragment = rest.indexOf('#', query + 1);
    var text = rest.substring(query + 1, fragment < 0 ? rest.length() : fragment);
    for (var pair : text.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decode(pair.substring(name.length() + 1));
      }
    }
    return "";
  }

  private static String lastSegment(String rest) {
    return decode(rest.substring(rest.lastIndexOf('/') + 1));
  }

  private static String proofpoint(String rest) {
    if (rest.startsWith("/v2/")) {
      return decode(raw(rest, "u").replace('-', '%').replace('_', '/'));
    }
    if (rest.startsWith("/v1/")) {
      return parameter(rest, "u");
    }
    int start = rest.indexOf("__");
    int end = rest.indexOf("__;", start + 2);
    if (!rest.startsWith("/v3/") || end < 0) {
      return "";
    }
    return starsFilled(rest.substring(start + 2, end), rest.substring(end + 3));
  }

  private static String raw(String rest, String name) {
    int start = rest.indexOf("?" + name + "=");
    start = start < 0 ? rest.indexOf("&" + name + "=") : start;
    if (start < 0) {
      return "";
    }
    int from = start + name.length() + 2;
    int end = rest.indexOf('&', from);
    return rest.substring(from, end < 0 ? rest.length() : end);
  }

  /**
   * Version 3 writes a star for each character it took out, and two with a letter for a run of
   * them; the characters follow in base64.
   */
  private static String starsFilled(String masked, String behind) {
    int end = behind.indexOf("!!");
    var encoded = end < 0 ? "" : behind.substring(0, end);
    byte[] taken;
    try {
      taken = Base64.getUrlDecoder().decode(encoded.replace("=", ""));
    } catch (IllegalArgumentException e) {
      return "";
    }
    var characters = new String(taken, StandardCharsets.UTF_8);
    var url = new StringBuilder();
    int next = 0;
    for (int i = 0; i < masked.length(); i++) {
      char c = masked.charAt(i);
      if (c != '*') {
        url.append(c);
        continue;
      }
      int run = 1;
      if (i + 2 < masked.length() && masked.charAt(i + 1) == '*') {
        run = runLength(masked.charAt(i + 2));
        i += 2;
      }
      if (run < 1 || next + run > characters.length()) {
        return "";
      }
      url.append(characters, next, next + run);
      next += run;
    }
    return url.toString();
  }

  private static int runLength(char letter) {
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(letter) + 2;
  }

  /** Percent signs undone; a plus stays a plus, for these are URLs and not forms. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
