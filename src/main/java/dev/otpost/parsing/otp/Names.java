package dev.otpost.parsing.otp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of sites and firms on a page, which mean nothing: a mail of "Paketfuchs" is about no
 * parcel, and "DalaBank" is no bid. A name is known by its spelling, with a capital within it, or
 * by the address of the site, in a link, in a mail address, or in that of the sender.
 */
final class Names {

  /** Shorter parts of an address are countries and abbreviations. */
  private static final int SHORTEST = 4;

  /** Letters on either side that are looked at; no name is longer. */
  private static final int LONGEST = 40;

  /** Addresses that are looked at; a mail has few sites. */
  private static final int MOST = 200;

  private final String text;
  private final String folded;
  private final Set<String> sites = new HashSet<>();

  private Names(String text, String folded) {
    this.text = text;
    this.folded = folded;
  }

  /**
   * Those on a page.
   *
   * @param folded the text, as it is compared
   * @param sender the host from which the mail comes, in small letters; may be empty
   */
  static Names on(String text, String folded, List<Span> links, String sender) {
    var names = new Names(text, folded);
    names.site(sender);
    links.stream()
        .limit(MOST)
        .forEach(link -> names.address(folded.indexOf("://", link.start()) + 3));
    int at = folded.indexOf('@');
    for (int i = 0; i < MOST && at >= 0; i++) {
      names.address(at + 1);
      at = folded.indexOf('@', at + 1);
    }
    return names;
  }

  private void address(int start) {
    int end = start;
    while (end < folded.length() && inHost(folded.charAt(end))) {
      end++;
    }
    site(folded.substring(start, end));
  }

  private static boolean inHost(char c) {
    return Glyphs.isAlnum(c) || c == '.' || c == '-';
  }

  /** The parts between the machine, if one is named, and the top level. */
  private void site(String host) {
    var parts = host.split("\\.", MOST);
    for (int i = parts.length > 2 ? 1 : 0; i < parts.length - 1; i++) {
      if (parts[i].length() >= SHORTEST) {
        sites.add(parts[i]);
      }
    }
  }

  /**
   * Whether the word of the table is but a part of a name. A name that is the word itself
   * ("booking") may be meant as a word, and what ends with a word for a code is one
   * ("verificationCode").
   */
  boolean hold(Finding finding) {
    int start = finding.start();
    while (start > 0 && finding.start() - start < LONGEST && inName(start - 1)) {
      start--;
    }
    int end = finding.end();
    while (end < folded.length() && end - finding.end() < LONGEST && inName(end)) {
      end++;
    }
    boolean part = start < finding.start() || end > finding.end();
    return part
        && !finding.namesCode()
        && (hasInnerCapital(start, end) || sites.contains(folded.substring(start, end)));
  }

  private boolean inName(int place) {
    return Glyphs.isAlnum(folded.charAt(place)) || Glyphs.spaced(folded.charAt(place));
  }

  private boolean hasInnerCapital(int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (Character.isUpperCase(text.charAt(i)) && Character.isLowerCase(text.charAt(i - 1))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "Names[%d sites]".formatted(sites.size());
  }
}
