package dev.otpost.parsing;

import dev.otpost.parsing.Style.Display;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
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
  private final Deque<Link> links = new ArrayDeque<>();
  private final Deque<TextLayout.Mark> cells = new ArrayDeque<>();
  private final Deque<Integer> lists = new ArrayDeque<>();

  /**
   * For each open element that says something about the size of its text: whether there was none
   * outside of it.
   */
  private final Deque<Boolean> outerSizes = new ArrayDeque<>();

  /** The styles of all open elements, so that none is read twice. */
  private final Deque<Style> styles = new ArrayDeque<>();

  private boolean noSize;

  /** For each open element that names a colour or background: those outside of it. */
  private final Deque<Colours> outerColours = new ArrayDeque<>();

  private Colours colours;
  private final StyleSheet sheet;
  private final StringBuilder unseen = new StringBuilder();

  /** How many open elements keep white space as written. */
  private int preformatted;

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

  private record Colours(int text, int background) {
    boolean show() {
      return !Colour.same(text, background);
    }
  }

  /**
   * What a document came to.
   *
   * @param unseen what stands in it and is not shown, a passage a line
   */
  record Page(String text, String unseen) {}

  private HtmlText(StyleSheet sheet) {
    this.sheet = sheet;
    colours =
        new Colours(Colour.UNSAID, sheet.hasUnknownBackgrounds() ? Colour.UNKNOWN : Colour.WHITE);
  }

  /** The text of a whole document or of a piece of one. Total: any string is some HTML. */
  static String of(String html) {
    return read(html).text();
  }

  /** Text and what is not shown. */
  static Page read(String html) {
    Document document = Parser.htmlParser().setMaxDepth(Limits.HTML_DEPTH).parseInput(html, "");
    var reader = new HtmlText(StyleSheet.of(document));
    NodeTraversor.filter(reader, document.body());
    return new Page(reader.layout.toString(), reader.unseen.toString());
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode text) {
      if (!noSize && colours.show()) {
        text(text.getWholeText());
      } else {
        unseen(text.getWholeText());
      }
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
    if (preformatted > 0) {
      layout.preformatted(text);
    } else {
      layout.text(text);
    }
  }

  private FilterResult open(Element element) {
    var name = element.normalName();
    var style = style(element);
    if (HtmlElements.shape(name) == HtmlElements.Shape.UNSEEN) {
      return FilterResult.SKIP_ENTIRELY;
    }
    if (style.hidden() || element.hasAttr("hidden")) {
      if (unseen.length() < Limits.UNSEEN_CHARS) {
        unseen(element.text());
      }
      return FilterResult.SKIP_ENTIRELY;
    }
    styles.push(style);
    if (isColoured(style)) {
      outerColours.push(colours);
      colours = inside(style);
    }
    if (style.font() != Style.Font.UNSAID) {
      outerSizes.push(noSize);
      noSize = style.font() == Style.Font.ZERO;
    }
    if (keepsLines(name, style)) {
      preformatted++;
    }
    switch (name) {
      case "br" -> layout.lineBreak();
      case "img" -> image(element, style);
      case "input" -> input(element);
      case "a" -> links.push(new Link(target(element), layout.length()));
      case "td", "th", "tr" -> {
        if (name.equals("tr")) {
          layout.line();
        }
        cells.push(layout.mark());
      }
      case "ul", "ol" -> {
        boundary(name, style);
        lists.push(name.equals("ol") ? 1 : 0);
      }
      case "li" -> {
        boundary(name, style);
        bullet();
      }
      default -> boundary(name, style);
    }
    return FilterResult.CONTINUE;
  }

  private void close(Element element) {
    var name = element.normalName();
    var style = styles.pop();
    if (isColoured(style)) {
      colours = outerColours.pop();
    }
    if (style.font() != Style.Font.UNSAID) {
      noSize = outerSizes.pop();
    }
    if (keepsLines(name, style)) {
      preformatted--;
    }
    switch (name) {
      case "a" -> endLink(links.pop());
      case "td", "th" -> layout.endCell(cells.pop());
      case "tr" -> layout.endRow(cells.pop());
      case "ul", "ol" -> {
        lists.pop();
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

  private Style style(Element element) {
    var style = sheet.style(element);
    // The background of an attribute counts where no style names one; a link has its own colour.
    boolean plain = style.background() == Colour.UNSAID;
    if (style.colour() == Colour.UNSAID && element.normalName().equals("a")) {
      return style.in(Colour.UNKNOWN);
    }
    if (plain && element.hasAttr("background")) {
      return style.on(Colour.UNKNOWN);
    }
    if (plain && element.hasAttr("bgcolor")) {
      return style.on(Colour.of(element.attr("bgcolor").strip().toLowerCase(Locale.ROOT)));
    }
    return style;
  }

  private static boolean isColoured(Style style) {
    return style.colour() != Colour.UNSAID || style.background() != Colour.UNSAID;
  }

  private Colours inside(Style style) {
    boolean seeThrough =
        style.background() == Colour.UNSAID || style.background() == Colour.TRANSPARENT;
    return new Colours(
        style.colour() == Colour.UNSAID ? colours.text() : style.colour(),
        seeThrough ? colours.background() : style.background());
  }

  private void unseen(String text) {
    var line = Characters.oneLine(text);
    if (!line.isEmpty() && unseen.length() + line.length() < Limits.UNSEEN_CHARS) {
      unseen.append(unseen.isEmpty() ? "" : "\n").append(line);
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
        if (lists.isEmpty()) {
          layout.paragraph();
        } else {
          layout.line();
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

  private void bullet() {
    if (lists.isEmpty() || lists.peek() == 0) {
      layout.marker("-");
      return;
    }
    int number = lists.pop();
    layout.marker(number + ".");
    lists.push(number + 1);
  }

  /**
   * A picture speaks by its alternative text, unless it is one of the pixels that only tell the
   * sender it was opened.
   */
  private void image(Element image, Style style) {
    if (style.pixel() || isPixel(image.attr("width")) || isPixel(image.attr("height"))) {
      return;
    }
    if (!links.isEmpty()) {
      links.peek().image = true;
    }
    var alt = Characters.oneLine(image.attr("alt"));
    // Rows of pictures are given a font of no size, to close the gaps between them; those that
    // tell a code are seen all the same.
    if (alt.isEmpty() || (noSize && !Numbers.mayBeCode(alt))) {
      return;
    }
    // Single characters are pieces of a word written in pictures, as some banks do with codes.
    boolean piece = alt.codePointCount(0, alt.length()) == 1;
    if (!piece) {
      layout.space();
    }
    layout.text(alt);
    if (!piece) {
      layout.space();
    }
  }

  private static boolean isPixel(String size) {
    var digits = size.strip().toLowerCase(Locale.ROOT).replace("px", "");
    return digits.equals("0") || digits.equals("1") || digits.equals("2");
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

  private void endLink(Link link) {
    if (link.target.isEmpty() || noSize) {
      return;
    }
    var text = layout.since(link.mark);
    if (text.isEmpty()) {
      if (link.image) {
        layout.verbatim("<" + link.target + ">");
      }
    } else if (!text.equals(link.target) && !text.endsWith(" " + link.target)) {
      layout.attach("<" + link.target + ">");
    }
  }

  /** Where a click leads, byte for byte; empty if that is no web page. */
  private static String target(Element link) {
    // As browsers read it: white space round it, and line ends and tabs in it, do not belong to a
    // URL.
    var target = link.attr("href").strip().replace("\r", "").replace("\n", "").replace("\t", "");
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
