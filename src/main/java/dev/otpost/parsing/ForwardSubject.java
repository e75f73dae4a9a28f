package dev.otpost.parsing;

import java.util.Optional;

/**
 * What the subject of a mail says about whether it was forwarded or answered: programs put a word
 * and a colon in front of the subject of the mail that they forward.
 */
final class ForwardSubject {

  /** Words in front of a subject that are looked at: "AW: [extern] WG: Fwd: Your code". */
  private static final int WORDS = 6;

  /** Longer than any of these words. */
  private static final int LONGEST_WORD = 40;

  /** Longer than those of languages that are not known here. */
  private static final int LONGEST_UNKNOWN = 24;

  private final boolean forward;
  private final boolean answer;
  private final String core;

  private ForwardSubject(boolean forward, boolean answer, String core) {
    this.forward = forward;
    this.answer = answer;
    this.core = core;
  }

  static ForwardSubject of(String subject) {
    boolean forward = false;
    boolean answer = false;
    var rest = subject.strip();
    for (int i = 0; i < WORDS; i++) {
      int colon = ForwardWords.colon(rest, LONGEST_WORD);
      if (rest.startsWith("[")) {
        int close = rest.indexOf(']');
        boolean tag = close > 0 && close < LONGEST_WORD && (colon < 0 || close < colon);
        rest = rest.substring(tag ? close + 1 : 1).strip();
        continue;
      }
      if (colon <= 0) {
        break;
      }
      var word = rest.substring(0, colon);
      boolean forwarded = ForwardWords.isSubjectPrefix(word);
      boolean answered = ForwardWords.isAnswerPrefix(word);
      if (!forwarded && !answered && colon > LONGEST_UNKNOWN) {
        break;
      }
      forward |= forwarded;
      answer |= answered;
      rest = rest.substring(colon + 1).strip();
    }
    return new ForwardSubject(forward, answer, ForwardWords.fold(rest));
  }

  /**
   * Whether it begins with a word for a forwarded mail, behind others such as {@code Re:} or {@code
   * [extern]}.
   */
  boolean saysForwarded() {
    return forward;
  }

  /** Whether it begins with a word for an answer and none for a forwarded mail. */
  boolean saysAnswered() {
    return answer && !forward;
  }

  /** Whether this is the subject of the mail inside, whatever words stand in front of either. */
  boolean repeats(Optional<String> inside) {
    return !core.isEmpty() && inside.filter(it -> of(it).core.equals(core)).isPresent();
  }
}
