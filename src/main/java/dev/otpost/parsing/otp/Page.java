package dev.otpost.parsing.otp;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mail laid out for looking at it: the subject as the first line, an empty line, the text; the
 * words of the table found in it, and the links, which are no part of the text to look for words or
 * numbers in. Not thread-safe; made for one mail.
 */
final class Page {

  /** Characters of the text that are looked at; as many as can be posted. */
  static final int TEXT_CHARS = 65_000;

  private static final String SUBJECT_END = "\n\n";

  /** Where a passage begins, below a subject that it does not have. */
  static final int PASSAGE_START = SUBJECT_END.length();

  /** Seconds in which one has to do it. */
  private static final long SOON = 86_400;

  /** A mail of so few characters may leave it unsaid. */
  private static final int ASKS_LITTLE = 200;

  /** Characters between the two halves of a name such as "code for verification". */
  private static final int COMPOUND_GAP = 12;

  /** Spaces between them: "código da turma e senha" is two things. */
  private static final int COMPOUND_SPACES = 3;

  /** Accents on one letter; as many as Unicode's stream-safe text allows (UAX #15 13). */
  private static final int MOST_ACCENTS = 30;

  /** Letters of a word that are counted; no word of any language is longer. */
  private static final int WORD_CHARS = 100;

  private final String text;
  private final String folded;
  private final int bodyStart;

  /** Where lines begin. */
  private final int[] lines;

  private final List<Span> links;
  private final List<Finding> findings;
  private final Sentences sentences;
  private final boolean trade;

  private Optional<List<Finding>> times = Optional.empty();

  /** Seconds of the shortest stretch of time, once they have been asked for. */
  private OptionalLong shortest = OptionalLong.empty();

  /** The meanings of all words together, one bit each, and of those in the subject. */
  private final int meanings;

  private final int subjectMeanings;

  private Page(String sender, String text) {
    this.text = text;
    folded = Glyphs.fold(text);
    bodyStart = Math.max(0, text.indexOf(SUBJECT_END)) + SUBJECT_END.length();
    lines = linesIn(text);
    links = linksIn(folded);
    sentences = new Sentences(text);
    var names = Names.on(text, folded, links, sender);
    var words = withoutLinks(Lexicon.WORDS.findings(folded));
    words.removeIf(word -> names.hold(word) || isSmall(word));
    trade = words.stream().anyMatch(word -> word.means(Meaning.TRADE));
    findings = named(words);
    meanings = meanings(findings.stream());
    subjectMeanings = meanings(inSpan(0, bodyStart));
  }

  /**
   * A mail.
   *
   * @param sender the host from which it comes, in small letters; empty if that is not known
   */
  static Page of(String sender, String subject, String body) {
    var shown = body.substring(0, Math.min(body.length(), TEXT_CHARS));
    return new Page(sender, composed(subject + SUBJECT_END + shown));
  }

  /**
   * A piece of a text, at {@link #PASSAGE_START}, each character in its place: accents stay loose.
   */
  static Page ofPassage(String text) {
    return new Page("", SUBJECT_END + text);
  }

  private static int meanings(Stream<Finding> findings) {
    return findings.mapToInt(Finding::meanings).reduce(0, (a, b) -> a | b);
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

  /** The words of time, in their order; sought when they are first asked for. */
  List<Finding> times() {
    if (times.isEmpty()) {
      times = Optional.of(withoutLinks(Lexicon.TIMES.findings(folded)));
    }
    return times.get();
  }

  List<Finding> findings() {
    return findings;
  }

  /** The character as it is typed into a field; a line end beyond the ends of the page. */
  char typed(int place) {
    return place < 0 || place >= text.length() ? '\n' : Glyphs.typed(text, place);
  }

  boolean inSubject(int place) {
    return place < bodyStart;
  }

  boolean says(Meaning meaning) {
    return (meanings & meaning.bit()) != 0;
  }

  /** Whether the subject says one of these. */
  boolean subjectSays(Meaning... any) {
    return Arrays.stream(any).anyMatch(meaning -> (subjectMeanings & meaning.bit()) != 0);
  }

  boolean isAboutSigningIn() {
    return says(Meaning.LOGIN) || says(Meaning.STRONG);
  }

  /** Whether it holds a word for a code at all, or for what one does with it. */
  boolean speaksOfCodes() {
    return says(Meaning.STRONG) || says(Meaning.CODE) || says(Meaning.ENTER);
  }

  /** Whether one is to do something, and soon: most mails with a code say what, or how long. */
  boolean asks() {
    return says(Meaning.ENTER) || text.length() < ASKS_LITTLE || isSoonOver();
  }

  /** Whether it speaks of a day or less: so long codes are good, and little else. */
  boolean isSoonOver() {
    return isOverWithin(SOON);
  }

  /** Whether it speaks of so few seconds or less. */
  boolean isOverWithin(long seconds) {
    if (shortest.isEmpty()) {
      shortest =
          OptionalLong.of(
              new Stretches(folded, times())
                  .read().stream().mapToLong(Stretch::seconds).min().orElse(Long.MAX_VALUE));
    }
    return shortest.getAsLong() <= seconds;
  }

  /** Whether the mail calls itself one that lets somebody in, and none about an order. */
  boolean subjectIsAboutSigningIn() {
    return subjectSays(Meaning.STRONG, Meaning.CODE, Meaning.LOGIN, Meaning.LINK)
        && !subjectSays(Meaning.TRADE)
        && (!subjectSays(Meaning.ALERT) || subjectSays(Meaning.LINK));
  }

  boolean says(Span span, Meaning meaning) {
    return in(span).anyMatch(finding -> finding.means(meaning));
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
    int found = Arrays.binarySearch(lines, place);
    int line = found >= 0 ? found : -found - 2;
    int end = line + 1 < lines.length ? lines[line + 1] - 1 : text.length();
    return new Span(lines[line], end);
  }

  private static int[] linesIn(String text) {
    var starts = IntStream.builder().add(0);
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      starts.add(end + 1);
    }
    return starts.build().toArray();
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

  /** Whether a sentence that began above goes on in it, because the mail wraps its lines. */
  boolean isWrapped(Span line) {
    return line.start() > bodyStart && sentences.isWrap(line.start() - 1);
  }

  /** How often the line at {@code place} is quoted: twice in ">> ". */
  int quoteDepth(int place) {
    int depth = 0;
    for (int i = line(place).start(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '>') {
        depth++;
      } else if (c != ' ') {
        break;
      }
    }
    return depth;
  }

  /** The sentence round a number, as far as it is near. */
  Span sentence(int start, int end) {
    return sentences.round(start, end);
  }

  private static String composed(String text) {
    return hasLooseAccents(text) && !hasHeaps(text)
        ? Normalizer.normalize(text, Normalizer.Form.NFC)
        : text;
  }

  private static boolean hasLooseAccents(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x300 && text.charAt(i) < 0x370) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether more accents stand on one letter than any language knows. Putting them in order takes
   * time that grows with the square of their number.
   */
  private static boolean hasHeaps(String text) {
    int heap = 0;
    for (int i = 0; i < text.length() && heap <= MOST_ACCENTS; ) {
      int c = text.codePointAt(i);
      heap = isAccent(c) ? heap + 1 : 0;
      i += Character.charCount(c);
    }
    return heap > MOST_ACCENTS;
  }

  private static boolean isAccent(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
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

  /** Whether a word that means something in capitals only is written in small letters. */
  private boolean isSmall(Finding word) {
    return word.means(Meaning.CAPITALS)
        && text.substring(word.start(), word.end()).chars().anyMatch(Character::isLowerCase);
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
    return (isPurpose(a) || isPurpose(b))
        && b.start() - endOfWord(a) <= COMPOUND_GAP
        && spacesBetween(endOfWord(a), b.start()) <= COMPOUND_SPACES
        && (a.end() == b.start() || !sentences.part(a.end(), b.start()));
  }

  private int spacesBetween(int from, int to) {
    int spaces = 0;
    for (int i = from; i < to; i++) {
      spaces += text.charAt(i) == ' ' ? 1 : 0;
    }
    return spaces;
  }

  /** A code that confirms may be that of a booking, where the mail speaks of such things. */
  private boolean isPurpose(Finding finding) {
    return finding.means(Meaning.LOGIN) || (finding.means(Meaning.LINK) && !trade);
  }

  /** Behind the word of which the table may name the beginning only. */
  int endOfWord(Finding finding) {
    int end = finding.end();
    while (end < text.length()
        && end - finding.end() < WORD_CHARS
        && Glyphs.spaced(text.charAt(end))) {
      end++;
    }
    return end;
  }

  @Override
  public String toString() {
    return "Page[%d characters]".formatted(text.length());
  }
}
