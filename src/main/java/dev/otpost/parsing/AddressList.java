package dev.otpost.parsing;

import dev.otpost.message.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the addresses of a field such as To (RFC 5322 3.4 with its obsolete forms) the way mail
 * programs do: where there are angle brackets the address is what stands in the first of them, and
 * everything outside is a display name, whatever it looks like. Comments and quoted strings are
 * never addresses; groups are opened; a semicolon separates like a comma.
 *
 * <p>To be given the field <em>before</em> its encoded words are decoded: a decoded display name
 * may hold commas, quotes and brackets that were never part of the syntax.
 *
 * <p>Linear in the length of the field; reads at most {@link Limits#ADDRESSES}.
 */
final class AddressList {

  private final String field;
  private final List<Address> addresses = new ArrayList<>();

  /** What stands outside of brackets, quotes and comments since the last separator. */
  private final StringBuilder bare = new StringBuilder();

  /** What stands in the first brackets since the last separator; empty if there were none. */
  private Optional<String> bracketed = Optional.empty();

  /**
   * Once a quote or comment was found to have no end, none that follows has one: no need to look
   * again.
   */
  private boolean quotesEnd = true;

  private boolean commentsEnd = true;

  private AddressList(String field) {
    this.field = field;
  }

  /** The addresses in their order; what is none is passed over. */
  static List<Address> parse(String field) {
    return new AddressList(field).read();
  }

  private List<Address> read() {
    int i = 0;
    while (i < field.length() && addresses.size() < Limits.ADDRESSES) {
      char c = field.charAt(i);
      switch (c) {
        case '"' -> i = quoted(i);
        case '(' -> i = comment(i);
        case '<' -> i = bracket(i);
        case ',', ';' -> {
          mailbox();
          i++;
        }
        case ':' -> {
          // The name of a group ends here; "mailto:" does no harm either.
          bare.setLength(0);
          i++;
        }
        default -> {
          bare.append(c);
          i++;
        }
      }
    }
    mailbox();
    return List.copyOf(addresses);
  }

  /**
   * A quoted string is a display name unless an {@code @} follows at once: then it is a local part.
   */
  private int quoted(int start) {
    int end = quotesEnd ? endOfQuotes(start) : -1;
    if (end < 0) {
      quotesEnd = false;
      bare.append(' ');
      return start + 1;
    }
    boolean localPart = end < field.length() && field.charAt(end) == '@';
    if (localPart) {
      bare.append(' ').append(field, start, end);
    } else {
      bare.append(' ');
    }
    return end;
  }

  private int endOfQuotes(int start) {
    for (int i = start + 1; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  private int comment(int start) {
    int level = 0;
    for (int i = start; commentsEnd && i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        level++;
      } else if (c == ')' && --level == 0) {
        return i + 1;
      }
    }
    commentsEnd = false;
    return start + 1;
  }

  private int bracket(int start) {
    int end = start + 1;
    while (end < field.length() && field.charAt(end) != '>') {
      if (field.charAt(end) == '"' && quotesEnd) {
        int behind = endOfQuotes(end);
        quotesEnd = behind >= 0;
        end = behind < 0 ? end + 1 : behind;
      } else if (field.charAt(end) == '<') {
        // "<<a@b>>" and "<a@b <c@d>": begin anew.
        return bracketed.isPresent() ? end : restart(start, end);
      } else if (field.charAt(end) == ',' && field.charAt(start + 1) != '@') {
        // "<a@b, <c@d>": the closing one was forgotten, for only routes hold commas.
        break;
      } else {
        end++;
      }
    }
    if (bracketed.isEmpty()) {
      bracketed = Optional.of(field.substring(start + 1, end));
    }
    return end < field.length() && field.charAt(end) == '>' ? end + 1 : end;
  }

  private int restart(int start, int end) {
    bare.append(' ').append(field, start + 1, end);
    return end;
  }

  private void mailbox() {
    var address =
        bracketed.isPresent() ? fromBrackets(bracketed.get()) : fromWords(bare.toString());
    address.ifPresent(addresses::add);
    bare.setLength(0);
    bracketed = Optional.empty();
  }

  private static Optional<Address> fromBrackets(String content) {
    var text = withoutSpace(content);
    // RFC 5322 4.4: an old route, "@one,@two:john@example.com"; "mailto:" has the same form.
    int route = text.startsWith("\"") ? -1 : text.lastIndexOf(':');
    return address(text.substring(route + 1));
  }

  /**
   * Without brackets: the last word that holds an {@code @}, white space round which is allowed
   * (RFC 5322 4.4).
   */
  private static Optional<Address> fromWords(String text) {
    var words = Characters.oneLine(text).replace(" @", "@").replace("@ ", "@");
    int at = words.lastIndexOf('@');
    if (at < 0) {
      return Optional.empty();
    }
    int quotes = at > 0 && words.charAt(at - 1) == '"' ? words.lastIndexOf('"', at - 2) : -1;
    int start = quotes >= 0 ? quotes : words.lastIndexOf(' ', at) + 1;
    int space = words.indexOf(' ', at);
    return address(words.substring(start, space < 0 ? words.length() : space));
  }

  private static String withoutSpace(String text) {
    var kept = new StringBuilder(text.length());
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (quoted || Characters.kind(c) == Characters.VISIBLE) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /** The address, if it is one: {@code "john"@example.com} is {@code john@example.com}. */
  private static Optional<Address> address(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0) {
      return Optional.empty();
    }
    var local = text.substring(0, at);
    var domain = text.substring(at + 1);
    if (domain.endsWith(".")) {
      domain = domain.substring(0, domain.length() - 1);
    }
    if (local.length() > 2 && local.startsWith("\"") && local.endsWith("\"")) {
      var inner = local.substring(1, local.length() - 1);
      local = isDotAtom(inner) ? inner : local;
    } else if (!isDotAtom(local)) {
      return Optional.empty();
    }
    return isDomain(domain) ? Address.of(local + "@" + domain) : Optional.empty();
  }

  /** RFC 5322 3.2.3, and everything beyond ASCII by RFC 6532. */
  private static boolean isDotAtom(String text) {
    return text.chars().allMatch(c -> isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0);
  }

  private static boolean isDomain(String text) {
    boolean literal = text.startsWith("[") && text.endsWith("]");
    return literal
        || (!text.isEmpty()
            && text.chars().allMatch(c -> isLetterOrDigit(c) || "-._".indexOf(c) >= 0));
  }

  private static boolean isLetterOrDigit(int c) {
    return c > 0x7f || Character.isLetterOrDigit(c);
  }
}
