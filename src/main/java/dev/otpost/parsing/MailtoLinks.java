package dev.otpost.parsing;

import dev.otpost.message.Address;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

  private static final Pattern LINK =
      Pattern.compile(
          "<a\\s[^>]{0,500}?href\\s{0,3}=\\s{0,3}[\"']?mailto:([^\"'>\\s?]{3,300})[^>]{0,500}>"
              + "(.{1,500}?)</a",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final List<String> documents = new ArrayList<>();

  /** Takes in one more document. */
  void add(String html) {
    if (html.contains("mailto:")) {
      documents.add(html);
    }
  }

  /** The address that a click on the name would write to; empty unless there is exactly one. */
  Optional<Address> address(String name) {
    var sought = name.strip();
    var addresses =
        documents.stream()
            .flatMap(html -> LINK.matcher(html).results())
            .limit(MOST)
            .filter(link -> sought.equals(Characters.oneLine(text(link.group(2)))))
            .flatMap(link -> Address.of(decoded(text(link.group(1)))).stream())
            .distinct()
            .toList();
    return addresses.size() == 1 ? Optional.of(addresses.getFirst()) : Optional.empty();
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
