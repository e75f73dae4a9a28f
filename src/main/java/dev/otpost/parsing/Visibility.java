package dev.otpost.parsing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.nodes.Element;

/**
 * Whether text is seen at the place where the walk through a document stands: mails hide text by
 * giving it no size or the colour of its background, and what is set on one element holds for all
 * within it. Elements that are hidden whole are for the walk to skip.
 *
 * <p>Backgrounds that cannot be known hide nothing: rather a word too many than a code too few. Not
 * thread-safe.
 */
final class Visibility {

  private final StyleSheet sheet;

  /** The styles of all open elements, so that none is read twice. */
  private final Deque<Style> styles = new ArrayDeque<>();

  private boolean noSize;

  /**
   * For each open element that says something about the size of its text: whether there was none
   * outside of it.
   */
  private final Deque<Boolean> outerSizes = new ArrayDeque<>();

  private Colours colours;

  /** For each open element that names a colour or background: those outside of it. */
  private final Deque<Colours> outerColours = new ArrayDeque<>();

  private record Colours(int text, int background) {
    boolean show() {
      return !Colour.same(text, background);
    }
  }

  Visibility(StyleSheet sheet) {
    this.sheet = sheet;
    colours =
        new Colours(Colour.UNSAID, sheet.hasUnknownBackgrounds() ? Colour.UNKNOWN : Colour.WHITE);
  }

  /** What rules, attributes and its own declarations say of an element. */
  Style style(Element element) {
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
      return style.on(Colour.ofAttribute(element.attr("bgcolor")));
    }
    return style;
  }

  /** An element begins; {@link #leave} follows for each. */
  void enter(Style style) {
    styles.push(style);
    if (isColoured(style)) {
      outerColours.push(colours);
      colours = inside(style);
    }
    if (style.font() != Style.Font.UNSAID) {
      outerSizes.push(noSize);
      noSize = style.font() == Style.Font.ZERO;
    }
  }

  /** The element entered last ends; returns its style. */
  Style leave() {
    var style = styles.pop();
    if (isColoured(style)) {
      colours = outerColours.pop();
    }
    if (style.font() != Style.Font.UNSAID) {
      noSize = outerSizes.pop();
    }
    return style;
  }

  boolean hasSize() {
    return !noSize;
  }

  boolean isSeen() {
    return !noSize && colours.show();
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
}
