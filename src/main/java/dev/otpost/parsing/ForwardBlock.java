package dev.otpost.parsing;

import dev.otpost.message.Address;
import dev.otpost.message.Forwarded;
import dev.otpost.parsing.ForwardWords.Field;
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

  private static final Pattern MAILTO =
      Pattern.compile("[<\\[]\\s?mailto:([^>\\]\\s]{1,300})[>\\]]", Pattern.CASE_INSENSITIVE);

  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(?:1[34]|19|20|25)\\d\\d(?!\\d)|(?<!\\d)\\d{1,2}[:.]\\d\\d(?!\\d)");

  private final ForwardReader.Block block;
  private final ForwardSubject subject;
  private final MailtoLinks mailtos;
  private final Map<Field, String> fields = new EnumMap<>(Field.class);

  private ForwardBlock(ForwardReader.Block block, ForwardSubject subject, MailtoLinks mailtos) {
    this.block = block;
    this.subject = subject;
    this.mailtos = mailtos;
    read();
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
    var said = ForwardSubject.of(subject);
    var reader = new ForwardReader(text);
    Optional<Forwarded> found = Optional.empty();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      var block = new ForwardBlock(next.get(), said, mailtos);
      found = block.isForward() ? Optional.of(block.forwarded()) : found;
    }
    return found;
  }

  private boolean isForward() {
    if (!fields.containsKey(Field.FROM) || fields.size() < 2) {
      return false;
    }
    boolean addressed = !addresses(Field.FROM).isEmpty() || !addresses(Field.TO).isEmpty();
    return switch (block.marker()) {
      case FORWARD -> true;
      // "---- Payment details ----" has a From and a To as well, but no subject.
      case MAY_BE_FORWARD ->
          !subject.saysAnswered()
              && (subject.saysForwarded() || (addressed && fields.containsKey(Field.SUBJECT)));
      case QUOTE -> subject.saysForwarded() || repeatsSubject();
      // What a forwarded mail lists itself, such as the details of a sign-in, is no second block.
      case NOTHING ->
          (subject.saysForwarded() && fields.size() >= 3 && addressed) || repeatsSubject();
    };
  }

  private boolean repeatsSubject() {
    return !subject.saysAnswered()
        && repeats()
        && !addresses(Field.FROM).isEmpty()
        && (fields.containsKey(Field.DATE) || !addresses(Field.TO).isEmpty());
  }

  /** The fields of the block, those with an unknown label too where it is plain what they are. */
  private void read() {
    for (var line : block.lines()) {
      line.field().ifPresent(field -> fields.putIfAbsent(field, line.value()));
    }
    fields.remove(Field.OTHER);
    var unknown = block.lines().stream().filter(line -> line.field().isEmpty()).toList();
    if (!unknown.isEmpty() && block.lines().size() >= 3) {
      readByValue(unknown);
      boolean sure = block.marker() != ForwardMarker.NOTHING || repeats();
      if (sure && fields.size() >= 2) {
        readPeople();
      }
    }
  }

  private void readByValue(List<ForwardLine> unknown) {
    for (var line : unknown) {
      if (subject.repeats(Optional.of(line.value()))) {
        fields.putIfAbsent(Field.SUBJECT, line.value());
      } else if (DATE.matcher(line.value()).find() && line.value().indexOf('@') < 0) {
        fields.putIfAbsent(Field.DATE, line.value());
      }
    }
  }

  private void readPeople() {
    for (var line : block.lines()) {
      boolean people = line.field().isEmpty() && !addresses(line.value()).isEmpty();
      if (people && !fields.containsKey(Field.FROM)) {
        fields.put(Field.FROM, line.value());
      } else if (people && isBehindAuthor(line) && !isOfAuthor(line)) {
        fields.putIfAbsent(Field.TO, line.value());
      }
    }
  }

  private boolean repeats() {
    return subject.repeats(Optional.ofNullable(fields.get(Field.SUBJECT)));
  }

  private boolean isBehindAuthor(ForwardLine line) {
    var lines = block.lines();
    return lines.subList(lines.indexOf(line), lines.size()).stream()
        .noneMatch(later -> later.field().filter(Field.FROM::equals).isPresent());
  }

  /** Where answers go to is at the author's. */
  private boolean isOfAuthor(ForwardLine line) {
    return addresses(Field.FROM).stream()
        .anyMatch(
            author ->
                addresses(line.value()).stream()
                    .anyMatch(address -> address.domain().equalsIgnoreCase(author.domain())));
  }

  private Forwarded forwarded() {
    return new Forwarded(
        Forwarded.How.INLINE,
        addresses(Field.FROM).stream().findFirst(),
        addresses(Field.TO),
        ForwardDates.parse(fields.getOrDefault(Field.DATE, "")));
  }

  /** Those that are shown; of a field that shows names alone, those behind the names. */
  private List<Address> addresses(Field field) {
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
}
