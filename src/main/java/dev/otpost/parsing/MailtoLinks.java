package dev.otpost.parsing;

import dev.otpost.message.Address;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

  /** Characters of a start tag in front of the address and behind it, and of the name. */
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
    int start = html.lastIndexOf('<', scheme);
    int end = html.indexOf('>', scheme);
    if (start < 0 || scheme - start > REACH || end < 0 || end - scheme > REACH) {
      return;
    }
    int close = html.indexOf("</a", end);
    close = close < 0 ? html.indexOf("</A", end) : close;
    boolean anchor = html.startsWith("<a", start) || html.startsWith("<A", start);
    if (!anchor || close < 0 || close - end > REACH) {
      return;
    }
    var target = html.substring(scheme + SCHEME.length(), end).split("[\"'?\\s]", 2)[0];
    var name = Characters.oneLine(text(html.substring(end + 1, close)));
    Address.of(decoded(text(target)))
        .ifPresent(
            address -> byName.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(address));
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
