package dev.otpost.parsing.otp;

import java.util.Arrays;

/**
 * Words as a tree of letters: a walk from a place in a text ends with the longest word that stands
 * there. No word is longer than some dozens of letters, so that a text is read in time linear in
 * its length, however many words there are.
 *
 * <p>The first step is a look into an array, since most walks end with it: most words of a mail
 * begin like none of the table. Not thread-safe while it grows; read only, it is.
 */
final class WordTree {

  private static final Finding NOTHING = new Finding(0, 0, 0, 0);

  private final Node root = new Node();

  /** The root itself stands for letters with which no word begins. */
  private final Node[] first = new Node[65_536];

  WordTree() {
    Arrays.fill(first, root);
  }

  /**
   * Adds a word.
   *
   * @param word folded, without marks, hyphens as spaces
   * @param open whether letters may follow
   * @param number what it counts; 0 for nothing
   */
  void add(String word, boolean open, Meaning meaning, int number) {
    var node = root;
    for (int i = 0; i < word.length(); i++) {
      node = node.grow(word.charAt(i));
      if (i == 0) {
        first[word.charAt(0)] = node;
      }
    }
    if (open) {
      node.open |= meaning.bit();
    } else {
      node.whole |= meaning.bit();
    }
    if (number > 0) {
      node.number = number;
    }
  }

  /** The longest word that begins at {@code start}; one without meaning if there is none. */
  Finding longest(String folded, int start) {
    var best = NOTHING;
    var node = first[letter(folded, start)];
    int i = start;
    while (node != root) {
      i = behindMarks(folded, i + 1);
      int meanings = node.open;
      if (node.whole != 0 && (i == folded.length() || !goesOn(folded, i))) {
        meanings |= node.whole;
      }
      if (meanings != 0) {
        best = new Finding(start, i, meanings, node.number);
      }
      node = i == folded.length() ? root : node.child(letter(folded, i), root);
    }
    return best;
  }

  private static int behindMarks(String folded, int i) {
    int next = i;
    while (next < folded.length() && Glyphs.isMark(folded.charAt(next))) {
      next++;
    }
    return next;
  }

  /** Whether a word began before {@code i} and has not ended there, as it would at a digit. */
  static boolean goesOn(String folded, int i) {
    if (i == 0 || !Glyphs.spaced(folded.charAt(i))) {
      return false;
    }
    int before = i - 1;
    while (before > 0 && Glyphs.isMark(folded.charAt(before))) {
      before--;
    }
    return Glyphs.spaced(folded.charAt(before));
  }

  /** Line ends and hyphens are spaces here. */
  private static char letter(String folded, int i) {
    char c = folded.charAt(i);
    return c == '\n' || c == '-' ? ' ' : c;
  }

  private static final class Node {
    private char[] letters = {};
    private Node[] next = {};

    /** The meanings of the words that end here, with the word and before its end. */
    private int whole;

    private int open;
    private int number;

    Node child(char c, Node none) {
      int at = Arrays.binarySearch(letters, c);
      return at < 0 ? none : next[at];
    }

    Node grow(char c) {
      int at = Arrays.binarySearch(letters, c);
      if (at >= 0) {
        return next[at];
      }
      int place = -at - 1;
      var node = new Node();
      var moreLetters = Arrays.copyOf(letters, letters.length + 1);
      var moreNext = Arrays.copyOf(next, next.length + 1);
      System.arraycopy(letters, place, moreLetters, place + 1, letters.length - place);
      System.arraycopy(next, place, moreNext, place + 1, next.length - place);
      moreLetters[place] = c;
      moreNext[place] = node;
      letters = moreLetters;
      next = moreNext;
      return node;
    }
  }
}
