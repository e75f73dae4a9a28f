package dev.otpost.parsing.otp;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mail laid out for looking at it: the subject as the first line, an empty line, the text; the
 * words of the table found in it, and the links, which are no part of the text to look for words or
 * numbers in. Not thread-safe; made for one mail.
 */
final class Page {

  /** Characters of the text that are looked at; as many as can be posted. */
  static final int TEXT_CHARS = 65_000;

  /** Characters from a number to the words that say what it is. */
  private static final int SENTENCE_CHARS = 200;

  /** A line of this length may have been wrapped, so that its sentence goes on in the next. */
  private static final int WRAPPED_CHARS = 50;

  /** Characters between the two halves of a name such as "code for verification". */
  private static final int COMPOUND_GAP = 12;

  /** A stretch of the page, with its end excluded. */
  record Span(int start, int end) {
    int length() {
      return end - start;
    }

    boolean contains(int place) {
      return start <= place && place < end;
    }

    @Override
    public String toString() {
      return "Span[%d-%d]".formatted(start, end);
    }
  }

  private final String text;
  private final String folded;
  private final int bodyStart;
  private final List<Span> links;
  private final List<Finding> findings;

  Page(String subject, String body) {
    var all = subject + "\n\n" + body.substring(0, Math.min(body.length(), TEXT_CHARS));
    text = hasLooseAccents(all) ? Normalizer.normalize(all, Normalizer.Form.NFC) : all;
    folded = Glyphs.fold(typed(text));
    bodyStart = Math.max(0, text.indexOf("\n\n")) + 2;
    links = linksIn(folded);
    findings = named(withoutLinks(Lexicon.WORDS.findings(folded)));
  }

  String text() {
    return text;
  }

  String folded() {
    return folded;
  }

  List<Span> links() {
    return links;
  }

  List<Finding> findings() {
    return findings;
  }

  boolean inSubject(int place) {
    return place < bodyStart;
  }

  boolean says(Meaning meaning) {
    return findings.stream().anyMatch(finding -> finding.means(meaning));
  }

  boolean subjectSays(Meaning meaning) {
    return inSpan(0, bodyStart).anyMatch(finding -> finding.means(meaning));
  }

  /** The words that begin in this stretch, in their order. */
  Stream<Finding> inSpan(int start, int end) {
    int low = 0;
    int high = findings.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (findings.get(middle).start() < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return findings.subList(low, findings.size()).stream()
        .takeWhile(finding -> finding.start() < end);
  }

  Stream<Finding> in(Span span) {
    return inSpan(span.start(), span.end());
  }

  /** The line in which {@code place} stands, without its line end. */
  Span line(int place) {
    int start = place == 0 ? 0 : text.lastIndexOf('\n', place - 1) + 1;
    int end = text.indexOf('\n', place);
    return new Span(start, end < 0 ? text.length() : end);
  }

  /** The nearest line above that is not blank; an empty span if there is none. */
  Span lineAbove(Span line) {
    int end = line.start() - 1;
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return end <= 0 ? new Span(0, 0) : line(end - 1);
  }

  /** The nearest line below that is not blank; an empty span if there is none. */
  Span lineBelow(Span line) {
    int start = line.end();
    while (start < text.length() && text.charAt(start) == '\n') {
      start++;
    }
    return start >= text.length() ? new Span(text.length(), text.length()) : line(start);
  }

  /** The sentence round a number, as far as it is near. */
  Span sentence(int start, int end) {
    int from = start;
    while (from > 0 && start - from < SENTENCE_CHARS && !endsSentence(from - 1)) {
      from--;
    }
    int to = end;
    while (to < text.length() && to - end < SENTENCE_CHARS && !endsSentence(to)) {
      to++;
    }
    return new Span(from, to);
  }

  private boolean endsSentence(int i) {
    char c = text.charAt(i);
    return switch (c) {
      case '\u3002', '\uFF01', '\uFF1F', '\u0964', '\u061F', '\u06D4' -> true;
      case '!', '?' -> i + 1 == text.length() || text.charAt(i + 1) <= ' ';
      case '.' -> isFullStop(i);
      case '\n' -> i == 0 || text.charAt(i - 1) == '\n' || lineLength(i) < WRAPPED_CHARS;
      default -> false;
    };
  }

  /** Not that of an abbreviation, behind which the sentence goes on in small letters. */
  private boolean isFullStop(int i) {
    return i + 1 >= text.length()
        || (text.charAt(i + 1) <= ' '
            && (i + 2 >= text.length() || !Character.isLowerCase(text.charAt(i + 2))));
  }

  /** Of the line that ends at {@code end}; not counted beyond what matters. */
  private int lineLength(int end) {
    int start = end;
    while (start > 0 && end - start < WRAPPED_CHARS && text.charAt(start - 1) != '\n') {
      start--;
    }
    return end - start;
  }

  private static boolean hasLooseAccents(String text) {
    return text.chars().anyMatch(c -> c >= 0x300 && c < 0x370);
  }

  private static String typed(String text) {
    var typed = new char[text.length()];
    for (int i = 0; i < typed.length; i++) {
      typed[i] = Glyphs.typed(text, i);
    }
    return new String(typed);
  }

  /** Each from its scheme to the white space or bracket that ends it. */
  private static List<Span> linksIn(String folded) {
    var links = new ArrayList<Span>();
    int scheme = folded.indexOf("://");
    while (scheme >= 0) {
      boolean secure = folded.startsWith("https", scheme - 5);
      int end = scheme;
      while (end < folded.length() && inLink(folded.charAt(end))) {
        end++;
      }
      if (secure || folded.startsWith("http", scheme - 4)) {
        links.add(new Span(scheme - (secure ? 5 : 4), end));
      }
      scheme = folded.indexOf("://", end);
    }
    return links;
  }

  private static boolean inLink(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && (c < 0x3000 || c > 0x303F);
  }

  private List<Finding> withoutLinks(List<Finding> all) {
    var outside = new ArrayList<Finding>(all.size());
    int link = 0;
    for (var finding : all) {
      while (link < links.size() && links.get(link).end() <= finding.start()) {
        link++;
      }
      if (link == links.size() || !links.get(link).contains(finding.start())) {
        outside.add(finding);
      }
    }
    return outside;
  }

  /** A code beside a word for signing in is a code for signing in: "code de vérification". */
  private List<Finding> named(List<Finding> all) {
    var named = new ArrayList<Finding>(all.size());
    for (int i = 0; i < all.size(); i++) {
      var finding = all.get(i);
      boolean compound =
          finding.means(Meaning.CODE)
              && ((i > 0 && compound(all.get(i - 1), finding))
                  || (i + 1 < all.size() && compound(finding, all.get(i + 1))));
      named.add(
          compound
              ? new Finding(
                  finding.start(), finding.end(), finding.meanings() | Meaning.STRONG.bit(), 0)
              : finding);
    }
    return named;
  }

  private boolean compound(Finding a, Finding b) {
    return (a.means(Meaning.LOGIN) || b.means(Meaning.LOGIN))
        && b.start() - endOfWord(a) <= COMPOUND_GAP
        && (a.end() == b.start() || !endsBetween(a.end(), b.start()));
  }

  /** Behind the word of which the table may name the beginning only. */
  int endOfWord(Finding finding) {
    int end = finding.end();
    while (end < text.length() && Glyphs.spaced(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean endsBetween(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean paragraph = c == '\n' && i > 0 && text.charAt(i - 1) == '\n';
      if (paragraph
          || c == '!'
          || c == '?'
          || Character.isDigit(c)
          || (c == '.' && isFullStop(i))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "Page[%d characters]".formatted(text.length());
  }
}
