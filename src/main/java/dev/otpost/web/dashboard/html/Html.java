package dev.otpost.web.dashboard.html;

import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** A part of a page. Immutable. */
public sealed interface Html permits Html.Text, Html.Several, Tag {

  /**
   * What a person is to read.
   *
   * @param text as it is to be seen: what means something in HTML is escaped when it is written
   */
  record Text(String text) implements Html {
    @Override
    public void writeTo(StringBuilder out) {
      escape(text, out);
    }

    @Override
    public String toString() {
      return "Text[%d characters]".formatted(text.length());
    }
  }

  /** One after the other. */
  record Several(List<Html> parts) implements Html {
    public Several {
      parts = List.copyOf(parts);
    }

    @Override
    public void writeTo(StringBuilder out) {
      parts.forEach(part -> part.writeTo(out));
    }

    @Override
    public String toString() {
      return "Several[" + parts.size() + "]";
    }
  }

  /** No part at all. */
  static Html nothing() {
    return new Several(List.of());
  }

  static Html text(String text) {
    return new Text(text);
  }

  static Html all(Html... parts) {
    return new Several(List.of(parts));
  }

  /** A part for each. */
  static <T> Html each(Iterable<T> things, Function<? super T, ? extends Html> part) {
    return new Several(StreamSupport.stream(things.spliterator(), false).<Html>map(part).toList());
  }

  void writeTo(StringBuilder out);

  /** The whole document. */
  default String document() {
    var out = new StringBuilder(16 << 10).append("<!doctype html>\n");
    writeTo(out);
    return out.append('\n').toString();
  }

  /**
   * Also what is in quotes. Control characters, which no page may hold (WHATWG HTML 13.2.3.5), come
   * as U+FFFD.
   */
  static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n', '\t' -> out.append(c);
        default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
  }
}
