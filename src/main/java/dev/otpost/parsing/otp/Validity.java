package dev.otpost.parsing.otp;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long a code or link is good, where the mail says so. A length of time counts if its sentence
 * has a word for lasting or ending ("valid", "expires"); if it has one that goes with any time
 * ("within", "you have"), or none but stands beside the code or names it, then only where nothing
 * in it speaks of something else: a session, a delivery, the next try, the past.
 *
 * <p>Of several statements the nearest counts; one that names the code is taken to be nearer, one
 * without a word for lasting to be further away. In a short line, such as a row of a table, the
 * line above may have that word. What an earlier mail said, quoted below, does not count.
 */
final class Validity {

  /** What is good for longer is no code; the statement is about something else. */
  static final Duration LONGEST = Duration.ofDays(7);

  /** Characters between a time and the word that goes with it: "within the next 10 minutes". */
  private static final int WITHIN_GAP = 6;

  /** Characters from the code within which a time that does not say what it is may be its own. */
  private static final int BESIDE = 160;

  /** What a statement that names the code gains, in characters, and an uncertain one loses. */
  private static final int NAMED = 150;

  private static final int UNCERTAIN = 300;

  /** What lasts longer is rather a free week or the past month, if nothing says that it lasts. */
  private static final Duration UNSAID = Duration.ofDays(3);

  /** Characters that a line has, but for the time itself, if it is a row of a table. */
  private static final int ROW = 14;

  private static final String CLAUSE_ENDS = ",;()、，；،";

  private final Page page;
  private final int place;

  /** How often the code is quoted. */
  private final int depth;

  private final List<Finding> words;

  private Validity(Page page, int place) {
    this.page = page;
    this.place = place;
    depth = page.quoteDepth(place);
    words = page.times();
  }

  /** What the mail says of the code or link at {@code place}; empty if it says nothing. */
  static Optional<Duration> nearest(Page page, int place) {
    return new Validity(page, place).nearest();
  }

  /**
   * Seconds of the shortest length of time that is said of a code, or of nothing in particular;
   * {@link Long#MAX_VALUE} if there is none. "The meeting starts in 10 minutes" is none.
   */
  static long shortest(Page page) {
    var validity = new Validity(page, 0);
    return page.stretches().stream()
        .filter(validity::mayBeOfCode)
        .mapToLong(Stretch::seconds)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private boolean mayBeOfCode(Stretch stretch) {
    var said = said(stretch);
    if (said.ofOther()) {
      return false;
    }
    var lasting = said.lasting();
    boolean ofCode =
        page.in(said.sentence()).anyMatch(word -> word.namesCode() || word.means(Meaning.ENTER));
    boolean ofTrade =
        page.in(said.sentence())
            .anyMatch(
                word ->
                    word.means(Meaning.TRADE)
                        && lasting.filter(it -> it.start() == word.start()).isEmpty());
    return ofCode
        ? lasting.isPresent() || (said.aside().isEmpty() && !stretch.plain())
        : lasting.isPresent() && !ofTrade;
  }

  /**
   * What is said of a length of time.
   *
   * @param lasting the word for lasting or ending that is nearest
   * @param aside the word that speaks of something else that is nearest in its clause
   * @param ofOther whether that is what lasts
   */
  private record Said(
      Span sentence, Optional<Finding> lasting, Optional<Finding> aside, boolean ofOther) {

    @Override
    public String toString() {
      return "Said[%s]".formatted(sentence);
    }
  }

  private Said said(Stretch stretch) {
    var sentence = sentence(stretch);
    var clause = clause(stretch, sentence);
    var lasting = nearest(stretch, sentence, Validity::lasts);
    var aside = nearest(stretch, clause, word -> isAside(stretch, word));
    boolean ofOther =
        lasting.isPresent()
            && aside.isPresent()
            && belongs(stretch, aside.get(), lasting.get(), clause);
    return new Said(sentence, lasting, aside, ofOther);
  }

  private static boolean isAside(Stretch stretch, Finding word) {
    return word.means(Meaning.ASIDE) && !stretch.holds(word);
  }

  private Optional<Duration> nearest() {
    Optional<Duration> nearest = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (var stretch : page.stretches()) {
      if (stretch.seconds() > LONGEST.toSeconds() || quoted(stretch.start())) {
        continue;
      }
      int distance = distance(stretch);
      if (distance < least) {
        least = distance;
        nearest = Optional.of(Duration.ofSeconds(stretch.seconds()));
      }
    }
    return nearest;
  }

  /** How far it is from the code, in characters or what is worth as much; a lot if not of it. */
  private int distance(Stretch stretch) {
    var said = said(stretch);
    var sentence = said.sentence();
    boolean named = page.in(sentence).anyMatch(Finding::namesCode);
    boolean here = sentence.contains(place);
    int distance = Math.abs(stretch.start() - place) - (named ? NAMED : 0);
    boolean trade = page.in(sentence).anyMatch(word -> word.means(Meaning.TRADE));
    if (trade && !named && !here) {
      distance += UNCERTAIN;
    }
    if (said.lasting().isPresent()) {
      return said.ofOther() ? Integer.MAX_VALUE : distance;
    }
    boolean beside = !stretch.plain() && (named || Math.abs(stretch.start() - place) <= BESIDE);
    boolean uncertain =
        said.aside().isEmpty()
            && (stretch.seconds() <= UNSAID.toSeconds() || (named && isLed(stretch, sentence)))
            && (!trade || named || here)
            && (beside || isLed(stretch, sentence));
    return uncertain ? distance + UNCERTAIN : Integer.MAX_VALUE;
  }

  /** "Within 7 days" */
  private boolean isLed(Stretch stretch, Span sentence) {
    return nearest(stretch, sentence, word -> word.means(Meaning.WITHIN))
        .filter(word -> stretch.away(word) <= WITHIN_GAP)
        .isPresent();
  }

  private static boolean lasts(Finding word) {
    return word.means(Meaning.VALID) && !word.means(Meaning.WITHIN);
  }

  /**
   * Whether the time is that of something else, though a word for lasting is there: nearer to it
   * ("expired? try again in 5 minutes"), or what lasts ("your session expires in 10 minutes").
   */
  private boolean belongs(Stretch stretch, Finding aside, Finding lasting, Span clause) {
    if (stretch.away(aside) < stretch.away(lasting)) {
      return true;
    }
    return aside.start() < lasting.start()
        && page.inSpan(clause.start(), lasting.start()).noneMatch(Finding::namesCode);
  }

  private Optional<Finding> nearest(Stretch stretch, Span span, Predicate<Finding> wanted) {
    return Finding.between(words, span.start(), span.end())
        .filter(wanted)
        .min(Comparator.comparingInt(stretch::away));
  }

  /** With the line above, if that is what the time is given for. */
  private Span sentence(Stretch stretch) {
    boolean stop = page.text().charAt(stretch.end() - 1) == '.';
    var found = page.sentence(stretch.start(), stretch.end() - (stop ? 1 : 0));
    var sentence = new Span(found.start(), Math.max(found.end(), stretch.end()));
    var line = page.line(sentence.start());
    var above = page.lineAbove(line);
    var text = page.text();
    boolean opensLine = text.substring(line.start(), sentence.start()).isBlank();
    var before = text.substring(sentence.start(), stretch.start()).strip();
    int rest = before.length() + text.substring(stretch.end(), sentence.end()).strip().length();
    boolean answers =
        before.startsWith(":")
            || (opensLine
                && ((above.length() > 0 && text.charAt(above.end() - 1) == ':') || rest <= ROW));
    return answers && above.length() > 0 && above.length() <= 4 * ROW
        ? new Span(above.start(), sentence.end())
        : sentence;
  }

  private Span clause(Stretch stretch, Span sentence) {
    int start = stretch.start();
    while (start > sentence.start() && !endsClause(start - 1)) {
      start--;
    }
    int end = stretch.end();
    while (end < sentence.end() && !endsClause(end)) {
      end++;
    }
    return new Span(start, end);
  }

  private boolean endsClause(int i) {
    char c = page.text().charAt(i);
    boolean dash = (c == '\u2013' || c == '\u2014' || c == '-') && i > 0;
    return CLAUSE_ENDS.indexOf(c) >= 0 || (dash && page.text().charAt(i - 1) == ' ');
  }

  /** Whether it stands deeper in the mails answered to than the code. */
  private boolean quoted(int start) {
    return page.quoteDepth(start) > depth;
  }
}
