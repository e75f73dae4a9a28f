package dev.otpost.parsing;

/**
 * Lays out text as lines: runs of white space become one space, no line begins or ends with one,
 * and there is never more than one blank line. Gaps are kept back until something visible follows,
 * so the result has none at its ends.
 *
 * <p>Holds at most {@link Limits#TEXT_CHARS}; what comes later is dropped. Not thread-safe.
 */
final class TextLayout {

  private static final int BLANK_LINE = 2;

  private final StringBuilder out = new StringBuilder();

  /** Line ends owed before the next visible character: 0, 1 or 2. */
  private int owedBreaks;

  /** Whether a space is owed before it; a line end takes its place. */
  private boolean owedSpace;

  /** In front of the next visible character, as the bullet of a list is; empty for nothing. */
  private String owedMarker = "";

  /**
   * Whether line ends are swallowed until something visible comes, for it belongs onto the line
   * begun.
   */
  private boolean joined;

  /** Where the last line begins. */
  private int lineStart;

  /** Adds text as HTML shows it: line ends are white space too. */
  void text(String text) {
    add(text, false);
  }

  /** Adds text in which line ends mean line ends. */
  void preformatted(String text) {
    add(text, true);
  }

  private void add(String text, boolean keepLines) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (Characters.kind(c)) {
        case VISIBLE -> {
          int end = Characters.endOfVisible(text, i);
          visible(text, i, end);
          i = end - 1;
        }
        case GAP -> owedSpace = true;
        case LINE_END -> {
          if (!keepLines) {
            owedSpace = true;
          } else if (c != '\n' || i == 0 || text.charAt(i - 1) != '\r') {
            lineBreak();
          }
        }
        case NOTHING -> {}
      }
    }
  }

  /**
   * Adds {@code text} byte for byte, separated by a space from what stands before it on the line.
   */
  void verbatim(String text) {
    if (out.length() + text.length() < Limits.TEXT_CHARS) {
      settle();
      if (out.length() > lineStart && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
      out.append(text);
    }
  }

  /**
   * Adds {@code text} straight behind the last visible character, with a space between; the gap
   * owed there stays owed behind it.
   */
  void attach(String text) {
    if (out.length() + text.length() < Limits.TEXT_CHARS) {
      out.append(' ').append(text);
    }
  }

  /** Whether {@code text} with a few characters round it would still be taken. */
  boolean hasRoomFor(String text) {
    return out.length() + text.length() + 4 < Limits.TEXT_CHARS;
  }

  /** Ends the line, even an empty one. */
  void lineBreak() {
    if (!joined) {
      owedBreaks = Math.min(owedBreaks + 1, BLANK_LINE);
    }
  }

  /** What follows begins a line of its own. */
  void line() {
    if (!joined) {
      owedBreaks = Math.max(owedBreaks, 1);
    }
  }

  /** What follows begins a paragraph of its own. */
  void paragraph() {
    if (!joined) {
      owedBreaks = BLANK_LINE;
    }
  }

  void space() {
    owedSpace = true;
  }

  /** Puts {@code marker} and a space in front of whatever comes next. */
  void marker(String marker) {
    owedMarker = marker;
  }

  /**
   * How much has been written so far; with {@link #since} it tells whether something visible has
   * been added.
   */
  int length() {
    return out.length();
  }

  /**
   * What has been added since {@link #length} was {@code mark}, without the line ends before it.
   */
  String since(int mark) {
    return out.substring(firstSince(mark)).strip();
  }

  /** Where a cell or row begins, and what was owed there. */
  record Mark(int length, int owedBreaks, boolean owedSpace, boolean joined) {}

  Mark mark() {
    return new Mark(out.length(), owedBreaks, owedSpace, joined);
  }

  /**
   * Ends a cell: the next one continues the line, unless this one had several lines. A cell in
   * which there was nothing to see leaves no trace.
   */
  void endCell(Mark begin) {
    if (out.length() == begin.length()) {
      restore(begin);
      return;
    }
    boolean several = lineStart > firstSince(begin.length());
    owedBreaks = several ? 1 : 0;
    owedSpace = true;
    joined = true;
  }

  /**
   * Ends a row: the next thing begins a line. A row in which there was nothing to see leaves no
   * trace.
   */
  void endRow(Mark begin) {
    if (out.length() == begin.length()) {
      restore(begin);
      return;
    }
    joined = false;
    line();
  }

  private void restore(Mark begin) {
    owedBreaks = begin.owedBreaks();
    owedSpace = begin.owedSpace();
    joined = begin.joined();
  }

  private int firstSince(int mark) {
    int first = mark;
    while (first < out.length() && out.charAt(first) == '\n') {
      first++;
    }
    return first;
  }

  private void visible(String text, int start, int end) {
    if (out.length() >= Limits.TEXT_CHARS) {
      return;
    }
    settle();
    // What is owed may reach beyond the limit; the first character comes with it.
    int room = Math.max(1, Limits.TEXT_CHARS - out.length());
    out.append(text, start, Math.min(end, start + room));
  }

  /** Pays what is owed before something visible. */
  private void settle() {
    if (owedBreaks > 0 && !out.isEmpty()) {
      out.repeat('\n', owedBreaks);
      lineStart = out.length();
    } else if (owedSpace && out.length() > lineStart) {
      out.append(' ');
    }
    owedBreaks = 0;
    owedSpace = false;
    joined = false;
    if (!owedMarker.isEmpty()) {
      out.append(owedMarker).append(' ');
      owedMarker = "";
    }
  }

  /** The text so far. */
  @Override
  public String toString() {
    int end = out.length();
    boolean halfPair = end > 0 && Character.isHighSurrogate(out.charAt(end - 1));
    return out.substring(0, halfPair ? end - 1 : end);
  }
}
