package dev.otpost.parsing;

import java.util.regex.Pattern;

/** What the line above a block, its marker or any other, says of it. */
enum ForwardMarker {
  /** That it was forwarded. */
  FORWARD,
  /** That it was forwarded, or in other words that are not known. */
  MAY_BE_FORWARD,
  /** That it was forwarded or answered. */
  QUOTE,
  NOTHING;

  /** Longer than any marker. */
  private static final int LONGEST = 100;

  /** Of so many dashes in front of words in any language: programs write less above answers. */
  private static final Pattern DASHES = Pattern.compile("^-{8,}\\s?\\p{L}.*");

  /** "----- Forwarded Message ----- From: …": dashes on both sides of it, and more on its line. */
  private static final Pattern IN_FRONT =
      Pattern.compile("\\s{0,10}-{3,20}\\s?\\p{L}[^-]{3,60}-{3,20}(?=\\s{0,3}\\p{L})");

  /** Where a marker ends that has more behind it on its line; negative if there is none. */
  static int end(String line) {
    var marker = IN_FRONT.matcher(line);
    return line.indexOf("---") >= 0 && marker.lookingAt() ? marker.end() : -1;
  }

  static ForwardMarker of(String line) {
    if (line.isEmpty() || line.length() > LONGEST) {
      return NOTHING;
    }
    var words = ForwardLine.undecorated(line);
    if (words.isEmpty()) {
      return line.length() >= 5 ? QUOTE : NOTHING;
    }
    if (ForwardWords.isMarker(words)) {
      return FORWARD;
    }
    if (ForwardWords.isQuoteMarker(words)) {
      return QUOTE;
    }
    boolean dashes = DASHES.matcher(line).matches();
    return dashes || (ForwardLine.isDecorated(line) && ForwardWords.speakOfForwarding(words))
        ? MAY_BE_FORWARD
        : NOTHING;
  }
}
