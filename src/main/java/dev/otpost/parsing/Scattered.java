package dev.otpost.parsing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts codes together again whose characters stand apart for the eye: each in a cell, a box or a
 * line of its own, or with spaces between. {@code 4 8 2 9 1 3} becomes {@code 482913}, {@code 4 8 2
 * - 9 1 3} becomes {@code 482-913}.
 *
 * <p>Only single letters and digits of ASCII, 4 to 8 of them, at least one a digit or all of them
 * capitals, and only where they are no table of numbers: not beside a longer number, and not above
 * or below another row of single characters. Groups such as {@code 482 913} stay as they are; they
 * are read like this by everybody.
 *
 * <p>Linear in the length of the text.
 */
final class Scattered {

  private static final int SHORTEST = 4;
  private static final int LONGEST = 8;

  /** From this many single characters on a line looks like a row of a table. */
  private static final int ROW = 3;

  private Scattered() {}

  /** The text with its scattered codes joined; the same one where there are none. */
  static String joined(String text) {
    var lines = columnsJoined(text.split("\n", -1));
    var joined = new ArrayList<String>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      boolean row = longestRun(line) >= SHORTEST;
      joined.add(row && !inTable(lines, i) ? rowsJoined(line) : line);
    }
    return String.join("\n", joined);
  }

  /** Whether another row of single characters stands next to this one, and not the same again. */
  private static boolean inTable(List<String> lines, int at) {
    return isOtherRow(lines, at, -1) || isOtherRow(lines, at, 1);
  }

  private static boolean isOtherRow(List<String> lines, int at, int step) {
    int next = at + step;
    if (next >= 0 && next < lines.size() && lines.get(next).isEmpty()) {
      next += step;
    }
    return next >= 0
        && next < lines.size()
        && longestRun(lines.get(next)) >= ROW
        && !lines.get(next).equals(lines.get(at));
  }

  private static int longestRun(String line) {
    int longest = 0;
    int i = nextSingle(line, 0);
    while (i < line.length()) {
      var run = Run.at(line, i);
      longest = Math.max(longest, run.count);
      i = nextSingle(line, run.end);
    }
    return longest;
  }

  private static String rowsJoined(String line) {
    int i = nextSingle(line, 0);
    var joined = new StringBuilder(line.length());
    int copied = 0;
    while (i < line.length()) {
      var run = Run.at(line, i);
      if (run.isCode(line)) {
        joined.append(line, copied, i).append(run.characters);
        copied = run.end;
      }
      i = nextSingle(line, run.end);
    }
    return copied == 0 ? line : joined.append(line, copied, line.length()).toString();
  }

  /** A character a line, 4 to 8 lines one below the other or each a paragraph, become one line. */
  private static List<String> columnsJoined(String[] lines) {
    var joined = new ArrayList<String>(lines.length);
    int i = 0;
    while (i < lines.length) {
      if (!isSingle(lines[i])) {
        joined.add(lines[i]);
        i++;
        continue;
      }
      int step = i + 1 < lines.length && lines[i + 1].isEmpty() ? 2 : 1;
      var column = new StringBuilder();
      int end = i;
      while (end < lines.length && isSingle(lines[end]) && isGap(lines, end, step, i)) {
        column.append(lines[end]);
        end += step;
      }
      boolean code =
          column.length() >= SHORTEST
              && column.length() <= LONGEST
              && column.chars().filter(Character::isDigit).count() * 2 >= column.length();
      if (code) {
        joined.add(column.toString());
        i = end - step + 1;
      } else {
        int behind = Math.max(i + 1, end - step + 1);
        joined.addAll(Arrays.asList(lines).subList(i, behind));
        i = behind;
      }
    }
    return joined;
  }

  private static boolean isGap(String[] lines, int at, int step, int first) {
    return at == first || step == 1 || lines[at - 1].isEmpty();
  }

  private static boolean isSingle(String line) {
    return line.length() == 1 && isSign(line.charAt(0));
  }

  /** Where the next single character stands; the length of the line if there is none. */
  private static int nextSingle(String line, int from) {
    int i = nextWord(line, from);
    while (i < line.length() && !isSingle(line, i)) {
      i = nextWord(line, i + 1);
    }
    return i;
  }

  /** Where the line begins, or what is behind the next space. */
  private static int nextWord(String line, int from) {
    if (from == 0) {
      return 0;
    }
    int space = line.indexOf(' ', from - 1);
    return space < 0 ? line.length() : space + 1;
  }

  /** A letter or digit followed by a space, the end, or a punctuation mark and one of these. */
  private static boolean isSingle(String line, int at) {
    if (at >= line.length() || !isSign(line.charAt(at))) {
      return false;
    }
    int behind = at + 1;
    if (behind < line.length() && isPunctuation(line.charAt(behind))) {
      behind++;
    }
    return behind >= line.length() || line.charAt(behind) == ' ';
  }

  private static boolean isSign(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean isPunctuation(char c) {
    return !isSign(c) && ".,;:!?)。、".indexOf(c) >= 0;
  }

  private static boolean isDash(char c) {
    return "-–—‐‑−".indexOf(c) >= 0;
  }

  /** Single characters one after another, from {@code start} to before {@code end}. */
  private record Run(int start, int end, String characters, int count) {

    static Run at(String line, int start) {
      var characters = new StringBuilder();
      int count = 0;
      int at = start;
      while (true) {
        characters.append(line.charAt(at));
        count++;
        at++;
        if (at < line.length() && line.charAt(at) == ' ' && isSingle(line, at + 1)) {
          at++;
        } else if (isDashBetween(line, at)) {
          characters.append('-');
          at += 3;
        } else {
          return new Run(start, at, characters.toString(), count);
        }
      }
    }

    private static boolean isDashBetween(String line, int at) {
      return at + 3 < line.length()
          && line.charAt(at) == ' '
          && isDash(line.charAt(at + 1))
          && line.charAt(at + 2) == ' '
          && isSingle(line, at + 3);
    }

    boolean isCode(String line) {
      if (count < SHORTEST || count > LONGEST || besideNumber(line)) {
        return false;
      }
      long digits = characters.chars().filter(Character::isDigit).count();
      boolean capitals = characters.chars().noneMatch(Character::isLowerCase);
      boolean alone = start == 0 && end >= line.length() - 1;
      return digits == count || (alone ? digits > 0 || capitals : digits > 1 && capitals);
    }

    private boolean besideNumber(String line) {
      boolean before = start > 1 && Character.isDigit(line.charAt(start - 2));
      boolean behind = end + 1 < line.length() && Character.isDigit(line.charAt(end + 1));
      return before || behind;
    }
  }
}
