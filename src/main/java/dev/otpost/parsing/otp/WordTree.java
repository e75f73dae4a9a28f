package dev.otpost.parsing.otp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  private final Node root = new Node('\0');

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
    private final char letter;

    /**
     * What follows, each at the place that the low bits of its letter say: as many bits as tell
     * them all apart, which are few within one script. So one look finds it, or that it is not
     * there.
     */
    private @Nullable Node[] next = {null};

    /** The meanings of the words that end here, with the word and before its end. */
    private int whole;

    private int open;
    private int number;

    Node(char letter) {
      this.letter = letter;
    }

    Node child(char c, Node none) {
      var child = next[c & (next.length - 1)];
      return child != null && child.letter == c ? child : none;
    }

    Node grow(char c) {
      var there = next[c & (next.length - 1)];
      if (there != null && there.letter == c) {
        return there;
      }
      while (next[c & (next.length - 1)] != null) {
        next = twiceAsLong();
      }
      var node = new Node(c);
      next[c & (next.length - 1)] = node;
      return node;
    }

    private @Nullable Node[] twiceAsLong() {
      var longer = new @Nullable Node[2 * next.length];
      for (var node : next) {
        if (node != null) {
          longer[node.letter & (longer.length - 1)] = node;
        }
      }
      return longer;
    }
  }
}
