package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;

/**
 * The links on a page, which are no part of its text to look for words or numbers in.
 *
 * @param all in their order
 */
record Links(List<Span> all) {

  /** Each from its scheme to the white space or bracket that ends it. */
  static Links in(String folded) {
    var links = new ArrayList<Span>();
    int scheme = folded.indexOf("://");
    while (scheme >= 0) {
      boolean secure = folded.startsWith("https", scheme - 5);
      int end = scheme;
      while (end < folded.length() && inLink(folded.charAt(end))) {
        end++;
      }
      if (secure || folded.startsWith("http", scheme - 4)) {
        links.add(new Span(scheme - (secure ? 5 : 4), end));
      }
      scheme = folded.indexOf("://", end);
    }
    return new Links(List.copyOf(links));
  }

  private static boolean inLink(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && (c < 0x3000 || c > 0x303F);
  }

  /** The findings that stand outside of them; all and those that come back are in their order. */
  List<Finding> without(List<Finding> findings) {
    var outside = new ArrayList<Finding>(findings.size());
    int link = 0;
    for (var finding : findings) {
      while (link < all().size() && all().get(link).end() <= finding.start()) {
        link++;
      }
      if (link == all().size() || !all().get(link).contains(finding.start())) {
        outside.add(finding);
      }
    }
    return outside;
  }

  @Override
  public String toString() {
    return "Links[%d]".formatted(all.size());
  }
}
