package dev.otpost.parsing;

import dev.otpost.message.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a mail or of a part, unfolded (RFC 5322 2.2.3) but not decoded, and the body behind
 * them.
 *
 * <p>Lines that are no fields are passed over, but where the very first line is none, there is no
 * header and all is body. Bytes above ASCII are read as UTF-8 (RFC 6532) or, if they are not that,
 * as windows-1252.
 *
 * @param fields at most {@link Limits#HEADER_FIELDS}, from the first {@link Limits#HEADER_BYTES}
 * @param body what follows the empty line
 */
record HeaderSection(List<Headers.Field> fields, Slice body) {

  /** The topmost value of this field as it was written; empty if there is none. */
  String raw(String name) {
    for (var field : fields) {
      if (field.name().equalsIgnoreCase(name) && !field.value().isEmpty()) {
        return field.value();
      }
    }
    return "";
  }

  /** All fields with encoded words decoded, fit to be read by people. */
  Headers decoded() {
    return new Headers(
        fields.stream()
            .map(
                field ->
                    new Headers.Field(field.name(), EncodedWords.decode(field.value()).strip()))
            .toList());
  }

  static HeaderSection read(Slice entity) {
    var fields = new ArrayList<Headers.Field>();
    int trusted = entity.atMost(Limits.HEADER_BYTES).end();
    int line = firstLine(entity);
    int fieldStart = -1;
    int fieldEnd = -1;
    boolean headerSeen = false;
    while (line < entity.end()) {
      int lineFeed = entity.lineFeed(line);
      int end = entity.textEnd(line, lineFeed);
      if (end == line) {
        addField(fields, entity, fieldStart, fieldEnd);
        return new HeaderSection(List.copyOf(fields), entity.from(lineFeed + 1));
      }
      boolean continued = entity.bytes()[line] == ' ' || entity.bytes()[line] == '\t';
      if (continued) {
        fieldEnd = fieldStart < 0 ? -1 : Math.min(end, trusted);
      } else {
        addField(fields, entity, fieldStart, fieldEnd);
        boolean field = isField(entity, line, end);
        if (!field && !headerSeen && !isMailboxLine(entity, line, end)) {
          return new HeaderSection(List.of(), entity);
        }
        headerSeen = true;
        fieldStart = field && end <= trusted && fields.size() < Limits.HEADER_FIELDS ? line : -1;
        fieldEnd = end;
      }
      line = lineFeed + 1;
    }
    addField(fields, entity, fieldStart, fieldEnd);
    return new HeaderSection(List.copyOf(fields), entity.from(entity.end()));
  }

  /**
   * Some relays put empty lines in front of a mail; in front of a part an empty line says that it
   * has no header.
   */
  private static int firstLine(Slice entity) {
    int line = entity.start();
    if (line > 0) {
      return line;
    }
    while (line < entity.end() && (entity.bytes()[line] == '\r' || entity.bytes()[line] == '\n')) {
      line++;
    }
    int lineFeed = entity.lineFeed(line);
    return isField(entity, line, entity.textEnd(line, lineFeed)) ? line : entity.start();
  }

  /**
   * Whether the line begins with a name of visible ASCII and a colon (RFC 5322 2.2), a space before
   * the colon forgiven.
   */
  private static boolean isField(Slice entity, int start, int end) {
    int colon = colon(entity, start, end);
    return colon > start;
  }

  /** Where the colon stands behind the name; negative if there is none. One pass, however long. */
  private static int colon(Slice entity, int start, int end) {
    int i = start;
    while (i < end && isOfName(entity.bytes()[i])) {
      i++;
    }
    while (i > start && i < end && (entity.bytes()[i] == ' ' || entity.bytes()[i] == '\t')) {
      i++;
    }
    return i < end && entity.bytes()[i] == ':' ? i : -1;
  }

  private static boolean isOfName(byte b) {
    return b > ' ' && b != 0x7f && b != ':';
  }

  /** The "From " line of mbox files, which some export with each mail, sometimes quoted. */
  private static boolean isMailboxLine(Slice entity, int start, int end) {
    var beginning = entity.between(start, Math.min(end, start + 6)).latin1();
    return beginning.startsWith("From ") || beginning.equals(">From ");
  }

  private static void addField(List<Headers.Field> fields, Slice entity, int start, int end) {
    if (start < 0 || end <= start) {
      return;
    }
    int colon = colon(entity, start, end);
    var name = entity.between(start, colon).latin1().strip();
    var value = Charsets.undeclared(entity.between(colon + 1, end));
    fields.add(new Headers.Field(name, unfold(value).strip()));
  }

  private static String unfold(String value) {
    if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0 && value.indexOf('\0') < 0) {
      return value;
    }
    var unfolded = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\r' && c != '\n' && c != 0) {
        unfolded.append(c);
      }
    }
    return unfolded.toString();
  }
}
