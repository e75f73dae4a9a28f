package dev.otpost.web.api;

import dev.otpost.web.http.Answer;

/** The caller asked for something that cannot be had, or not in this way: what he is told. */
final class Mistake extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;

  /**
   * @param detail a sentence that says what to do; may repeat what he wrote
   */
  Mistake(int status, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
  }

  /** A parameter that is not as it should be. */
  static Mistake parameter(String name, String takes) {
    return new Mistake(400, "Bad parameter", name + " takes " + takes);
  }

  Answer answer() {
    return Json.problem(status, title, String.valueOf(getMessage()));
  }
}
