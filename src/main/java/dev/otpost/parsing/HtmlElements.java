package dev.otpost.parsing;

import java.util.HashMap;
import java.util.Map;

/** How HTML elements are laid out where no style says otherwise. */
final class HtmlElements {

  enum Shape {
    /** Within a line. */
    INLINE,
    /** On lines of its own. */
    BLOCK,
    /** On lines of its own, set apart by blank ones. */
    PARAGRAPH,
    /** Set apart by blank lines, unless it is within another list. */
    LIST,
    /** Never shown, with all that is in it. */
    UNSEEN
  }

  private static final Map<String, Shape> SHAPES = new HashMap<>();

  static {
    put(
        Shape.BLOCK,
        """
        address article aside body caption center dd details div dt figcaption footer form header \
        legend li main nav option section summary table tbody tfoot thead\
        """);
    put(Shape.PARAGRAPH, "blockquote dl fieldset figure h1 h2 h3 h4 h5 h6 hr p plaintext pre xmp");
    put(Shape.LIST, "ol ul");
    put(
        Shape.UNSEEN,
        """
        applet audio base canvas datalist embed head iframe link map math meta noembed noframes \
        object script style svg template title video\
        """);
  }

  private HtmlElements() {}

  /** Of the element with this name in lower case; unknown elements are inline, as in browsers. */
  static Shape shape(String name) {
    return SHAPES.getOrDefault(name, Shape.INLINE);
  }

  private static void put(Shape shape, String names) {
    for (var name : names.split(" ", -1)) {
      SHAPES.put(name, shape);
    }
  }
}
