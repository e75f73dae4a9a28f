package dev.otpost.parsing;

import dev.otpost.message.Address;
import dev.otpost.message.Forwarded;
import dev.otpost.parsing.ForwardWords.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a mail program wrote into the text when somebody forwarded a mail by hand: a few lines
 * From, To, Date and Subject in one of many languages, mostly below a marker such as "----------
 * Forwarded message ---------".
 *
 * <p>It is a forward if the marker says so; if the subject does ({@code Fwd:}, {@code WG:}), or the
 * block has a subject, below a marker in words that are not known; or if the block holds author,
 * subject and date or recipient, and its subject is that of this mail, behind a word that is none
 * for an answer: so in languages that are not known here. Lines of this kind alone, or below
 * "-----Original Message-----", stand in answers as well and do not count, nor does what payments
 * and forms list as From and To. The last block is the innermost.
 *
 * <p>A label that is not known is read by what it says and where it stands (every program writes
 * the author before the recipient), as long as two others are sure.
 */
final class ForwardBlock {

  /** Wrapped lines of one field that are read. */
  private static final int WRAPPED_LINES = 50;

  /** The same of a field that holds no addresses. */
  private static final int WRAPPED_WORDS = 3;

  /** Lines of a block; no program writes nearly as many. */
  private static final int FIELDS = 30;

  /** Longer than any marker. */
  private static final int LONGEST_MARKER = 100;

  /** Of so many dashes in front of words in any language: programs write less above answers. */
  private static final Pattern DASHES = Pattern.compile("^-{8,}\\s?\\p{L}.*");

  private static final Pattern MAILTO =
      Pattern.compile("[<\\[]\\s?mailto:([^>\\]\\s]{1,300})[>\\]]", Pattern.CASE_INSENSITIVE);

  /** Yandex: {@code 22.11.2026, 11:31, "Acme" <codes@acme.example>:}. */
  private static final Pattern SENTENCE =
      Pattern.compile("(.{0,200}?)<([^<>@\\s]{1,100}@[^<>@\\s]{1,200})>\\s?(.{0,30})[:：]");

  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(?:1[34]|19|20|25)\\d\\d(?!\\d)|(?<!\\d)\\d{1,2}[:.]\\d\\d(?!\\d)");

  private final List<String> lines;
  private final ForwardSubject subject;
  private final MailtoLinks mailtos;
  private int at;

  private ForwardBlock(List<String> lines, ForwardSubject subject, MailtoLinks mailtos) {
    this.lines = lines;
    this.subject = subject;
    this.mailtos = mailtos;
  }

  /** What the innermost block in {@code text} says; empty if the mail was not forwarded by hand. */
  static Optional<Forwarded> find(String subject, String text) {
    return find(subject, text, new MailtoLinks());
  }

  /**
   * The same.
   *
   * @param mailtos the addresses behind names that the text shows
   */
  static Optional<Forwarded> find(String subject, String text, MailtoLinks mailtos) {
    return new ForwardBlock(text.lines().toList(), ForwardSubject.of(subject), mailtos).innermost();
  }

  private Optional<Forwarded> innermost() {
    Optional<Forwarded> found = Optional.empty();
    var lineAbove = "";
    while (at < lines.size()) {
      var line = unquoted(lines.get(at));
      var above = Above.NOTHING;
      var block = List.<ForwardLine>of();
      if (!ForwardLine.of(line).isEmpty() || ForwardLine.isDecorated(lineAbove)) {
        above = Above.of(lineAbove);
        block = block(line, above);
      }
      if (block.isEmpty()) {
        lineAbove = line.isEmpty() ? lineAbove : line;
        at++;
        continue;
      }
      var fields = fields(block, above);
      if (isForward(above, fields)) {
        found = Optional.of(forwarded(fields));
      }
      lineAbove = "";
    }
    return found;
  }

  /** What the line above a block, its marker or any other, says of it. */
  private enum Above {
    /** That it was forwarded. */
    FORWARD,
    /** That it was forwarded, or in other words that are not known. */
    MAY_BE_FORWARD,
    /** That it was forwarded or answered. */
    QUOTE,
    NOTHING;

    static Above of(String line) {
      if (line.isEmpty() || line.length() > LONGEST_MARKER) {
        return NOTHING;
      }
      var words = ForwardLine.undecorated(line);
      if (words.isEmpty()) {
        return line.length() >= 5 ? QUOTE : NOTHING;
      }
      if (ForwardWords.isMarker(words)) {
        return FORWARD;
      }
      if (ForwardWords.isQuoteMarker(words)) {
        return QUOTE;
      }
      boolean dashes = DASHES.matcher(line).matches();
      return dashes || (ForwardLine.isDecorated(line) && ForwardWords.speakOfForwarding(words))
          ? MAY_BE_FORWARD
          : NOTHING;
    }
  }

  private boolean isForward(Above above, Map<Field, String> fields) {
    if (!fields.containsKey(Field.FROM) || fields.size() < 2) {
      return false;
    }
    boolean addressed =
        !addresses(fields, Field.FROM).isEmpty() || !addresses(fields, Field.TO).isEmpty();
    return switch (above) {
      case FORWARD -> true;
      // "---- Payment details ----" has a From and a To as well, but no subject.
      case MAY_BE_FORWARD ->
          !subject.saysAnswered()
              && (subject.saysForwarded() || (addressed && fields.containsKey(Field.SUBJECT)));
      case QUOTE -> subject.saysForwarded() || repeatsSubject(fields);
      // What a forwarded mail lists itself, such as the details of a sign-in, is no second block.
      case NOTHING ->
          (subject.saysForwarded() && fields.size() >= 3 && addressed) || repeatsSubject(fields);
    };
  }

  private boolean repeatsSubject(Map<Field, String> fields) {
    return !subject.saysAnswered()
        && subject.repeats(Optional.ofNullable(fields.get(Field.SUBJECT)))
        && !addresses(fields, Field.FROM).isEmpty()
        && (fields.containsKey(Field.DATE) || !addresses(fields, Field.TO).isEmpty());
  }

  /** Reads a block; empty, and nothing read, if none begins with this line. */
  private List<ForwardLine> block(String first, Above above) {
    boolean marked = above == Above.FORWARD || above == Above.MAY_BE_FORWARD;
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

  /** The fields of a block, those with an unknown label too where it is plain what they are. */
  private Map<Field, String> fields(List<ForwardLine> block, Above above) {
    var fields = new EnumMap<Field, String>(Field.class);
    for (var line : block) {
      line.field().ifPresent(field -> fields.putIfAbsent(field, line.value()));
    }
    fields.remove(Field.OTHER);
    var unknown = block.stream().filter(line -> line.field().isEmpty()).toList();
    if (unknown.isEmpty() || block.size() < 3) {
      return fields;
    }
    for (var line : unknown) {
      if (subject.repeats(Optional.of(line.value()))) {
        fields.putIfAbsent(Field.SUBJECT, line.value());
      } else if (DATE.matcher(line.value()).find() && line.value().indexOf('@') < 0) {
        fields.putIfAbsent(Field.DATE, line.value());
      }
    }
    boolean sure = above != Above.NOTHING || repeats(fields);
    if (!sure || fields.size() < 2) {
      return fields;
    }
    for (var line : block) {
      if (line.field().filter(Field.FROM::equals).isPresent()) {
        continue;
      }
      boolean people = line.field().isEmpty() && !addresses(line.value()).isEmpty();
      if (people && !fields.containsKey(Field.FROM)) {
        fields.put(Field.FROM, line.value());
      } else if (people && isBehind(Field.FROM, block, line) && !isOfAuthor(fields, line)) {
        fields.putIfAbsent(Field.TO, line.value());
      }
    }
    return fields;
  }

  private boolean repeats(Map<Field, String> fields) {
    return subject.repeats(Optional.ofNullable(fields.get(Field.SUBJECT)));
  }

  private static boolean isBehind(Field field, List<ForwardLine> block, ForwardLine line) {
    return block.subList(block.indexOf(line), block.size()).stream()
        .noneMatch(later -> later.field().filter(field::equals).isPresent());
  }

  /** Where answers go to is at the author's. */
  private boolean isOfAuthor(Map<Field, String> fields, ForwardLine line) {
    return addresses(fields, Field.FROM).stream()
        .anyMatch(
            author ->
                addresses(line.value()).stream()
                    .anyMatch(address -> address.domain().equalsIgnoreCase(author.domain())));
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
    if (next > at && next < lines.size() && isKnownLabel(unquoted(lines.get(next)), true)) {
      at = next;
    }
  }

  private Forwarded forwarded(Map<Field, String> fields) {
    return new Forwarded(
        Forwarded.How.INLINE,
        addresses(fields, Field.FROM).stream().findFirst(),
        addresses(fields, Field.TO),
        ForwardDates.parse(fields.getOrDefault(Field.DATE, "")));
  }

  /** Those that are shown; of a field that shows names alone, those behind the names. */
  private List<Address> addresses(Map<Field, String> fields, Field field) {
    var value = fields.getOrDefault(field, "");
    var shown = addresses(value);
    if (!shown.isEmpty() || value.isEmpty()) {
      return shown;
    }
    var whole = mailtos.address(value);
    return whole.isPresent()
        ? List.of(whole.get())
        : Pattern.compile("[,;，；、]")
            .splitAsStream(value)
            .limit(Limits.ADDRESSES)
            .flatMap(name -> mailtos.address(name).stream())
            .toList();
  }

  /** Outlook writes {@code x@y<mailto:x@y>} and {@code Name [mailto:x@y]} into plain text. */
  private static List<Address> addresses(String value) {
    var plain =
        MAILTO
            .matcher(value)
            .replaceAll(
                match -> {
                  boolean again = match.start() > 0 && value.charAt(match.start() - 1) > ' ';
                  return again ? "" : Matcher.quoteReplacement("<" + match.group(1) + ">");
                });
    return AddressList.parse(plain);
  }

  private static String unquoted(String line) {
    int i = 0;
    while (i < line.length() && (line.charAt(i) == '>' || line.charAt(i) == ' ')) {
      i++;
    }
    return line.substring(i).strip();
  }
}
