package dev.otpost.parsing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.nodes.Element;

/**
 * The links of a document: behind the text of each stands its target in angle brackets, and in its
 * place where a picture is what is clicked on. A target that is its own text is not said twice, and
 * a link in which there is nothing to see is none. Not thread-safe.
 */
final class HtmlLinks {

  private final TextLayout layout;
  private final Deque<Link> links = new ArrayDeque<>();
  private String lastHref = "";
  private String lastTarget = "";

  /** A link that is open; {@code image} becomes true when a picture to click on was seen in it. */
  private static final class Link {
    final String target;
    final int mark;
    boolean image;

    Link(String target, int mark) {
      this.target = target;
      this.mark = mark;
    }
  }

  HtmlLinks(TextLayout layout) {
    this.layout = layout;
  }

  /** A link begins; {@link #end} follows for each. */
  void begin(Element link) {
    links.push(new Link(target(link), layout.length()));
  }

  /** A picture was seen; within a link it can be clicked on. */
  void picture() {
    if (!links.isEmpty()) {
      links.peek().image = true;
    }
  }

  /**
   * The link begun last ends.
   *
   * @param seen whether text has a size where it stands
   */
  void end(boolean seen) {
    var link = links.pop();
    if (link.target.isEmpty() || !seen || !layout.hasRoomFor(link.target)) {
      return;
    }
    var text = layout.since(link.mark);
    if (text.isEmpty()) {
      if (link.image) {
        layout.verbatim("<" + link.target + ">");
      }
    } else if (!endsWithWord(text, link.target)) {
      layout.attach("<" + link.target + ">");
    }
  }

  private static boolean endsWithWord(String text, String word) {
    int before = text.length() - word.length() - 1;
    return text.endsWith(word) && (before < 0 || text.charAt(before) == ' ');
  }

  /** A link that is never closed comes again in each paragraph: read once, its strings shared. */
  private String target(Element link) {
    var href = link.attr("href");
    if (!href.equals(lastHref)) {
      lastHref = href;
      lastTarget = target(href);
    }
    return lastTarget;
  }

  /** Where a click leads, byte for byte; empty if that is no web page. */
  private static String target(String href) {
    // As browsers read it: white space round it, and line ends and tabs in it, do not belong to a
    // URL.
    var target = href.strip().replace("\r", "").replace("\n", "").replace("\t", "");
    boolean web =
        target.regionMatches(true, 0, "https://", 0, 8)
            || target.regionMatches(true, 0, "http://", 0, 7);
    if (!web || target.length() > Limits.LINK_CHARS) {
      return "";
    }
    // The few characters that would end the link in the text; a browser asks for the same when it
    // is clicked.
    return target.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E");
  }
}
