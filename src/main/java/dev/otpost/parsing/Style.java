package dev.otpost.parsing;

import java.util.Locale;

/**
 * What the declarations for an element say about being seen; of two for the same property the later
 * one counts, and before others those that are important.
 *
 * @param hidden the element and all in it is not shown
 * @param display block, inline, or as the element is by itself
 * @param font whether text in it has a size
 * @param keepsLines white space is kept as it is written ({@code white-space: pre} and its kin)
 * @param pixel it is given a width or height of two pixels at most
 * @param colour of its text, see {@link Colour}
 * @param background likewise
 */
record Style(
    boolean hidden,
    Display display,
    Font font,
    boolean keepsLines,
    boolean pixel,
    int colour,
    int background) {

  enum Display {
    UNSAID,
    BLOCK,
    INLINE
  }

  enum Font {
    UNSAID,
    ZERO,
    SIZED
  }

  static final Style NONE =
      new Style(false, Display.UNSAID, Font.UNSAID, false, false, Colour.UNSAID, Colour.UNSAID);

  /** The same on another background. */
  Style on(int other) {
    return new Style(hidden, display, font, keepsLines, pixel, colour, other);
  }

  /** The same in another colour. */
  Style in(int other) {
    return new Style(hidden, display, font, keepsLines, pixel, other, background);
  }

  static Style of(String attribute) {
    return attribute.isBlank() ? NONE : new Reading().read(attribute.toLowerCase(Locale.ROOT));
  }

  /** The declarations read so far. */
  private static final class Reading {
    private boolean none;
    private boolean invisible;
    private boolean hiddenFromOutlook;
    private boolean transparent;
    private boolean flat;
    private boolean clipped;
    private boolean keepsLines;
    private boolean pixel;
    private int colour = Colour.UNSAID;
    private int background = Colour.UNSAID;
    private Display display = Display.UNSAID;
    private Font font = Font.UNSAID;

    Style read(String style) {
      declarations(style, false);
      if (style.indexOf('!') >= 0) {
        declarations(style, true);
      }
      boolean hidden = none || invisible || hiddenFromOutlook || transparent || (flat && clipped);
      return new Style(hidden, display, font, keepsLines, pixel, colour, background);
    }

    private void declarations(String style, boolean important) {
      int from = 0;
      while (from < style.length()) {
        int semicolon = style.indexOf(';', from);
        int end = semicolon < 0 ? style.length() : semicolon;
        int colon = style.indexOf(':', from);
        if (colon > 0 && colon < end) {
          var value = style.substring(colon + 1, end);
          int mark = value.indexOf('!');
          if (mark >= 0 == important) {
            var plain = (mark < 0 ? value : value.substring(0, mark)).strip();
            declaration(style.substring(from, colon).strip(), plain);
          }
        }
        from = end + 1;
      }
    }

    private void declaration(String property, String value) {
      switch (property) {
        case "display" -> display(value);
        case "visibility" -> invisible = value.equals("hidden") || value.equals("collapse");
        case "mso-hide" -> hiddenFromOutlook = value.equals("all");
        case "opacity" -> transparent = size(value) == 0;
        case "overflow", "overflow-y" -> clipped = value.startsWith("hidden");
        case "max-height", "max-width" -> flat |= size(value) == 0;
        case "height", "width" -> {
          double size = size(value);
          flat |= size == 0;
          pixel |= size >= 0 && size <= 2 && !value.endsWith("%") && !value.endsWith("em");
        }
        case "font-size" -> font(value);
        case "font" ->
            font = value.startsWith("0") && size(beforeSlash(value)) == 0 ? Font.ZERO : Font.SIZED;
        case "white-space" -> keepsLines = value.startsWith("pre") || value.equals("break-spaces");
        case "color" -> colour = Colour.of(value);
        case "background", "background-color" -> background = Colour.ofBackground(value);
        case "background-image" -> {
          if (!value.equals("none")) {
            background = Colour.UNKNOWN;
          }
        }
        default -> {}
      }
    }

    private void display(String value) {
      none = value.equals("none");
      display =
          switch (value) {
            case "block", "flex", "grid", "table", "table-row", "list-item", "flow-root" ->
                Display.BLOCK;
            case "inline",
                "inline-block",
                "inline-flex",
                "inline-table",
                "inline-grid",
                "contents" ->
                Display.INLINE;
            default -> display;
          };
    }

    /**
     * A size relative to the parent's says nothing: nought stays nought, and something stays
     * something.
     */
    private void font(String value) {
      double size = size(value);
      if (size == 0) {
        font = Font.ZERO;
        return;
      }
      boolean relative = value.endsWith("%") || (value.endsWith("em") && !value.endsWith("rem"));
      if (!relative && !value.equals("inherit")) {
        font = Font.SIZED;
      }
    }

    private static String beforeSlash(String value) {
      int end = 0;
      while (end < value.length() && value.charAt(end) != '/' && value.charAt(end) != ' ') {
        end++;
      }
      return value.substring(0, end);
    }

    /** The number at the start of {@code value}, whatever its unit; negative if there is none. */
    private static double size(String value) {
      int end = 0;
      while (end < value.length()
          && end < 12
          && (Character.isDigit(value.charAt(end)) || value.charAt(end) == '.')) {
        end++;
      }
      try {
        return end == 0 ? -1 : Double.parseDouble(value.substring(0, end));
      } catch (NumberFormatException notANumber) {
        return -1;
      }
    }
  }
}
