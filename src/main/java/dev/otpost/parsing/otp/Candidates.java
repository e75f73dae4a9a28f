package dev.otpost.parsing.otp;

import dev.otpost.parsing.otp.Candidate.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds what has the shape of a code, and passes over what has that of something else: dates,
 * times, amounts, addresses of machines and people, phone numbers, masked cards. One walk over the
 * page; not thread-safe.
 *
 * <p>Of {@code G-123456} the digits are the code: the letter tells the sender, and the field takes
 * digits. Between digits hyphens and spaces are for the eye; between letters nobody knows, so they
 * stay.
 */
final class Candidates {

  /** A mail with more than this is a list; what comes later is not looked at. */
  private static final int MOST = 300;

  private static final int SHORTEST = 4;
  private static final int LONGEST_DIGITS = 8;
  private static final int LONGEST_MIXED = 10;

  /** Joins whatever it stands between to something that is no code. */
  private static final String BAD_WITHIN = "@_=&\\~";

  private static final String BAD_BEFORE = "#$€£¥₹₽₩₺₫฿₪₴₦+@/\\=•.…©№§×%&_^~";
  private static final String BAD_AFTER = "%$€£¥₹₽₩₺₫฿₪₴₦+@/\\=°_^~円元원";
  private static final String CURRENCY = "$€£¥₹₽₩₺₫฿₪₴₦";

  /** Beside a number these make it an amount or a size. */
  private static final Set<String> AMOUNTS =
      Set.of(
          "usd", "eur", "gbp", "inr", "jpy", "cny", "rmb", "krw", "chf", "sek", "nok", "dkk", "pln",
          "czk", "huf", "ron", "rub", "uah", "try", "brl", "mxn", "idr", "myr", "vnd", "thb", "php",
          "ils", "aed", "sar", "cad", "aud", "nzd", "rs", "rs.", "rp", "rm", "kr", "kr.", "zl",
          "kc", "ft", "lei", "tl", "руб", "руб.", "грн", "лв", "лв.", "eur.", "euro", "euros",
          "dollars", "px", "km", "kg", "gb", "mb", "kb", "tb", "ml", "mm", "cm", "kwh", "mhz",
          "mbit", "pts", "บาท", "takka", "টাকা", "تومان", "ریال");

  private final Page page;
  private final String text;
  private final List<Candidate> found = new ArrayList<>();

  private Candidates(Page page) {
    this.page = page;
    this.text = page.text();
  }

  static List<Candidate> on(Page page) {
    var candidates = new Candidates(page);
    candidates.walk();
    return candidates.found;
  }

  private void walk() {
    int i = 0;
    int link = 0;
    while (i < text.length() && found.size() < MOST) {
      if (link < page.links().size() && i >= page.links().get(link).start()) {
        i = Math.max(i, page.links().get(link).end());
        link++;
      } else if (!Glyphs.isAlnum(at(i))) {
        i++;
      } else {
        i = cluster(i);
      }
    }
  }

  private char at(int i) {
    return i < 0 || i >= text.length() ? '\n' : Glyphs.typed(text, i);
  }

  private int cluster(int start) {
    int end = endOfCluster(start);
    boolean digits = allDigits(start, end);
    if (!digits) {
      if (!isWord(start, end)) {
        single(start, end);
      }
      return end;
    }
    var row = new ArrayList<Page.Span>();
    row.add(new Page.Span(start, end));
    int next = nextInRow(row.getLast());
    while (next > 0 && row.size() <= LONGEST_DIGITS) {
      int behind = endOfCluster(next);
      if (!allDigits(next, behind)) {
        break;
      }
      row.add(new Page.Span(next, behind));
      next = nextInRow(row.getLast());
    }
    row(row);
    return row.getLast().end();
  }

  /** Most of a mail: no digit in it, and not in capitals. */
  private boolean isWord(int start, int end) {
    boolean small = false;
    for (int i = start; i < end; i++) {
      char c = at(i);
      if (Glyphs.isDigit(c)) {
        return false;
      }
      small |= c >= 'a' && c <= 'z';
    }
    return small;
  }

  /** Behind the letters and digits, and what joins them without a space. */
  private int endOfCluster(int start) {
    int i = start;
    while (i < text.length()) {
      char c = at(i);
      if (Glyphs.isAlnum(c) || BAD_WITHIN.indexOf(c) >= 0) {
        i++;
      } else if (i > start && joins(text.charAt(i), at(i - 1), at(i + 1))) {
        i += 2;
      } else {
        return i;
      }
    }
    return i;
  }

  private static boolean joins(char joiner, char before, char after) {
    return switch (joiner) {
      case '-' -> Glyphs.isAlnum(before) && Glyphs.isAlnum(after);
      case '.', ',', ':', '/' -> Glyphs.isDigit(before) && Glyphs.isDigit(after);
      default -> false;
    };
  }

  /**
   * Where the next group of digits begins, a space behind this one; single digits may stand below
   * each other.
   */
  private int nextInRow(Page.Span group) {
    int next = group.end();
    if (group.length() == 1) {
      while (next < text.length() && next - group.end() < 4 && at(next) <= ' ') {
        next++;
      }
      boolean alone = Glyphs.isDigit(at(next)) && !Glyphs.isAlnum(at(next + 1));
      return next > group.end() && alone ? next : -1;
    }
    return at(next) == ' ' && Glyphs.isDigit(at(next + 1)) ? next + 1 : -1;
  }

  private void row(List<Page.Span> row) {
    var lengths = row.stream().map(Page.Span::length).toList();
    int start = row.getFirst().start();
    int end = row.getLast().end();
    boolean same = lengths.stream().distinct().count() == 1;
    int total = lengths.stream().mapToInt(Integer::intValue).sum();
    int group = lengths.getFirst();
    boolean joined =
        same
            && evenlySpaced(row)
            && switch (row.size()) {
              case 1 -> false;
              case 2 -> group >= 2 && group <= 4;
              case 3 -> group == 2;
              case 4, 5, 6, 7, 8 -> group == 1;
              default -> false;
            };
    if (joined) {
      digits(start, end, total);
    } else if (row.size() == 1) {
      digits(start, end, total);
    } else if (row.size() <= 3 && total - longest(lengths) <= 4 && at(start - 1) != '+') {
      // "482913 10 minutes": the long one by itself.
      row.stream()
          .filter(one -> one.length() >= SHORTEST && one.length() <= LONGEST_DIGITS)
          .filter(one -> one.length() > total - one.length() + 1)
          .forEach(one -> digits(one.start(), one.end(), one.length()));
    }
  }

  /** All beside or all below each other: rows of a table are no code. */
  private boolean evenlySpaced(List<Page.Span> row) {
    long below = row.stream().skip(1).filter(group -> at(group.start() - 1) == '\n').count();
    return below == 0 || below == row.size() - 1;
  }

  private static int longest(List<Integer> lengths) {
    return lengths.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private void digits(int start, int end, int total) {
    if (total < SHORTEST || total > LONGEST_DIGITS || !clean(start, end)) {
      return;
    }
    var value = typed(start, end).replace(" ", "").replace("\n", "").replace("-", "");
    boolean year =
        value.length() == 4 && value.compareTo("1900") >= 0 && value.compareTo("2100") < 0;
    boolean day = value.length() == 8 && isDay(value);
    found.add(new Candidate(start, end, value, year || day ? Shape.YEAR : Shape.DIGITS));
  }

  private static boolean isDay(String value) {
    return (value.startsWith("19") || value.startsWith("20"))
        && value.substring(4, 6).compareTo("12") <= 0
        && value.substring(6).compareTo("31") <= 0;
  }

  /** A cluster that is not digits alone: joined by something, or with letters in it. */
  private void single(int start, int end) {
    if (end - start > 2 * LONGEST_MIXED || !clean(start, end)) {
      return;
    }
    var value = typed(start, end);
    var groups = value.split("-", -1);
    boolean plain = value.chars().allMatch(c -> c == '-' || Glyphs.isAlnum((char) c));
    var bare = value.replace("-", "");
    if (!plain || bare.length() < SHORTEST || bare.length() > LONGEST_MIXED) {
      return;
    }
    boolean digits = bare.chars().allMatch(c -> Glyphs.isDigit((char) c));
    if (digits) {
      boolean even = List.of(groups).stream().map(String::length).distinct().count() == 1;
      boolean halves = groups.length == 2 && groups[0].length() >= 3;
      boolean forTheEye = even && (halves || groups[0].length() == 1);
      if (forTheEye) {
        digits(start, end, bare.length());
      }
    } else if (groups.length == 2 && isSender(groups[0]) && isDigits(groups[1])) {
      if (groups[1].length() >= SHORTEST && groups[1].length() <= LONGEST_DIGITS) {
        found.add(new Candidate(start, end, groups[1], Shape.DIGITS));
      }
    } else {
      mixed(start, end, value, groups);
    }
  }

  /** Google and Facebook put their letters in front of the digits that are typed. */
  private static boolean isSender(String group) {
    return group.equals("G") || group.equals("FB");
  }

  private static boolean isDigits(String group) {
    return group.chars().allMatch(c -> Glyphs.isDigit((char) c));
  }

  private void mixed(int start, int end, String value, String[] groups) {
    long digits = value.chars().filter(c -> Glyphs.isDigit((char) c)).count();
    boolean upper = value.chars().noneMatch(c -> c >= 'a' && c <= 'z');
    boolean even = List.of(groups).stream().map(String::length).distinct().count() == 1;
    boolean grouped = groups.length > 1;
    if (grouped && (!even || groups[0].length() < 3 || !upper)) {
      return;
    }
    if (digits == 0) {
      if (upper && (grouped || (value.length() >= 6 && value.length() <= 8))) {
        found.add(new Candidate(start, end, value, Shape.LETTERS));
      }
      return;
    }
    int letters = 0;
    while (letters < value.length() && !Glyphs.isDigit(value.charAt(letters))) {
      letters++;
    }
    boolean name = !grouped && letters >= 3 && isDigits(value.substring(letters)) && digits <= 4;
    // "4th", "1080p", "24h", "3rd": a number with its unit.
    boolean unit =
        letters == 0
            && !upper
            && value.length() - digits <= 2
            && !Glyphs.isDigit(value.charAt(value.length() - 1));
    if (!unit) {
      found.add(new Candidate(start, end, value, name ? Shape.NAME : Shape.MIXED));
    }
  }

  /** Whether nothing beside it makes it part of something else. */
  private boolean clean(int start, int end) {
    char before = at(start - 1);
    char after = at(end);
    boolean bold = before == '*' && after == '*';
    if (BAD_BEFORE.indexOf(before) >= 0 || BAD_AFTER.indexOf(after) >= 0) {
      return false;
    }
    if (Glyphs.spaced(before) || Glyphs.spaced(after) || (before == '*' && !bold)) {
      return false;
    }
    boolean hyphened =
        (before == '-' && Glyphs.spaced(at(start - 2)))
            || (after == '-' && Glyphs.spaced(at(end + 1)));
    if (hyphened) {
      return false;
    }
    int left = start - 1;
    while (left >= 0 && at(left) == ' ') {
      left--;
    }
    char gapBefore = at(left);
    boolean masked =
        gapBefore == '\u2022'
            || gapBefore == '\u2026'
            || (left > 0 && gapBefore == '*' && at(left - 1) == '*' && left < start - 1)
            || (left > 1 && at(left - 1) == 'x' && gapBefore == 'x');
    char gapAfter = after == ' ' ? at(end + 1) : after;
    return !masked
        && gapBefore != '+'
        && gapBefore != '#'
        && gapBefore != '\u00A9'
        && CURRENCY.indexOf(gapBefore) < 0
        && gapAfter != '%'
        && CURRENCY.indexOf(gapAfter) < 0
        && !AMOUNTS.contains(wordBefore(left))
        && !AMOUNTS.contains(wordAfter(end));
  }

  private String wordBefore(int last) {
    int start = last;
    while (start >= 0 && last - start < 8 && at(start) > ' ') {
      start--;
    }
    return page.folded().substring(start + 1, last + 1);
  }

  private String wordAfter(int end) {
    int start = at(end) == ' ' ? end + 1 : end;
    int last = start;
    while (last < text.length() && last - start < 8 && Character.isLetter(at(last))) {
      last++;
    }
    return page.folded().substring(Math.min(start, last), last);
  }

  private boolean allDigits(int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Glyphs.isDigit(at(i))) {
        return false;
      }
    }
    return true;
  }

  private String typed(int start, int end) {
    var typed = new StringBuilder();
    for (int i = start; i < end; i++) {
      typed.append(at(i));
    }
    return typed.toString();
  }
}
