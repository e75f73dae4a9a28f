package dev.otpost.parsing;

import dev.otpost.parsing.HtmlElements.Shape;
import dev.otpost.parsing.Style.Display;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * HTML as a person sees it, as text. What is not shown is not there; what stands on one line stays
 * on one line; behind the text of a link stands its target.
 *
 * <p>The walk is iterative ({@link NodeTraversor}), and jsoup keeps the tree shallow, so that no
 * nesting can exhaust the stack. One instance reads one document; not thread-safe.
 */
final class HtmlText implements NodeFilter {

  private final TextLayout layout = new TextLayout();
  private final Unseen unseen = new Unseen();
  private final HtmlLinks links = new HtmlLinks(layout);
  private final HtmlLists lists = new HtmlLists();
  private final Deque<TextLayout.Mark> cells = new ArrayDeque<>();
  private final Visibility visibility;

  /** How many open elements keep white space as written. */
  private int preformatted;

  /**
   * What a document came to.
   *
   * @param unseen what stands in it and is not shown, a passage a line
   */
  record Page(String text, String unseen) {}

  private HtmlText(StyleSheet sheet) {
    visibility = new Visibility(sheet);
  }

  /** The text of a whole document or of a piece of one. Total: any string is some HTML. */
  static String of(String html) {
    return read(html).text();
  }

  /** Text and what is not shown. */
  static Page read(String html) {
    var document = HtmlTree.of(html);
    var reader = new HtmlText(StyleSheet.of(document));
    NodeTraversor.filter(reader, document.body());
    return new Page(reader.layout.toString(), reader.unseen.toString());
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode text) {
      text(text.getWholeText());
      return FilterResult.CONTINUE;
    }
    return node instanceof Element element ? open(element) : FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      close(element);
    }
    return FilterResult.CONTINUE;
  }

  private void text(String text) {
    if (!visibility.isSeen()) {
      unseen.add(text);
    } else if (preformatted > 0) {
      layout.preformatted(text);
    } else {
      layout.text(text);
    }
  }

  private FilterResult open(Element element) {
    var name = element.normalName();
    if (HtmlElements.shape(name) == Shape.UNSEEN) {
      return FilterResult.SKIP_ENTIRELY;
    }
    var style = visibility.style(element);
    if (style.hidden() || element.hasAttr("hidden")) {
      if (!unseen.isFull()) {
        unseen.add(element.text());
      }
      return FilterResult.SKIP_ENTIRELY;
    }
    visibility.enter(style);
    if (keepsLines(name, style)) {
      preformatted++;
    }
    begin(element, name, style);
    return FilterResult.CONTINUE;
  }

  private void begin(Element element, String name, Style style) {
    switch (name) {
      case "br" -> layout.lineBreak();
      case "img" -> picture(Picture.of(element, style));
      case "input" -> input(element);
      case "a" -> links.begin(element);
      case "td", "th" -> cells.push(layout.mark());
      case "tr" -> {
        layout.line();
        cells.push(layout.mark());
      }
      case "ul", "ol" -> {
        boundary(name, style);
        lists.begin(name.equals("ol"));
      }
      case "li" -> {
        boundary(name, style);
        layout.marker(lists.bullet());
      }
      default -> boundary(name, style);
    }
  }

  private void close(Element element) {
    var name = element.normalName();
    var style = visibility.leave();
    if (keepsLines(name, style)) {
      preformatted--;
    }
    switch (name) {
      case "a" -> links.end(visibility.hasSize());
      case "td", "th" -> layout.endCell(cells.pop());
      case "tr" -> layout.endRow(cells.pop());
      case "ul", "ol" -> {
        lists.end();
        boundary(name, style);
      }
      case "br", "img", "input" -> {}
      case "li" -> {
        layout.marker("");
        boundary(name, style);
      }
      default -> boundary(name, style);
    }
  }

  private static boolean keepsLines(String name, Style style) {
    return style.keepsLines()
        || name.equals("pre")
        || name.equals("plaintext")
        || name.equals("xmp");
  }

  /** Where a block begins or ends, a line does; inline elements leave no trace. */
  private void boundary(String name, Style style) {
    if (style.display() == Display.INLINE) {
      return;
    }
    switch (HtmlElements.shape(name)) {
      case PARAGRAPH -> layout.paragraph();
      case LIST -> {
        if (lists.isOpen()) {
          layout.line();
        } else {
          layout.paragraph();
        }
      }
      case BLOCK -> layout.line();
      case INLINE -> {
        if (style.display() == Display.BLOCK) {
          layout.line();
        }
      }
      case UNSEEN -> {}
    }
  }

  private void picture(Picture picture) {
    if (picture.isSeen()) {
      links.picture();
      picture.speak(layout, visibility.hasSize());
    }
  }

  /** What stands in a field or on a button is seen. */
  private void input(Element input) {
    switch (input.attr("type").toLowerCase(Locale.ROOT)) {
      case "", "text", "button", "submit", "tel", "number" -> {
        layout.space();
        layout.text(input.attr("value"));
        layout.space();
      }
      default -> {}
    }
  }
}
