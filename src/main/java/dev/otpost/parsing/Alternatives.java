package dev.otpost.parsing;

import java.util.HashSet;
import java.util.Set;

/**
 * Which of two versions of the same mail is read. The HTML is what the sender has looked at and
 * what a person sees, while the plain text is often left over from a template or says only that the
 * mail program is too old: HTML is taken, unless
 *
 * <ul>
 *   <li>it shows nothing, or less than a third of what the plain text says (a mail made of
 *       pictures), or
 *   <li>there are numbers of the length of a code in the plain text that it lacks, and none that
 *       only it has: the code stands in a picture, or is scattered over cells.
 * </ul>
 */
final class Alternatives {

  private static final int MUCH_POORER = 3;
  private static final int SHORTEST_CODE = 4;
  private static final int LONGEST_CODE = 8;

  private Alternatives() {}

  static String better(String plain, String html) {
    if (html.isBlank()) {
      return plain;
    }
    if (plain.isBlank()) {
      return html;
    }
    var inPlain = new Reading().read(plain);
    var inHtml = new Reading().read(html);
    if (inHtml.letters * MUCH_POORER < inPlain.letters) {
      return plain;
    }
    boolean lacksNumber = !inHtml.numbers.containsAll(inPlain.numbers);
    boolean hasOwnNumber = !inPlain.numbers.containsAll(inHtml.numbers);
    return lacksNumber && !hasOwnNumber ? plain : html;
  }

  /** How much is said outside of links, and which numbers that could be codes. */
  private static final class Reading {
    private int letters;
    private final Set<String> numbers = new HashSet<>();

    Reading read(String text) {
      int i = 0;
      while (i < text.length()) {
        if (isSpace(text.charAt(i))) {
          i++;
          continue;
        }
        int end = i;
        while (end < text.length() && !isSpace(text.charAt(end))) {
          end++;
        }
        if (!holdsLink(text, i, end)) {
          word(text, i, end);
        }
        i = end;
      }
      return this;
    }

    private void word(String text, int start, int end) {
      int i = start;
      while (i < end) {
        int from = i;
        boolean digits = true;
        while (i < end && Character.isLetterOrDigit(text.charAt(i))) {
          digits &= Character.isDigit(text.charAt(i));
          i++;
        }
        int length = i - from;
        letters += length;
        if (digits && length >= SHORTEST_CODE && length <= LONGEST_CODE) {
          numbers.add(text.substring(from, i));
        }
        i = Math.max(i, from + 1);
      }
    }

    private static boolean holdsLink(String text, int start, int end) {
      int scheme = text.indexOf("://", start, end);
      return scheme >= 0;
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c == '\n';
    }
  }
}
