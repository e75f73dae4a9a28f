package dev.otpost.parsing;

import dev.otpost.parsing.ForwardWords.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the blocks in a text that mail programs write above forwarded and answered mails, one after
 * another, whatever comes of them: lines that begin with a label, put together where they were
 * wrapped. Not thread-safe.
 */
final class ForwardReader {

  /** Wrapped lines of one field that are read. */
  private static final int WRAPPED_LINES = 50;

  /** The same of a field that holds no addresses. */
  private static final int WRAPPED_WORDS = 3;

  /** Lines of a block; no program writes nearly as many. */
  private static final int FIELDS = 30;

  /** Yandex: {@code 22.11.2026, 11:31, "Acme" <codes@acme.example>:}. */
  private static final Pattern SENTENCE =
      Pattern.compile("(.{0,200}?)<([^<>@\\s]{1,100}@[^<>@\\s]{1,200})>\\s?(.{0,30})[:：]");

  private final List<String> lines;
  private int at;

  /** The last line read that is not empty; empty behind a block. */
  private String lineAbove = "";

  /**
   * A block as it stands there.
   *
   * @param marker what the line above it says
   * @param lines its fields, one at least
   */
  record Block(ForwardMarker marker, List<ForwardLine> lines) {}

  ForwardReader(String text) {
    lines = text.lines().flatMap(ForwardReader::parted).toList();
  }

  /** Yahoo's plain text has its marker and all fields in one line. */
  private static Stream<String> parted(String line) {
    int end = ForwardMarker.end(line);
    return end < 0 ? Stream.of(line) : Stream.of(line.substring(0, end), line.substring(end));
  }

  /** The next block; empty if there is none. */
  Optional<Block> next() {
    while (at < lines.size()) {
      var line = unquoted(lines.get(at));
      if (!ForwardLine.of(line).isEmpty() || ForwardLine.isDecorated(lineAbove)) {
        var marker = ForwardMarker.of(lineAbove);
        var block = block(line, marker);
        if (!block.isEmpty()) {
          lineAbove = "";
          return Optional.of(new Block(marker, block));
        }
      }
      lineAbove = line.isEmpty() ? lineAbove : line;
      at++;
    }
    return Optional.empty();
  }

  /** Reads a block; empty, and nothing read, if none begins with this line. */
  private List<ForwardLine> block(String first, ForwardMarker marker) {
    boolean marked = marker == ForwardMarker.FORWARD || marker == ForwardMarker.MAY_BE_FORWARD;
    boolean colons = !marked || !ForwardLine.of(first).isEmpty();
    var block = new ArrayList<ForwardLine>();
    var seen = new ArrayList<Field>();
    while (at < lines.size() && block.size() < FIELDS) {
      var labels = labels(unquoted(lines.get(at)), colons);
      var known = labels.stream().flatMap(label -> label.field().stream()).toList();
      if (labels.isEmpty() || known.stream().anyMatch(seen::contains)) {
        break;
      }
      at++;
      var last = labels.getLast();
      block.addAll(labels.subList(0, labels.size() - 1));
      block.add(new ForwardLine(last.field(), wrapped(last, colons)));
      known.stream().filter(field -> field != Field.OTHER).forEach(seen::add);
      skipBlankBeforeLabel();
    }
    if (block.isEmpty() && marked) {
      var sentence = SENTENCE.matcher(first);
      if (sentence.matches()) {
        at++;
        block.add(new ForwardLine(Optional.of(Field.FROM), "<" + sentence.group(2) + ">"));
        block.add(new ForwardLine(Optional.of(Field.DATE), sentence.group(1)));
      }
    }
    return block;
  }

  private static List<ForwardLine> labels(String line, boolean colons) {
    return colons ? ForwardLine.of(line) : ForwardLine.withoutColon(line);
  }

  /**
   * A value with the lines it was wrapped onto: of addresses those that follow while it is plain
   * that something is missing; of other fields a few, if a label follows.
   */
  private String wrapped(ForwardLine label, boolean colons) {
    boolean people =
        label
            .field()
            .filter(it -> it == Field.FROM || it == Field.TO || it == Field.CC)
            .isPresent();
    if (!people) {
      skipToLabel(colons);
      return label.value();
    }
    var whole = new StringBuilder(label.value());
    for (int i = 0; i < WRAPPED_LINES && at < lines.size() && isUnfinished(whole); i++) {
      var next = unquoted(lines.get(at));
      if (next.isEmpty() || isKnownLabel(next, colons)) {
        break;
      }
      whole.append(' ').append(next);
      at++;
    }
    return whole.toString();
  }

  private void skipToLabel(boolean colons) {
    for (int next = at; next < lines.size() && next - at <= WRAPPED_WORDS; next++) {
      var line = unquoted(lines.get(next));
      if (line.isEmpty()) {
        return;
      }
      if (!labels(line, colons).isEmpty()) {
        at = next;
        return;
      }
    }
  }

  private static boolean isKnownLabel(String line, boolean colons) {
    var labels = labels(line, colons);
    return !labels.isEmpty() && labels.getFirst().field().isPresent();
  }

  /** Whether an address is still to come, if only that of the last name of the list. */
  private static boolean isUnfinished(CharSequence value) {
    var text = value.toString().strip();
    int last = Math.max(text.lastIndexOf(','), text.lastIndexOf(';')) + 1;
    return text.indexOf('@', last) < 0 || text.lastIndexOf('<') > text.lastIndexOf('>');
  }

  /** Some programs set the fields apart by blank lines, which a text made from HTML has as well. */
  private void skipBlankBeforeLabel() {
    int next = at;
    while (next < lines.size() && unquoted(lines.get(next)).isEmpty() && next - at < 2) {
      next++;
    }
    if (next > at && next < lines.size() && isKnownLabel(unquoted(lines.get(next)), true)) {
      at = next;
    }
  }

  private static String unquoted(String line) {
    int i = 0;
    while (i < line.length() && (line.charAt(i) == '>' || line.charAt(i) == ' ')) {
      i++;
    }
    return line.substring(i).strip();
  }
}
