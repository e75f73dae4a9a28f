package dev.otpost.intake.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.jdkim.api.Headers;

/**
 * The header of a mail as it is signed: its fields byte for byte, a character of text for each
 * byte. Strict, for where two readers of one header see different fields, a signature is about one
 * of the two only.
 */
final class Header implements Headers {

  /** A field costs memory however short it is. Honest mail has some dozens. */
  static final int MOST_FIELDS = 5_000;

  /** In bytes, the empty line aside. */
  static final int LONGEST = 512 * 1024;

  private final Map<String, List<String>> fields;
  private final List<String> all;
  private final int body;
  private final boolean bare;

  private Header(List<String> all, int body, boolean bare) {
    this.all = all;
    this.body = body;
    this.bare = bare;
    this.fields = new HashMap<>();
    for (var field : all) {
      fields.computeIfAbsent(name(field), _ -> new ArrayList<>()).add(field);
    }
  }

  /** Empty if it is too large, or if two readers might see different fields in it. */
  static Optional<Header> of(byte[] raw) {
    boolean bare = endsInBareLf(raw);
    var fields = new ArrayList<String>();
    int begin = beginsWithMboxLine(raw) ? nextLine(raw, 0) : 0;
    int line = begin;
    int field = begin; // where the one that is being read begins
    while (line < raw.length && line - begin <= LONGEST && fields.size() < MOST_FIELDS) {
      int next = nextLine(raw, line);
      int end = endOfLine(raw, line, next, bare);
      if (end < 0) {
        return Optional.empty();
      }
      boolean goesOn = end > line && (raw[line] == ' ' || raw[line] == '\t');
      if (!goesOn && line > field) {
        fields.add(text(raw, field, line, bare));
        field = line;
      }
      if (end == line) {
        return Optional.of(new Header(fields, next, bare));
      }
      if (goesOn ? line == begin : !hasName(raw, line, end)) {
        return Optional.empty();
      }
      line = next;
    }
    if (line < raw.length) {
      return Optional.empty();
    }
    if (line > field) {
      fields.add(text(raw, field, line, bare));
    }
    return Optional.of(new Header(fields, raw.length, bare)); // a header alone
  }

  /** Where the body begins; the mail's length if it has none. */
  int body() {
    return body;
  }

  /** Whether the lines of the mail end in LF alone. */
  boolean bare() {
    return bare;
  }

  /** Whole fields from top to bottom, the line end behind each aside. */
  @Override
  public List<String> getFields() {
    return all;
  }

  /** Those of this name, whatever its case. */
  @Override
  public List<String> getFields(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** What stands behind the colon. */
  static String value(String field) {
    return field.substring(field.indexOf(':') + 1);
  }

  private static String name(String field) {
    return field.substring(0, field.indexOf(':')).stripTrailing().toLowerCase(Locale.ROOT);
  }

  private static boolean endsInBareLf(byte[] raw) {
    int next = nextLine(raw, 0);
    return next > 0 && raw[next - 1] == '\n' && (next == 1 || raw[next - 2] != '\r');
  }

  /** "From john@example.com Sun Nov 22 …", which mailbox files and pipes put above a mail. */
  private static boolean beginsWithMboxLine(byte[] raw) {
    return raw.length > 5 && new String(raw, 0, 5, ISO_8859_1).equals("From ");
  }

  private static int nextLine(byte[] raw, int from) {
    for (int i = from; i < raw.length; i++) {
      if (raw[i] == '\n') {
        return i + 1;
      }
    }
    return raw.length;
  }

  /** Where the text of a line ends; negative if it holds, or ends in, what ends no line here. */
  private static int endOfLine(byte[] raw, int from, int next, boolean bare) {
    int end = next;
    if (end > from && raw[end - 1] == '\n') {
      end--;
      if (!bare) {
        if (end == from || raw[end - 1] != '\r') {
          return -1;
        }
        end--;
      }
    }
    for (int i = from; i < end; i++) {
      if (raw[i] == '\r') {
        return -1;
      }
    }
    return end;
  }

  /** RFC 5322 2.2, and blanks before the colon as in 4.5. */
  private static boolean hasName(byte[] raw, int from, int end) {
    for (int i = from; i < end; i++) {
      if (raw[i] == ':') {
        return i > from;
      }
      boolean blank = raw[i] == ' ' || raw[i] == '\t';
      if ((raw[i] <= ' ' || raw[i] == 0x7f) && !blank) {
        return false;
      }
    }
    return false;
  }

  private static String text(byte[] raw, int from, int to, boolean bare) {
    var text = new String(raw, from, to - from, ISO_8859_1);
    if (bare) {
      text = text.replace("\n", "\r\n");
    }
    return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
  }
}
