package dev.otpost.web.http;

import java.util.function.Function;

/** A request that is not answered as it wants, with what is answered instead. */
final class Refused extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Function<Function<Problem, Answer.Whole>, Answer.Whole> answer;

  /** See {@link Answer#problem}. */
  Refused(int status, String title, String detail) {
    this(new Problem(status, title, detail));
  }

  Refused(Problem problem) {
    super(null, null, false, false);
    this.answer = telling -> telling.apply(problem);
  }

  /** With an answer that is for whoever asks. */
  Refused(Answer.Whole answer) {
    super(null, null, false, false);
    this.answer = _ -> answer;
  }

  /** As it is told to programs. */
  Answer.Whole answer() {
    return answer(Problem::answer);
  }

  /**
   * What is answered.
   *
   * @param telling how a problem is told
   */
  Answer.Whole answer(Function<Problem, Answer.Whole> telling) {
    return answer.apply(telling);
  }
}
