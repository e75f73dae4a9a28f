package dev.otpost.doctor;

/** What a step came to; in words without anything secret. */
sealed interface Finding {

  String because();

  /** All is well. */
  record Well(String because) implements Finding {}

  /**
   * It breaks here.
   *
   * @param asks what to do
   */
  record Ill(String because, String asks) implements Finding {}

  /** There was nothing to look at, or it could not be seen from here. */
  record Unseen(String because) implements Finding {}
}
