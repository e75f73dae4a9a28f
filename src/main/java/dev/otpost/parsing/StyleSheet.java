package dev.otpost.parsing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The rules in the {@code style} elements of a mail that say whether something is seen. Only those
 * for an element, a class or an id by itself are read ({@code .preheader}, {@code td.code}, {@code
 * #x}): mails hide by these, since many mail programs know no others. What stands in {@code @media}
 * is for other screens.
 *
 * <p>Bounded by {@link Limits#STYLE_CHARS} and {@link Limits#DECLARATIONS_CHARS}. Not thread-safe.
 */
final class StyleSheet {

  private static final Pattern SIMPLE = Pattern.compile("[a-z][a-z0-9]*|[a-z0-9]*[.#][a-z0-9_-]+");

  private final Map<String, String> rules = new HashMap<>();

  /**
   * So that each is read once: of formatting that was not closed there are as many elements as
   * paragraphs. As there are no more than tags, it needs no limit.
   */
  private final Map<Attributes, Style> styles = new HashMap<>();

  /**
   * What the style of an element hangs on. Elements that a tag makes several times share their
   * strings, so that comparing them takes no time, however long they are.
   */
  private record Attributes(String name, String classes, String id, String own) {

    @Override
    public String toString() {
      return "Attributes[of a %s]".formatted(name);
    }
  }

  /** Whether a rule that was not read says something about backgrounds. */
  private boolean unknownBackgrounds;

  private StyleSheet() {}

  static StyleSheet of(Document document) {
    var sheet = new StyleSheet();
    int left = Limits.STYLE_CHARS;
    for (var style : document.getElementsByTag("style")) {
      var css = style.data();
      sheet.read(css.length() > left ? css.substring(0, left) : css);
      left -= Math.min(left, css.length());
    }
    return sheet;
  }

  /** Whether backgrounds may be other than the declarations say. */
  boolean hasUnknownBackgrounds() {
    return unknownBackgrounds;
  }

  /**
   * What the rules, those of less weight first, and then the element's own attribute say of it; the
   * declarations of a rule beyond the limit for all of an element are passed over.
   */
  Style style(Element element) {
    return styles.computeIfAbsent(
        new Attributes(
            element.normalName(), element.attr("class"), element.id(), element.attr("style")),
        this::read);
  }

  private Style read(Attributes element) {
    return Style.of(rules.isEmpty() ? element.own() : ruled(element) + element.own());
  }

  private String ruled(Attributes element) {
    var name = element.name();
    var all = new StringBuilder();
    add(all, name);
    var classes = element.classes();
    if (!classes.isEmpty()) {
      for (var each : classes.toLowerCase(Locale.ROOT).split("\\s+", 20)) {
        add(all, "." + each);
        add(all, name + "." + each);
      }
    }
    var id = element.id();
    if (!id.isEmpty()) {
      add(all, "#" + id.toLowerCase(Locale.ROOT));
      add(all, name + "#" + id.toLowerCase(Locale.ROOT));
    }
    return all.toString();
  }

  private void add(StringBuilder all, String selector) {
    var declarations = rules.get(selector);
    // The limit holds for all rules of an element together too: each element reads them anew.
    if (declarations != null && all.length() < Limits.DECLARATIONS_CHARS) {
      all.append(declarations).append(';');
    }
  }

  private void read(String text) {
    var css = withoutComments(text).toLowerCase(Locale.ROOT);
    int at = 0;
    while (at < css.length()) {
      int open = css.indexOf('{', at);
      if (open < 0) {
        return;
      }
      var selectors = css.substring(at, open).strip();
      // "@import url(x);" has no block of its own.
      selectors = selectors.substring(selectors.lastIndexOf(';') + 1).strip();
      int close = selectors.startsWith("@") ? endOfBlock(css, open) : css.indexOf('}', open);
      int end = close < 0 ? css.length() : close;
      if (!selectors.startsWith("@")) {
        rule(selectors, css.substring(open + 1, end));
      }
      at = end + 1;
    }
  }

  private void rule(String selectors, String declarations) {
    if (declarations.length() > Limits.DECLARATIONS_CHARS
        || Style.of(declarations).equals(Style.NONE)) {
      return;
    }
    for (var selector : selectors.split(",", 100)) {
      var one = selector.strip();
      if (SIMPLE.matcher(one).matches()) {
        rules.merge(one, declarations, StyleSheet::both);
      } else {
        unknownBackgrounds |= declarations.contains("background");
      }
    }
  }

  /** Of several rules for the same, as far as they are not made to harm. */
  private static String both(String before, String more) {
    return before.length() + more.length() < Limits.DECLARATIONS_CHARS
        ? before + ";" + more
        : before;
  }

  private static int endOfBlock(String css, int open) {
    int depth = 0;
    for (int i = open; i < css.length(); i++) {
      char c = css.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutComments(String css) {
    var kept = new StringBuilder(css.length());
    int at = 0;
    while (true) {
      int open = css.indexOf("/*", at);
      if (open < 0) {
        return kept.append(css, at, css.length()).toString().replace("<!--", "").replace("-->", "");
      }
      kept.append(css, at, open);
      int close = css.indexOf("*/", open + 2);
      if (close < 0) {
        return kept.toString();
      }
      at = close + 2;
    }
  }
}
