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

  /** The word may begin within another one: {@code *code}. */
  private static final int OPEN_START = 1 << 20;

  /** The word may go on: {@code verif*}. */
  private static final int OPEN_END = 1 << 21;

  private static final Finding NOTHING = new Finding(0, 0, 0, 0);

  static final Lexicon WORDS = read();

  private final Node root = new Node();

  /** By the first letter, where most places are left at once; the root where no word begins. */
  private final Node[] first = new Node[65_536];

  private static final class Node {
    private char[] letters = {};
    private Node[] next = {};

    /** The meanings of the words that end here, by the ends at which they may go on. */
    private int whole;

    private int openEnd;
    private int openStart;
    private int openBoth;
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

    int meanings(boolean startsWord, boolean endsWord) {
      return (startsWord && endsWord ? whole : 0)
          | (startsWord ? openEnd : 0)
          | (endsWord ? openStart : 0)
          | openBoth;
    }
  }

  private static Lexicon read() {
    try (var file = Lexicon.class.getResourceAsStream("words.txt")) {
      if (file == null) {
        throw new IllegalStateException("words.txt is not in the jar");
      }
      var lexicon = new Lexicon();
      new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lexicon::line);
      Arrays.fill(lexicon.first, lexicon.root);
      for (int i = 0; i < lexicon.root.letters.length; i++) {
        lexicon.first[lexicon.root.letters[i]] = lexicon.root.next[i];
      }
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
    int flags = entry.startsWith("*") ? OPEN_START : 0;
    flags |= entry.endsWith("*") ? OPEN_END : 0;
    var node = root;
    var word = Glyphs.fold(entry.replace("*", "")).replace('-', ' ');
    for (int i = 0; i < word.length(); i++) {
      node = node.grow(word.charAt(i));
    }
    switch (flags) {
      case 0 -> node.whole |= meaning.bit();
      case OPEN_START -> node.openStart |= meaning.bit();
      case OPEN_END -> node.openEnd |= meaning.bit();
      default -> node.openBoth |= meaning.bit();
    }
    if (number > 0) {
      node.number = number;
    }
  }

  /** The words in {@code folded}, the longest at each place, none within another. */
  List<Finding> findings(String folded) {
    var findings = new ArrayList<Finding>();
    int i = 0;
    while (i < folded.length()) {
      var found = at(folded, i);
      if (found.meanings() == 0) {
        i++;
      } else {
        findings.add(found);
        i = found.end();
      }
    }
    return findings;
  }

  private Finding at(String folded, int start) {
    var best = NOTHING;
    char c = folded.charAt(start);
    boolean startsWord = start == 0 || !Glyphs.spaced(c) || !sameWord(folded.charAt(start - 1), c);
    var node = first[letter(folded, start)];
    for (int i = start + 1; node != root; i++) {
      boolean endsWord =
          i == folded.length()
              || !Glyphs.spaced(folded.charAt(i - 1))
              || !sameWord(folded.charAt(i - 1), folded.charAt(i));
      int meanings = node.meanings(startsWord, endsWord);
      if (meanings != 0) {
        best = new Finding(start, i, meanings, node.number);
      }
      node = i == folded.length() ? root : node.child(letter(folded, i), root);
    }
    return best;
  }

  /** Whether no word ends between these two: a digit ends one, as in {@code 10min}. */
  private static boolean sameWord(char a, char b) {
    return Glyphs.spaced(a) && Glyphs.spaced(b);
  }

  /** Line ends and hyphens are spaces here. */
  private static char letter(String folded, int i) {
    char c = folded.charAt(i);
    return c == '\n' || c == '-' ? ' ' : c;
  }
}
