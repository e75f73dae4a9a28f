package dev.otpost.parsing;

import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * The tree that a browser would build of HTML, as long as it stays in proportion. A few elements
 * that format text and are never closed are built anew in each paragraph that follows, with all
 * their attributes: 130 KB made so become a tree of gigabytes.
 */
final class HtmlTree {

  private HtmlTree() {}

  /**
   * The whole tree, or, where that has more than {@link Limits#HTML_NODES}, its beginning with a
   * note behind it.
   */
  static Document of(String html) {
    try (var parser = new StreamParser(Parser.htmlParser().setMaxDepth(Limits.HTML_DEPTH))) {
      int left = Limits.HTML_NODES;
      // Each element comes when it is built, and the tree grows no further until the next is asked
      // for.
      for (var built = parser.parse(html, "").iterator(); left >= 0 && built.hasNext(); ) {
        left -= 1 + built.next().attributesSize();
      }
      var document = parser.document();
      if (left < 0) {
        parser.stop();
        document.body().appendElement("p").text("[cut]");
      }
      return document;
    }
  }
}
