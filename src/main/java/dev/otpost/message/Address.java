package dev.otpost.message;

import java.util.Locale;
import java.util.Optional;

/**
 * A mail address without a display name ({@code local@domain}, RFC 5321 4.1.2), as it was written.
 *
 * <p>Two addresses are the same mailbox for otpost if they differ in case only: the local part is
 * case-sensitive by the letter of RFC 5321 2.4, but no provider of mailboxes treats it so, and
 * Skyvern folds the case of an identifier.
 *
 * @param value never empty, with one last {@code @} that separates two non-empty halves; white
 *     space, brackets and commas stand in a quoted local part only, control characters nowhere
 */
public record Address(String value) {

  public Address {
    if (!wellFormed(value)) {
      throw new IllegalArgumentException("not a mail address (" + value.length() + " characters)");
    }
  }

  /** The address in {@code text}, surrounding white space aside; empty if it is none. */
  public static Optional<Address> of(String text) {
    var trimmed = text.strip();
    return wellFormed(trimmed) ? Optional.of(new Address(trimmed)) : Optional.empty();
  }

  /** What stands before the last {@code @}, as written. */
  public String local() {
    return value.substring(0, value.lastIndexOf('@'));
  }

  /** What stands behind the last {@code @}, in lower case. */
  public String domain() {
    return value.substring(value.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether both name the same mailbox: equal but for case. */
  public boolean sameMailbox(Address other) {
    return value.equalsIgnoreCase(other.value);
  }

  /** Masked, so that a log line does not say whose mail it was: {@code j…@example.com}. */
  @Override
  public String toString() {
    return Identifier.mask(value);
  }

  private static boolean wellFormed(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      return false;
    }
    boolean quoted = at > 2 && text.charAt(0) == '"' && text.charAt(at - 1) == '"';
    return text.chars().noneMatch(c -> c < ' ' || c == 0x7f)
        && text.substring(quoted ? at : 0).chars().noneMatch(c -> " <>,".indexOf(c) >= 0);
  }
}
