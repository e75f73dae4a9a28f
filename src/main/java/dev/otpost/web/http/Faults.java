package dev.otpost.web.http;

/** Says to who looks at a page why there is none, in the dress of the other pages. */
public interface Faults {

  /** As programs are told. */
  Faults PLAIN = (_, status, title, detail) -> Answer.problem(status, title, detail);

  /**
   * That page.
   *
   * @param request without its body and who asks: he may be a stranger
   * @param detail a sentence that says what to do
   */
  Answer.Whole page(Request request, int status, String title, String detail);
}
