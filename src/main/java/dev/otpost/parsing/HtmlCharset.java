package dev.otpost.parsing;

import java.util.regex.Pattern;

/** The charset that a page says of itself, for HTML parts of which the mail does not say it. */
final class HtmlCharset {

  /** Where the HTML Standard looks for it. */
  private static final int PRESCAN = 1024;

  private static final Pattern META =
      Pattern.compile(
          "<meta[^>]{0,200}charset\\s{0,5}=\\s{0,5}[\"']?([\\w.:-]{1,40})",
          Pattern.CASE_INSENSITIVE);

  private HtmlCharset() {}

  /**
   * The declared name; empty if there is none. UTF-16 is not believed: the declaration itself could
   * be read.
   */
  static String of(Slice html) {
    var meta = META.matcher(html.atMost(PRESCAN).latin1());
    if (!meta.find()) {
      return "";
    }
    var name = meta.group(1);
    return name.regionMatches(true, 0, "utf-16", 0, 6) ? "" : name;
  }
}
