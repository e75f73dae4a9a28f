package dev.otpost.parsing.otp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The table of words, {@code words.txt} beside this class, as a tree of letters. A walk begins at
 * each place of a text and ends with the longest word there; no word is longer than some dozens of
 * letters, so that a text is read in time linear in its length. Immutable once read.
 */
final class Lexicon {

  private static final Finding NOTHING = new Finding(0, 0, 0, 0);

  static final Lexicon WORDS = read();

  private final Tree words = new Tree();

  /** Those that may begin within another word, once more: {@code *code}. */
  private final Tree endings = new Tree();

  /** Letters in the order of words, with a step by the first letter, where most walks end. */
  private static final class Tree {
    private final Node root = new Node();

    /** The root itself stands for letters with which no word begins. */
    private final Node[] first = new Node[65_536];

    Tree() {
      Arrays.fill(first, root);
    }

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
      for (int i = start + 1; node != root; i++) {
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

  private static Lexicon read() {
    try (var file = Lexicon.class.getResourceAsStream("words.txt")) {
      if (file == null) {
        throw new IllegalStateException("words.txt is not in the jar");
      }
      var lexicon = new Lexicon();
      new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lexicon::line);
      return lexicon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#") || line.startsWith("[")) {
      return;
    }
    int gap = line.indexOf(' ');
    var meaning = Meaning.valueOf(line.substring(0, gap).toUpperCase(Locale.ROOT));
    var words = line.substring(gap).split(",", -1);
    for (int i = 0; i < words.length; i++) {
      if (meaning == Meaning.NUM) {
        for (var form : words[i].split("/", -1)) {
          add(form.strip(), meaning, i + 1);
        }
      } else {
        add(words[i].strip(), meaning, 0);
      }
    }
  }

  private void add(String entry, Meaning meaning, int number) {
    if (entry.equals("-")) {
      return;
    }
    var word = Glyphs.fold(entry.replace("*", "")).replace('-', ' ');
    boolean open = entry.endsWith("*");
    words.add(word, open, meaning, number);
    if (entry.startsWith("*")) {
      endings.add(word, open, meaning, number);
    }
  }

  /** The words in {@code folded}, the longest at each place, none within another. */
  List<Finding> findings(String folded) {
    var findings = new ArrayList<Finding>();
    int i = 0;
    while (i < folded.length()) {
      var found = (goesOn(folded, i) ? endings : words).longest(folded, i);
      if (found.meanings() == 0) {
        i++;
      } else {
        findings.add(found);
        i = found.end();
      }
    }
    return findings;
  }

  /** Whether a word began before {@code i} and has not ended there, as it would at a digit. */
  private static boolean goesOn(String folded, int i) {
    return i > 0 && Glyphs.spaced(folded.charAt(i)) && Glyphs.spaced(folded.charAt(i - 1));
  }

  /** Line ends and hyphens are spaces here. */
  private static char letter(String folded, int i) {
    char c = folded.charAt(i);
    return c == '\n' || c == '-' ? ' ' : c;
  }
}
