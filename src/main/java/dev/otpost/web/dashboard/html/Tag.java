package dev.otpost.web.dashboard.html;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An element with what is in it. Immutable: every method returns another one.
 *
 * <p>Names of elements and attributes are those of our own code. What they must not be is refused
 * all the same, since the policy of our pages (CSP) would have a browser ignore it without a word.
 */
public final class Tag implements Html {

  /** They have nothing in them and no end (WHATWG HTML 13.1.2). */
  private static final Set<String> VOID = Set.of("br", "input", "link", "meta");

  /** What is in them is no text to a browser. */
  private static final Set<String> NEVER = Set.of("style", "iframe", "object", "embed", "base");

  private static final Set<String> LINKS = Set.of("href", "src", "action", "formaction");

  private final String name;
  private final Map<String, Optional<String>> attributes;
  private final Html inside;

  private Tag(String name, Map<String, Optional<String>> attributes, Html inside) {
    this.name = name;
    this.attributes = attributes;
    this.inside = inside;
  }

  public static Tag tag(String name) {
    if (NEVER.contains(name)) {
      throw new IllegalArgumentException("no page has a " + name);
    }
    return new Tag(name, Map.of(), Html.nothing());
  }

  /** One of this class. */
  public static Tag tag(String name, String classes) {
    return tag(name).with("class", classes);
  }

  /** A link to a path of ours. */
  public static Tag link(String path) {
    return tag("a").with("href", path);
  }

  /** A link that leaves this place, and does not say where from. */
  public static Tag link(GoogleLink away) {
    return tag("a")
        .put("href", Optional.of(away.url()))
        .with("rel", "noreferrer noopener")
        .with("target", "_blank");
  }

  /**
   * With one more attribute.
   *
   * @param value of those that are links a path of ours
   */
  public Tag with(String attribute, String value) {
    if (attribute.startsWith("on") || attribute.equals("style") || attribute.equals("srcdoc")) {
      throw new IllegalArgumentException("no page has an attribute " + attribute);
    }
    if (LINKS.contains(attribute) && !isOurs(value)) {
      throw new IllegalArgumentException(attribute + " leads away");
    }
    return put(attribute, Optional.of(value));
  }

  public Tag with(String attribute, long value) {
    return with(attribute, Long.toString(value));
  }

  /** With an attribute that has no value, if this is so. */
  public Tag when(boolean so, String attribute) {
    return so ? put(attribute, Optional.empty()) : this;
  }

  /** With more in it, behind what is there. */
  public Tag of(Html... more) {
    return new Tag(name, attributes, Html.all(inside, Html.all(more)));
  }

  /** With text in it. */
  public Tag of(String text) {
    if (name.equals("script")) {
      throw new IllegalArgumentException("no page has a script in it");
    }
    return of(Html.text(text));
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute);
          value.ifPresent(
              it -> {
                out.append("=\"");
                Html.escape(it, out);
                out.append('"');
              });
        });
    out.append('>');
    if (!VOID.contains(name)) {
      inside.writeTo(out);
      out.append("</").append(name).append('>');
    }
  }

  @Override
  public String toString() {
    return "Tag[" + name + "]";
  }

  private static boolean isOurs(String link) {
    return link.startsWith("#")
        || link.startsWith("?")
        || (link.startsWith("/") && !link.startsWith("//") && link.indexOf('\\') < 0);
  }

  private Tag put(String attribute, Optional<String> value) {
    var more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Tag(name, more, inside);
  }
}
