package dev.otpost.routing;

import dev.otpost.message.Address;
import java.util.Locale;

/** Which addresses lead to one mailbox, as far as that shows. */
final class Mailboxes {

  private Mailboxes() {}

  /** Equal but for case, a tag behind a plus and, at Gmail, dots. */
  static boolean same(Address one, Address other) {
    return canonical(one).equals(canonical(other));
  }

  /** Whether {@code domain} is {@code parent} or below it. */
  static boolean isWithin(String domain, String parent) {
    return domain.equals(parent) || domain.endsWith("." + parent);
  }

  private static String canonical(Address address) {
    var plain = Tag.without(address);
    var local = plain.local().toLowerCase(Locale.ROOT);
    return switch (plain.domain()) {
      case "gmail.com", "googlemail.com" -> local.replace(".", "") + "@gmail.com";
      default -> local + "@" + plain.domain();
    };
  }
}
