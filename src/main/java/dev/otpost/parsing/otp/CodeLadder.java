package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import dev.otpost.parsing.otp.Candidate.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Decides which number is the code. What speaks for one is added up, what speaks against it taken
 * off; {@link #ENOUGH} points make a code, and a second one within {@link #CLEAR} makes it a
 * question that is not ours to answer.
 *
 * <p>Without a word for a code in its sentence, in the lines round it or in the subject nothing is
 * one, but for a number that stands alone in a mail that speaks of signing in and of no purchase.
 */
final class CodeLadder {

  private static final int ENOUGH = 50;
  private static final int CLEAR = 20;

  /** Characters between a label and the number it names. */
  private static final int LABEL_GAP = 12;

  /** Lines above a number that stands alone in which the word for it may stand. */
  private static final int LINES_ABOVE = 3;

  private final Page page;
  private final List<Candidate> candidates;
  private final boolean login;
  private final boolean trade;
  private final boolean tradeInSubject;
  private final boolean strongSubject;
  private final boolean codeSubject;

  private CodeLadder(Page page, List<Candidate> candidates) {
    this.page = page;
    this.candidates = candidates;
    login = page.says(Meaning.LOGIN) || page.says(Meaning.STRONG);
    trade = page.says(Meaning.TRADE);
    tradeInSubject = page.subjectSays(Meaning.TRADE);
    strongSubject = page.subjectSays(Meaning.STRONG);
    codeSubject = page.subjectSays(Meaning.CODE);
  }

  /** A candidate, what it is worth, and why in words. */
  record Scored(Candidate candidate, int points, String because) {
    @Override
    public String toString() {
      return "Scored[%s, %d]".formatted(candidate, points);
    }
  }

  /**
   * What was found.
   *
   * @param otp the code, or that several are meant; empty if there is none
   * @param place where it stands on the page
   */
  record Result(Optional<Otp> otp, int place) {}

  static Result decide(Page page) {
    var candidates = Candidates.on(page);
    return new CodeLadder(page, candidates).best();
  }

  private Result best() {
    var best = new HashMap<String, Scored>();
    var places = new HashMap<String, Integer>();
    for (var candidate : candidates) {
      var scored = score(candidate);
      boolean again = places.merge(candidate.value(), 1, Integer::sum) > 1;
      var points = scored.points() + (again && scored.points() > 0 ? 5 : 0);
      var now = new Scored(candidate, points, scored.because());
      best.merge(candidate.value(), now, (a, b) -> a.points() >= b.points() ? a : b);
    }
    var ranked = new ArrayList<>(best.values());
    ranked.removeIf(scored -> scored.points() < ENOUGH);
    ranked.sort(Comparator.comparingInt(Scored::points).reversed());
    if (ranked.isEmpty()) {
      return new Result(Optional.empty(), -1);
    }
    var first = ranked.getFirst();
    int place = first.candidate().start();
    if (ranked.size() > 1 && first.points() - ranked.get(1).points() < CLEAR) {
      return new Result(
          Optional.of(new Otp.Ambiguous(ranked.size() + " numbers that may each be the code")),
          place);
    }
    return new Result(Optional.of(new Otp.Code(first.candidate().value(), first.because())), place);
  }

  private Scored score(Candidate candidate) {
    var line = page.line(candidate.start());
    var sentence = page.sentence(candidate.start(), candidate.end());
    boolean subject = page.inSubject(candidate.start());
    boolean alone = !subject && alone(candidate, line);
    var because = new ArrayList<String>();

    var word = nearest(candidate, sentence);
    int points = 0;
    int gap = Integer.MAX_VALUE;
    boolean strong = false;
    if (word.isPresent()) {
      gap = gap(candidate, word.get());
      strong = word.get().means(Meaning.STRONG);
      points = strong ? strongPoints(gap) : codePoints(gap);
      because.add("%s %d characters away".formatted(strong ? "code word" : "\"code\"", gap));
    }
    var lines = wordInLines(candidate, line, alone);
    if (lines.isPresent()) {
      boolean strongLine = lines.get().means(Meaning.STRONG);
      int linePoints = strongLine ? 50 : 40;
      if (linePoints > points) {
        points = linePoints;
        strong = strongLine;
        because.clear();
        because.add((strongLine ? "code word" : "\"code\"") + " in a line beside it");
      }
    }
    if (points == 0 && subject && !trade && isWhatTheBodySpeaksOf(candidate)) {
      points = 45;
      because.add("the only number, and the text speaks of a code");
    }
    if (points == 0 && !alone && !subject && !(strongSubject && says(sentence, Meaning.LOGIN))) {
      return new Scored(candidate, 0, "no word for a code near it");
    }
    if (points == 0
        && alone
        && login
        && !trade
        && onlyLoneOne(candidate)
        && mayStandForItself(candidate)) {
      points = 30;
      because.add("the only number on a line of its own in a mail about signing in");
    }
    if (alone) {
      points += 15;
      because.add("alone on its line");
    }
    if (!subject && strongSubject) {
      points += 20;
      because.add("code word in the subject");
    } else if (!subject && codeSubject) {
      points += 10;
    }
    if (subject) {
      points += 5;
      because.add("in the subject");
    }
    if (login) {
      points += 10;
    }
    if (says(sentence, Meaning.LOGIN)) {
      points += 5;
    }
    points += shapePoints(candidate, strong, alone, gap);
    if (trade) {
      points -= strong ? 10 : 30;
    }
    if (tradeInSubject) {
      points -= 15;
    }
    if (!strong && page.says(Meaning.ALERT)) {
      points -= 20;
    }
    if (labelled(candidate, sentence, line, alone, gap)) {
      points -= 80;
    }
    return new Scored(candidate, points, String.join(", ", because));
  }

  private static int strongPoints(int gap) {
    return gap <= 40 ? 60 : gap <= 100 ? 50 : 35;
  }

  private static int codePoints(int gap) {
    return gap <= 35 ? 50 : gap <= 50 ? 40 : gap <= 100 ? 30 : 15;
  }

  private int shapePoints(Candidate candidate, boolean strong, boolean alone, int gap) {
    return switch (candidate.shape()) {
      // Four single digits are as likely the row of a table.
      case DIGITS ->
          candidate.value().length() == 6
              ? 5
              : candidate.end() - candidate.start() == 7 && candidate.value().length() == 4
                  ? -45
                  : 0;
      case YEAR -> (strong && (alone || gap <= LABEL_GAP)) || gap <= 8 ? 0 : -60;
      case MIXED -> candidate.value().chars().anyMatch(c -> c >= 'a' && c <= 'z') ? -10 : 0;
      case NAME -> strong && (alone || gap <= LABEL_GAP) ? -10 : -40;
      case LETTERS -> {
        boolean halves = candidate.value().indexOf('-') > 0;
        yield gap <= 8 || (alone && (strong || halves)) ? -15 : -80;
      }
    };
  }

  private boolean isWhatTheBodySpeaksOf(Candidate candidate) {
    return candidate.shape() == Shape.DIGITS
        && page.says(Meaning.STRONG)
        && candidates.stream().allMatch(other -> other.value().equals(candidate.value()));
  }

  private boolean mayStandForItself(Candidate candidate) {
    return candidate.shape() == Shape.DIGITS
        || (candidate.shape() == Shape.MIXED && (strongSubject || codeSubject));
  }

  private boolean says(Page.Span span, Meaning meaning) {
    return page.in(span).anyMatch(finding -> finding.means(meaning));
  }

  /** The word for a code that is nearest in the sentence; what is in front counts as nearer. */
  private Optional<Finding> nearest(Candidate candidate, Page.Span sentence) {
    return page.in(sentence)
        .filter(Finding::namesCode)
        .filter(finding -> finding.end() <= candidate.start() || finding.start() >= candidate.end())
        .min(
            Comparator.comparingInt(
                finding -> gap(candidate, finding) - (finding.means(Meaning.STRONG) ? 15 : 0)));
  }

  private static int gap(Candidate candidate, Finding finding) {
    return finding.end() <= candidate.start()
        ? candidate.start() - finding.end()
        : finding.start() - candidate.end();
  }

  /** The word for a code in the lines above a number that stands alone, or just below it. */
  private Optional<Finding> wordInLines(Candidate candidate, Page.Span line, boolean alone) {
    if (page.inSubject(candidate.start())) {
      return Optional.empty();
    }
    var above = line;
    int lines = alone ? LINES_ABOVE : opens(candidate, line) ? 1 : 0;
    Optional<Finding> weak = Optional.empty();
    for (int i = 0; i < lines; i++) {
      above = page.lineAbove(above);
      if (page.inSubject(above.start()) || above.length() == 0) {
        break;
      }
      if (!alone && !endsInColon(above)) {
        break;
      }
      var word = best(above);
      if (word.filter(found -> found.means(Meaning.STRONG)).isPresent()) {
        return word;
      }
      weak = weak.or(() -> word);
    }
    if (!alone) {
      return weak;
    }
    var below = best(page.lineBelow(line));
    return weak.isPresent() && below.filter(found -> found.means(Meaning.STRONG)).isEmpty()
        ? weak
        : below;
  }

  private Optional<Finding> best(Page.Span span) {
    return page.in(span)
        .filter(Finding::namesCode)
        .max(Comparator.comparing(finding -> finding.means(Meaning.STRONG)));
  }

  private boolean endsInColon(Page.Span line) {
    char last = line.length() == 0 ? ' ' : page.folded().charAt(line.end() - 1);
    return last == ':';
  }

  private boolean opens(Candidate candidate, Page.Span line) {
    return nothingSaid(line.start(), candidate.start());
  }

  private boolean alone(Candidate candidate, Page.Span line) {
    int end = page.line(candidate.end() - 1).end();
    return nothingSaid(line.start(), candidate.start()) && nothingSaid(candidate.end(), end);
  }

  /** Whether there is neither a letter nor a digit; a few marks are allowed. */
  private boolean nothingSaid(int start, int end) {
    if (end - start > 10) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(page.text().charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean onlyLoneOne(Candidate candidate) {
    return candidates.stream()
        .filter(other -> !page.inSubject(other.start()))
        .filter(other -> alone(other, page.line(other.start())))
        .allMatch(other -> other.value().equals(candidate.value()));
  }

  /** Whether a word right beside it says that it is another sort of number. */
  private boolean labelled(
      Candidate candidate, Page.Span sentence, Page.Span line, boolean alone, int codeGap) {
    int from = Math.max(line.start(), sentence.start());
    int to = Math.min(line.end(), sentence.end());
    boolean before =
        page.inSpan(Math.max(from, candidate.start() - 40), candidate.start())
            .filter(CodeLadder::isLabel)
            .filter(label -> candidate.start() - page.endOfWord(label) <= LABEL_GAP)
            .filter(label -> noDigit(label.end(), candidate.start()))
            .anyMatch(label -> candidate.start() - label.end() < codeGap && !namesTheCode(label));
    boolean after =
        page.inSpan(candidate.end(), Math.min(to, candidate.end() + LABEL_GAP))
            .anyMatch(label -> isLabel(label) && label.start() - candidate.end() < codeGap);
    boolean above = false;
    if (alone) {
      var upper = page.lineAbove(line);
      above =
          !page.inSubject(upper.start())
              && upper.length() <= 40
              && says(upper, Meaning.LABEL, Meaning.TRADE)
              && best(upper).isEmpty();
    }
    return before || after || above;
  }

  private boolean noDigit(int from, int to) {
    return page.folded().substring(from, to).chars().noneMatch(c -> Glyphs.isDigit((char) c));
  }

  private boolean says(Page.Span span, Meaning one, Meaning other) {
    return says(span, one) || says(span, other);
  }

  private static boolean isLabel(Finding finding) {
    return (finding.means(Meaning.LABEL) || finding.means(Meaning.TRADE)) && !finding.namesCode();
  }

  /** "Code number", "code no.": the label belongs to the code. */
  private boolean namesTheCode(Finding label) {
    return page.inSpan(Math.max(0, label.start() - 40), label.start())
        .filter(Finding::namesCode)
        .anyMatch(word -> label.start() - page.endOfWord(word) <= 4);
  }
}
