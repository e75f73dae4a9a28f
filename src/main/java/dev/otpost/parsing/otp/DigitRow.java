package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;

/**
 * Groups of digits with a space between, or single ones below each other: a code written for the
 * eye, a phone number, a row of a table, or a code with another number behind it. Groups of one
 * length in a number that codes are written in are one code; of others the long one may be a code
 * by itself; all else is none.
 */
record DigitRow(Page page, List<Cluster> groups) {

  /** No code is written in more groups than it has digits. */
  private static final int MOST_GROUPS = Writing.LONGEST_DIGITS;

  /** Groups of different lengths that may be one code, where nothing follows on the line. */
  private static final int MOST_UNEVEN = 3;

  /** White space between single digits, line ends counted too. */
  private static final int MOST_GAP = 3;

  /** Digits that may stand beside a code: "482913 10 minutes". */
  private static final int MOST_BESIDE = 4;

  static DigitRow from(Page page, Cluster first) {
    var groups = new ArrayList<Cluster>();
    groups.add(first);
    int next = next(page, first);
    while (next > 0 && groups.size() <= MOST_GROUPS) {
      var group = Cluster.at(page, next);
      if (!group.isDigits()) {
        break;
      }
      groups.add(group);
      next = next(page, group);
    }
    return new DigitRow(page, groups);
  }

  /** Where the next group begins, a space behind this one; -1 if there is none. */
  private static int next(Page page, Cluster group) {
    int next = group.end();
    if (group.length() > 1) {
      boolean beside = page.typed(next) == ' ' && Glyphs.isDigit(page.typed(next + 1));
      return beside ? next + 1 : -1;
    }
    while (next < page.text().length()
        && next - group.end() <= MOST_GAP
        && page.typed(next) <= ' ') {
      next++;
    }
    boolean alone = Glyphs.isDigit(page.typed(next)) && !Glyphs.isAlnum(page.typed(next + 1));
    return next > group.end() && alone ? next : -1;
  }

  int end() {
    return groups.getLast().end();
  }

  /** What may be a code: the whole row, or the groups that may be one by themselves. */
  List<Span> codes() {
    var whole = new Span(groups.getFirst().start(), end());
    if (groups.size() == 1 || isOneCode()) {
      return List.of(whole);
    }
    if (endsLine(whole) && groups.size() <= MOST_UNEVEN) {
      return List.of(whole);
    }
    int total = groups.stream().mapToInt(Cluster::length).sum();
    int longest = groups.stream().mapToInt(Cluster::length).max().orElse(0);
    boolean phone = page.typed(whole.start() - 1) == '+';
    if (groups.size() > 3 || total - longest > MOST_BESIDE || phone) {
      return List.of();
    }
    return groups.stream()
        .filter(one -> one.length() > total - one.length() + 1)
        .map(Cluster::span)
        .toList();
  }

  private boolean endsLine(Span row) {
    return page.typed(row.end()) == '\n';
  }

  private boolean isOneCode() {
    int length = groups.getFirst().length();
    if (groups.stream().anyMatch(group -> group.length() != length) || !isEvenlySpaced()) {
      return false;
    }
    return switch (groups.size()) {
      case 2 -> length >= 2 && length <= 4;
      case 3 -> length == 2;
      case 4, 5, 6, 7, 8 -> length == 1;
      default -> false;
    };
  }

  /** All beside or all below each other: rows of a table are no code. */
  private boolean isEvenlySpaced() {
    long below =
        groups.stream().skip(1).filter(group -> page.typed(group.start() - 1) == '\n').count();
    return below == 0 || below == groups.size() - 1;
  }

  @Override
  public String toString() {
    return "DigitRow[%d groups]".formatted(groups.size());
  }
}
