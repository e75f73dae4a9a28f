package dev.otpost.web.http;

/** Says to who looks at a page why there is none, in the dress of the other pages. */
public interface Faults {

  /** As programs are told. */
  Faults PLAIN = Answer::problem;

  /**
   * That page.
   *
   * @param detail a sentence that says what to do
   */
  Answer.Whole page(int status, String title, String detail);
}
