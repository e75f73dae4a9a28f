package dev.otpost.web.http;

/** A request that is not answered as it wants, with what is answered instead. */
final class Refused extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Answer.Whole answer;

  /** See {@link Answer#problem}. */
  Refused(int status, String title, String detail) {
    this(Answer.problem(status, title, detail));
  }

  Refused(Answer.Whole answer) {
    super(null, null, false, false);
    this.answer = answer;
  }

  Answer.Whole answer() {
    return answer;
  }
}
