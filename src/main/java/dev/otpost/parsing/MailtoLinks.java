package dev.otpost.parsing;

import dev.otpost.message.Address;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;

/**
 * The addresses behind names in HTML: {@code <a href="mailto:john@example.com">John</a>} shows
 * {@code John} alone. Some programs (Foxmail) write the people of a forwarded mail like that.
 *
 * <p>A name that stands for several addresses stands for none.
 */
final class MailtoLinks {

  /** More than any forward block has; what is beyond is not read. */
  private static final int MOST = 200;

  /** Characters of a start tag in front of the address, and half of those of all behind it. */
  private static final int REACH = 500;

  private static final String SCHEME = "mailto:";

  private final Map<String, Set<Address>> byName = new HashMap<>();
  private int read;

  /** Takes in one more document, in one pass: what is looked at round each link is bounded. */
  void add(String html) {
    int scheme = html.indexOf(SCHEME);
    while (scheme >= 0 && read < MOST) {
      read++;
      link(html, scheme);
      scheme = html.indexOf(SCHEME, scheme + SCHEME.length());
    }
  }

  private void link(String html, int scheme) {
    var before = html.substring(Math.max(0, scheme - REACH), scheme);
    var tag = before.substring(Math.max(0, before.lastIndexOf('<')));
    var behind = html.substring(scheme + SCHEME.length(), end(html, scheme, 2 * REACH));
    int end = behind.indexOf('>');
    int close = behind.toLowerCase(Locale.ROOT).indexOf("</a", end);
    if (end < 0 || close < 0 || !tag.regionMatches(true, 0, "<a", 0, 2)) {
      return;
    }
    var target = behind.substring(0, end).split("[\"'?\\s]", 2)[0];
    var name = Characters.oneLine(text(behind.substring(end + 1, close)));
    Address.of(decoded(text(target)))
        .ifPresent(
            address -> byName.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(address));
  }

  private static int end(String html, int scheme, int reach) {
    return Math.min(html.length(), scheme + SCHEME.length() + reach);
  }

  /** The address that a click on the name would write to; empty unless there is exactly one. */
  Optional<Address> address(String name) {
    var addresses = byName.getOrDefault(name.strip(), Set.of());
    return addresses.size() == 1 ? addresses.stream().findFirst() : Optional.empty();
  }

  private static String text(String html) {
    return Jsoup.parseBodyFragment(html).text();
  }

  /** RFC 6068 2: percent-encoded, and a plus is a plus. */
  private static String decoded(String target) {
    try {
      return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return "";
    }
  }
}
