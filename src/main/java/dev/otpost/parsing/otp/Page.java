package dev.otpost.parsing.otp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

  /** Letters of a word that are counted; no word of any language is longer. */
  private static final int WORD_CHARS = 100;

  private final String text;
  private final String folded;
  private final int bodyStart;

  private final Lines lines;
  private final Links links;
  private final List<Finding> findings;
  private final Sentences sentences;

  // What takes a walk over the page is found out once, when the first number asks for it.

  private Optional<List<Finding>> times = Optional.empty();
  private Optional<List<Stretch>> stretches = Optional.empty();
  private Optional<Boolean> soonOver = Optional.empty();
  private Optional<Boolean> amount = Optional.empty();

  /** Seconds of the shortest stretch that may be that of a code. */
  private OptionalLong shortest = OptionalLong.empty();

  /** The meanings of all words together, one bit each, and of those in the subject. */
  private final int meanings;

  private final int subjectMeanings;

  private Page(String sender, String text) {
    this.text = text;
    folded = Glyphs.fold(text);
    bodyStart = Math.max(0, text.indexOf(SUBJECT_END)) + SUBJECT_END.length();
    lines = new Lines(text);
    links = Links.in(folded);
    sentences = new Sentences(text);
    var names = Names.on(text, folded, links.all(), sender);
    var words = links.without(Lexicon.WORDS.findings(folded));
    words.removeIf(word -> names.hold(word) || isSmall(word));
    boolean trade = words.stream().anyMatch(word -> word.means(Meaning.TRADE));
    findings = new Compounds(this, trade).named(words);
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
    return new Page(sender, Accents.composed(subject + SUBJECT_END + shown));
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
    return links.all();
  }

  /** The words of time, in their order; sought when they are first asked for. */
  List<Finding> times() {
    if (times.isEmpty()) {
      times = Optional.of(links.without(Lexicon.TIMES.findings(folded)));
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

  /** The lengths of time it names, in their order; read when they are first asked for. */
  List<Stretch> stretches() {
    if (stretches.isEmpty()) {
      stretches = Optional.of(new Stretches(folded, times()).read());
    }
    return stretches.get();
  }

  /** Whether it speaks of a day or less: so long codes are good, and little else. */
  boolean isSoonOver() {
    if (soonOver.isEmpty()) {
      soonOver = Optional.of(stretches().stream().anyMatch(stretch -> stretch.seconds() <= SOON));
    }
    return soonOver.get();
  }

  /** Whether it says of a code, or of nothing else, that it is good for so few seconds or less. */
  boolean isOverWithin(long seconds) {
    if (shortest.isEmpty()) {
      shortest = OptionalLong.of(Validity.shortest(this));
    }
    return shortest.getAsLong() <= seconds;
  }

  /** Whether it names an amount of money. */
  boolean namesAmount() {
    if (amount.isEmpty()) {
      amount = Optional.of(Amounts.on(this));
    }
    return amount.get();
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
    return Finding.between(findings, start, end);
  }

  Stream<Finding> in(Span span) {
    return inSpan(span.start(), span.end());
  }

  /** The line in which {@code place} stands, without its line end. */
  Span line(int place) {
    return lines.at(place);
  }

  /** The nearest line above that is not blank; an empty span if there is none. */
  Span lineAbove(Span line) {
    return lines.above(line);
  }

  /** The nearest line below that is not blank; an empty span if there is none. */
  Span lineBelow(Span line) {
    return lines.below(line);
  }

  /** Whether a sentence that began above goes on in it, because the mail wraps its lines. */
  boolean isWrapped(Span line) {
    return line.start() > bodyStart && sentences.isWrap(line.start() - 1);
  }

  /** How often the line at {@code place} is quoted: twice in ">> ". */
  int quoteDepth(int place) {
    return lines.quoteDepth(place);
  }

  /** The sentence round a number, as far as it is near. */
  Span sentence(int start, int end) {
    return sentences.round(start, end);
  }

  /** Whether two words cannot be one name: a sentence, paragraph or number stands between them. */
  boolean partedBetween(int from, int to) {
    return sentences.part(from, to);
  }

  /** Whether a word that means something in capitals only is written in small letters. */
  private boolean isSmall(Finding word) {
    return word.means(Meaning.CAPITALS)
        && text.substring(word.start(), word.end()).chars().anyMatch(Character::isLowerCase);
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
