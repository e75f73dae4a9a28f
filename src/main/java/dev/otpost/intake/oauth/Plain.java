package dev.otpost.intake.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Makes what another server wrote fit to be shown. */
final class Plain {

  /** In characters. */
  static final int LONGEST = 200;

  private Plain() {}

  /** On one line, without what a terminal obeys, and not longer than {@link #LONGEST}. */
  static String text(String written) {
    // Cut twice: what is far too long is not worth replacing in.
    var line = cut(written, 4 * LONGEST).replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
    return cut(line, LONGEST);
  }

  /** Likewise, and without any of {@code secrets}, as they are and as they stand in a form. */
  static String text(String written, Collection<String> secrets) {
    var text = written;
    for (var secret : secrets) {
      if (!secret.isEmpty()) {
        text =
            text.replace(secret, "…")
                .replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "…");
      }
    }
    return text(text);
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }
}
