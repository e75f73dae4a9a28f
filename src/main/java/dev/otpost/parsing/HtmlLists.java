package dev.otpost.parsing;

import java.util.ArrayDeque;
import java.util.Deque;

/** The lists that are open where the walk through a document stands, and their bullets. */
final class HtmlLists {

  /** The number of the next item of each; 0 for a list without numbers. */
  private final Deque<Integer> next = new ArrayDeque<>();

  /** A list begins; {@link #end} follows for each. */
  void begin(boolean numbered) {
    next.push(numbered ? 1 : 0);
  }

  void end() {
    next.pop();
  }

  boolean isOpen() {
    return !next.isEmpty();
  }

  /** What stands in front of the next item; items outside of any list have a dash too. */
  String bullet() {
    if (next.isEmpty() || next.peek() == 0) {
      return "-";
    }
    int number = next.pop();
    next.push(number + 1);
    return number + ".";
  }
}
