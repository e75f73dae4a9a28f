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

  private static final int HOST_PARTS = 10;

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
    var parts = host.split("\\.", HOST_PARTS);
    for (int i = parts.length > 2 ? 1 : 0; i < parts.length - 1; i++) {
      if (parts[i].length() >= SHORTEST) {
        sites.add(parts[i]);
        sites.add(parts[i].replace("-", ""));
      }
    }
  }

  /**
   * Whether the word of the table is but a part of a name. A name that is the word itself
   * ("booking") may be meant as a word, and a word for a code always is one ("verificationCode").
   */
  boolean hold(Finding finding) {
    if (finding.namesCode()) {
      return false;
    }
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
        ? hasInnerCapital(start, end) || sites.contains(folded.substring(start, end))
        : !finding.means(Meaning.LOGIN) && isOfSeveralWords(start, end);
  }

  /** "Taquilla Sol", whose site is taquillasol: with the word in front, behind, or both. */
  private boolean isOfSeveralWords(int start, int end) {
    if (sites.isEmpty()) {
      return false;
    }
    var word = folded.substring(start, end);
    var before = wordBefore(start);
    var behind = wordBehind(end);
    return (!before.isEmpty() && sites.contains(before + word))
        || (!behind.isEmpty() && sites.contains(word + behind))
        || (!before.isEmpty() && !behind.isEmpty() && sites.contains(before + word + behind));
  }

  private String wordBefore(int start) {
    int end = start - 1;
    int i = end;
    while (i > 0 && end - i < LONGEST && inName(i - 1)) {
      i--;
    }
    return end > 0 && folded.charAt(end) == ' ' ? folded.substring(i, end) : "";
  }

  private String wordBehind(int end) {
    int i = end + 1;
    while (i < folded.length() && i - end < LONGEST && inName(i)) {
      i++;
    }
    return end < folded.length() && folded.charAt(end) == ' ' ? folded.substring(end + 1, i) : "";
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
