package dev.otpost.parsing;

import dev.otpost.message.Address;
import dev.otpost.message.Forwarded;
import dev.otpost.parsing.ForwardWords.Field;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what a mail program wrote into the text when somebody forwarded a mail by hand: a few lines
 * From, To, Date and Subject in one of many languages, mostly below a marker such as "----------
 * Forwarded message ---------".
 *
 * <p>It is a forward if the marker says so, or if the subject does ({@code Fwd:}, {@code WG:}).
 * Lines of this kind alone, or below "-----Original Message-----", stand in answers as well and do
 * not count. The last block is the innermost.
 */
final class ForwardBlock {

  /** Longer than any label with its decoration. */
  private static final int LABEL_CHARS = 40;

  /** Wrapped lines of one field that are read. */
  private static final int WRAPPED_LINES = 50;

  /** Words in front of a subject that are looked at: "AW: [extern] WG: Fwd: Your code". */
  private static final int SUBJECT_WORDS = 6;

  private static final Pattern MAILTO =
      Pattern.compile("[<\\[]\\s?mailto:([^>\\]\\s]{1,300})[>\\]]", Pattern.CASE_INSENSITIVE);

  private final List<String> lines;
  private final boolean subjectSays;
  private int at;

  private ForwardBlock(List<String> lines, boolean subjectSays) {
    this.lines = lines;
    this.subjectSays = subjectSays;
  }

  /** What the innermost block in {@code text} says; empty if the mail was not forwarded by hand. */
  static Optional<Forwarded> find(String subject, String text) {
    return new ForwardBlock(text.lines().toList(), saysForwarded(subject)).innermost();
  }

  /**
   * Whether the subject begins with a word for a forwarded mail, behind others such as {@code Re:}
   * or {@code [extern]}.
   */
  static boolean saysForwarded(String subject) {
    var rest = subject;
    for (int i = 0; i < SUBJECT_WORDS; i++) {
      rest = rest.strip();
      if (rest.startsWith("[")) {
        int close = rest.indexOf(']');
        int colon = colon(rest);
        boolean tag = close > 0 && close < LABEL_CHARS && (colon < 0 || close < colon);
        rest = rest.substring(tag ? close + 1 : 1);
        continue;
      }
      int colon = colon(rest);
      if (colon <= 0 || colon > LABEL_CHARS) {
        return false;
      }
      if (ForwardWords.isSubjectPrefix(rest.substring(0, colon))) {
        return true;
      }
      rest = rest.substring(colon + 1);
    }
    return false;
  }

  private Optional<Forwarded> innermost() {
    Optional<Forwarded> found = Optional.empty();
    var above = "";
    while (at < lines.size()) {
      var line = unquoted(lines.get(at));
      if (label(line).isEmpty()) {
        above = line.isEmpty() ? above : line;
        at++;
        continue;
      }
      var fields = fields();
      if (isForward(above, fields)) {
        found = Optional.of(forwarded(fields));
      }
      above = "";
    }
    return found;
  }

  private boolean isForward(String above, Map<Field, String> fields) {
    if (!fields.containsKey(Field.FROM) || fields.size() < 2) {
      return false;
    }
    var words = undecorated(above);
    if (ForwardWords.isMarker(words)) {
      return true;
    }
    boolean marked = ForwardWords.isQuoteMarker(words) || isRule(above);
    return subjectSays && (marked || fields.size() >= 3);
  }

  /** Reads the fields from the line at which one begins; {@link #at} is behind them afterwards. */
  private Map<Field, String> fields() {
    var fields = new EnumMap<Field, String>(Field.class);
    while (at < lines.size()) {
      var label = label(unquoted(lines.get(at)));
      if (label.isEmpty() || fields.containsKey(label.get().field())) {
        break;
      }
      at++;
      fields.put(label.get().field(), wrapped(label.get().value()));
      skipBlankBeforeLabel();
    }
    if (fields.isEmpty()) {
      at++;
    }
    return fields;
  }

  /**
   * A value with the lines it was wrapped onto: those that follow while it is plain that something
   * is missing.
   */
  private String wrapped(String value) {
    var whole = new StringBuilder(value);
    for (int i = 0; i < WRAPPED_LINES && at < lines.size() && isUnfinished(whole); i++) {
      var next = unquoted(lines.get(at));
      if (next.isEmpty() || label(next).isPresent()) {
        break;
      }
      whole.append(' ').append(next);
      at++;
    }
    return whole.toString();
  }

  private static boolean isUnfinished(CharSequence value) {
    var text = value.toString().strip();
    return text.endsWith(",")
        || text.endsWith(";")
        || text.indexOf('@') < 0
        || text.lastIndexOf('<') > text.lastIndexOf('>');
  }

  /** Some programs set the fields apart by blank lines, which a text made from HTML has as well. */
  private void skipBlankBeforeLabel() {
    int next = at;
    while (next < lines.size() && unquoted(lines.get(next)).isEmpty() && next - at < 2) {
      next++;
    }
    if (next > at && next < lines.size() && label(unquoted(lines.get(next))).isPresent()) {
      at = next;
    }
  }

  private static Forwarded forwarded(Map<Field, String> fields) {
    return new Forwarded(
        Forwarded.How.INLINE,
        addresses(fields.getOrDefault(Field.FROM, "")).stream().findFirst(),
        addresses(fields.getOrDefault(Field.TO, "")),
        ForwardDates.parse(fields.getOrDefault(Field.DATE, "")));
  }

  /** Outlook writes {@code x@y<mailto:x@y>} and {@code Name [mailto:x@y]} into plain text. */
  private static List<Address> addresses(String value) {
    var plain =
        MAILTO
            .matcher(value)
            .replaceAll(
                match -> {
                  boolean again = match.start() > 0 && value.charAt(match.start() - 1) > ' ';
                  return again
                      ? ""
                      : java.util.regex.Matcher.quoteReplacement("<" + match.group(1) + ">");
                });
    return AddressList.parse(plain);
  }

  private record Label(Field field, String value) {}

  /** A line such as {@code *Von:* Acme <codes@acme.example>}. */
  private static Optional<Label> label(String line) {
    int colon = colon(line);
    if (colon <= 0 || colon > LABEL_CHARS) {
      return Optional.empty();
    }
    return ForwardWords.field(undecorated(line.substring(0, colon)))
        .map(field -> new Label(field, withoutStars(line.substring(colon + 1))));
  }

  /** Of the first colon, the wide one of East Asian writing included. */
  private static int colon(String line) {
    int limit = Math.min(line.length(), LABEL_CHARS + 1);
    for (int i = 0; i < limit; i++) {
      if (line.charAt(i) == ':' || line.charAt(i) == '：') {
        return i;
      }
    }
    return -1;
  }

  /** {@code *From:* Acme}: the stars are what is left of bold letters. */
  private static String withoutStars(String value) {
    var text = value.strip();
    return text.startsWith("*") ? text.substring(1).strip() : text;
  }

  private static String unquoted(String line) {
    int i = 0;
    while (i < line.length() && (line.charAt(i) == '>' || line.charAt(i) == ' ')) {
      i++;
    }
    return line.substring(i).strip();
  }

  /** Without the dashes, stars and colons round the words. */
  private static String undecorated(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isDecoration(line.charAt(start))) {
      start++;
    }
    while (end > start && isDecoration(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isDecoration(char c) {
    return "-_=*:： |#.".indexOf(c) >= 0;
  }

  private static boolean isRule(String line) {
    return line.length() >= 5 && undecorated(line).isEmpty();
  }
}
