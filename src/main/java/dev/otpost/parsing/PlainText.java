package dev.otpost.parsing;

/**
 * Plain text as a person sees it: with {@code format=flowed} its paragraphs are put together again
 * (RFC 3676).
 */
final class PlainText {

  private PlainText() {}

  static String of(String text, MediaType type) {
    var layout = new TextLayout();
    boolean flowed = type.parameter("format").equalsIgnoreCase("flowed");
    layout.preformatted(
        flowed ? unfold(text, type.parameter("delsp").equalsIgnoreCase("yes")) : text);
    return layout.toString();
  }

  /** Joins a line that ends with a space to the next one of the same depth of quotation. */
  private static String unfold(String text, boolean deleteSpace) {
    var unfolded = new StringBuilder(text.length());
    int openDepth = -1;
    for (var line : text.lines().toList()) {
      int depth = 0;
      while (depth < line.length() && line.charAt(depth) == '>') {
        depth++;
      }
      var content = line.substring(depth);
      if (content.startsWith(" ")) {
        // Stuffed, so that the line does not begin with "From ", ">" or a space (RFC 3676 4.4).
        content = content.substring(1);
      }
      boolean signature = content.equals("-- ");
      if (openDepth != depth || signature) {
        newLine(unfolded);
        unfolded.repeat('>', depth).append(depth > 0 ? " " : "");
      }
      boolean flows = content.endsWith(" ") && !signature;
      unfolded.append(content, 0, flows && deleteSpace ? content.length() - 1 : content.length());
      openDepth = flows ? depth : -1;
    }
    return unfolded.toString();
  }

  private static void newLine(StringBuilder text) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
  }
}
