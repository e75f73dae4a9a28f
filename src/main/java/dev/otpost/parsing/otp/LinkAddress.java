package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The address of a link, taken apart: what it says of what it does, and whether it is made for one
 * person only. Pages for everybody have the same address for all, so that only a token shows that a
 * link signs somebody in.
 *
 * @param url byte for byte as in the mail, without what a mail filter put round it
 * @param host in small letters; with its port
 * @param path with the query and what follows it; empty or from the slash on
 */
record LinkAddress(String url, String host, String path) {

  /** A part of an address this long, of letters and digits mixed, is made for one person. */
  private static final int TOKEN_CHARS = 16;

  /** The same, with a digit in it: the short codes that some sites make do with. */
  private static final int SHORT_TOKEN_CHARS = 6;

  /** The same, with small letters, capitals and a digit. */
  private static final int MIXED_TOKEN_CHARS = 5;

  /** Parts that are looked at; the last one is all the rest. */
  private static final int PARTS = 60;

  /** With this begin the names of parameters that say which mailing led to a page. */
  private static final String CAMPAIGN = "utm_";

  /** A longer part is a token, and not made of words. */
  private static final int WORD_CHARS = 40;

  /** Of an address as it stands in the mail. */
  static LinkAddress of(String wrapped) {
    var url = Wrapping.unwrap(wrapped);
    int host = url.indexOf("://") + 3;
    int slash = url.indexOf('/', host);
    return new LinkAddress(
        url,
        url.substring(host, slash < 0 ? url.length() : slash).toLowerCase(Locale.ROOT),
        slash < 0 ? "" : url.substring(slash));
  }

  /** Whether it leads to the front page of a site, where nobody is known. */
  boolean isFrontPage() {
    return path.length() <= 1;
  }

  /** Whether it leads to a site that the mail only tells of: a social network, a shop for apps. */
  boolean isElsewhere() {
    int start = 0;
    while (!Lexicon.WORDS.has(WordList.NOHOST, host.substring(start))) {
      start = host.indexOf('.', start) + 1;
      if (start == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether one of its words is on the list. */
  boolean says(WordList list) {
    return words().stream().anyMatch(word -> Lexicon.WORDS.has(list, word));
  }

  /** What the path is made of, in small letters: {@code /auth/verify?token=…}. */
  private List<String> words() {
    var words = new ArrayList<String>();
    for (var part : path.toLowerCase(Locale.ROOT).split("[^a-z0-9_-]+", PARTS)) {
      words.add(part.replace('-', '_'));
      words.add(part.replace("-", "").replace("_", ""));
      if (part.length() < WORD_CHARS) {
        words.addAll(List.of(part.split("[_-]", -1)));
      }
    }
    return words;
  }

  /** Whether something in it is made for one person, which the name of a campaign is not. */
  boolean hasToken() {
    var parts = path.split("[^A-Za-z0-9_~.%+-]+", PARTS);
    for (int i = 0; i < parts.length; i++) {
      if (isToken(parts[i]) && (i == 0 || !parts[i - 1].startsWith(CAMPAIGN))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToken(String part) {
    long digits = part.chars().filter(c -> Glyphs.isDigit((char) c)).count();
    if (part.length() >= SHORT_TOKEN_CHARS && digits >= 1) {
      return true;
    }
    boolean upper = part.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    boolean lower = part.chars().anyMatch(c -> c >= 'a' && c <= 'z');
    if (part.length() < TOKEN_CHARS) {
      return part.length() >= MIXED_TOKEN_CHARS && digits >= 1 && upper && lower;
    }
    long letters = part.chars().filter(c -> Character.isLetter((char) c)).count();
    return (digits >= 2 && letters >= 2) || (upper && lower);
  }

  @Override
  public String toString() {
    return "LinkAddress[%d characters]".formatted(url.length());
  }
}
