package dev.otpost.parsing;

/**
 * What stands in a document and is not shown, in case that the code stands there only; at most
 * {@link Limits#UNSEEN_CHARS}. Not thread-safe.
 */
final class Unseen {

  private final StringBuilder passages = new StringBuilder();

  /** Whether nothing more is kept, so that nothing more need be read. */
  boolean isFull() {
    return passages.length() >= Limits.UNSEEN_CHARS;
  }

  void add(String text) {
    var line = Characters.oneLine(text);
    if (!line.isEmpty() && passages.length() + line.length() < Limits.UNSEEN_CHARS) {
      passages.append(passages.isEmpty() ? "" : "\n").append(line);
    }
  }

  /** A passage a line. */
  @Override
  public String toString() {
    return passages.toString();
  }
}
