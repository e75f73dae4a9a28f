package dev.otpost.parsing.otp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The table of words, {@code words.txt} beside this class: those that are sought in a text, by
 * their {@link Meaning}, and those that are looked up one at a time, by their {@link WordList}.
 * Immutable once read.
 */
final class Lexicon {

  /** Those of codes and links, and the lists. */
  static final Lexicon WORDS = read(false);

  /**
   * Those of time, apart: both may then be many without one hiding the other where they begin
   * alike, and a mail without a code is not read for its times.
   */
  static final Lexicon TIMES = read(true);

  private static final String GERMAN = "[de]";

  private final WordTree words = new WordTree();

  /** Those that may begin within another word, once more: {@code *code}. */
  private final WordTree endings = new WordTree();

  private final Map<WordList, Set<String>> lists = new EnumMap<>(WordList.class);

  private final boolean ofTime;

  /** Whether the lines being read are of German, which text messages write without its umlauts. */
  private boolean german;

  private Lexicon(boolean ofTime) {
    this.ofTime = ofTime;
    for (var list : WordList.values()) {
      lists.put(list, new HashSet<>());
    }
  }

  private static Lexicon read(boolean ofTime) {
    try (var file = Lexicon.class.getResourceAsStream("words.txt")) {
      if (file == null) {
        throw new IllegalStateException("words.txt is not in the jar");
      }
      var lexicon = new Lexicon(ofTime);
      new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lexicon::line);
      return lexicon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[")) {
      german = line.startsWith(GERMAN);
      return;
    }
    int gap = line.indexOf(' ');
    var kind = line.substring(0, gap).toUpperCase(Locale.ROOT);
    var entries = line.substring(gap).split(",", -1);
    for (var list : WordList.values()) {
      if (list.name().equals(kind)) {
        Arrays.stream(entries).map(String::strip).forEach(words(list)::add);
        return;
      }
    }
    var meaning = Meaning.valueOf(kind);
    if (meaning.ofTime() == ofTime) {
      sought(meaning, entries);
    }
  }

  private void sought(Meaning meaning, String[] entries) {
    for (int i = 0; i < entries.length; i++) {
      var entry = entries[i].strip();
      int equals = entry.indexOf('=');
      if (equals >= 0) {
        int number = Integer.parseInt(entry, equals + 1, entry.length(), 10);
        forms(entry.substring(0, equals), meaning, number);
      } else if (meaning == Meaning.NUM) {
        forms(entry, meaning, i + 1);
      } else {
        add(entry, meaning, 0);
      }
    }
  }

  private void forms(String entry, Meaning meaning, int number) {
    for (var form : entry.split("/", -1)) {
      add(form.strip(), meaning, number);
    }
  }

  private void add(String entry, Meaning meaning, int number) {
    if (entry.equals("-")) {
      return;
    }
    addSpelled(entry, meaning, number);
    var ascii = entry.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss");
    if (german && !ascii.equals(entry)) {
      addSpelled(ascii, meaning, number);
    }
  }

  private void addSpelled(String entry, Meaning meaning, int number) {
    var word = Glyphs.bare(Glyphs.fold(entry.replace("*", ""))).replace('-', ' ');
    boolean open = entry.endsWith("*");
    words.add(word, open, meaning, number);
    if (!entry.equals(entry.toLowerCase(Locale.ROOT))) {
      words.add(word, open, Meaning.CAPITALS, 0);
    }
    if (entry.startsWith("*")) {
      endings.add(word, open, meaning, number);
    }
  }

  /** The words in {@code folded}, the longest at each place, none within another. */
  List<Finding> findings(String folded) {
    var findings = new ArrayList<Finding>();
    int i = 0;
    while (i < folded.length()) {
      var found = (WordTree.goesOn(folded, i) ? endings : words).longest(folded, i);
      if (found.meanings() == 0) {
        i++;
      } else {
        findings.add(found);
        i = found.end();
      }
    }
    return findings;
  }

  /** Whether {@code word} is on the list, letter by letter. */
  boolean has(WordList list, String word) {
    return words(list).contains(word);
  }

  private Set<String> words(WordList list) {
    return lists.getOrDefault(list, Set.of());
  }
}
