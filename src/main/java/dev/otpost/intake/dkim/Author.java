package dev.otpost.intake.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Address;
import java.util.Optional;

/**
 * Reads the one mailbox in a From (RFC 5322 3.4, 3.6.2). Two, a group, a route or anything behind
 * the closing bracket make it none: of what can be read in two ways nobody knows whose domain must
 * have signed it.
 */
final class Author {

  private final StringBuilder outside = new StringBuilder();
  private final StringBuilder inside = new StringBuilder();
  private boolean quoted;
  private boolean opened;
  private boolean closed;
  private int comments;

  private Author() {}

  /**
   * @param value of the field, a character for each byte
   */
  static Optional<Address> of(String value) {
    var author = new Author();
    var text = new String(value.getBytes(ISO_8859_1), UTF_8);
    for (int i = 0; i < text.length(); i++) {
      boolean escaped = text.charAt(i) == '\\' && (author.quoted || author.comments > 0);
      if (escaped) {
        i++; // The character behind it stands for itself.
      } else if (!author.take(text.charAt(i))) {
        return Optional.empty();
      }
    }
    return author.address();
  }

  /** Whether there can still be one mailbox. */
  private boolean take(char c) {
    if (comments > 0) {
      comments += c == '(' ? 1 : c == ')' ? -1 : 0;
      return true;
    }
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      switch (c) {
        case '(' -> {
          comments++;
          return true;
        }
        case '<' -> {
          boolean first = !opened;
          opened = true;
          return first;
        }
        case '>' -> {
          boolean right = opened && !closed;
          closed = true;
          return right;
        }
        case ',', ';', ':' -> {
          return false;
        }
        default -> {}
      }
    }
    if (closed) {
      return Character.isWhitespace(c);
    }
    (opened ? inside : outside).append(c);
    return true;
  }

  private Optional<Address> address() {
    return quoted || comments > 0 || opened != closed
        ? Optional.empty()
        : Address.of((opened ? inside : outside).toString());
  }
}
