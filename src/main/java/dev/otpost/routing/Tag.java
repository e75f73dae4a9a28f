package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a recipient carries behind the first plus of its local part: {@code
 * otp+john=example.com@gw.example.com}.
 *
 * @param text never empty
 */
record Tag(String text) {

  /** E.164 has 15 digits at most; a plus in front stays. */
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{6,15}");

  private static final Pattern DOMAIN =
      Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}.-]*[\\p{L}\\p{M}\\p{N}])?");

  /** The tag of this address; empty if it has none. */
  static Optional<Tag> of(Address address) {
    var local = address.local();
    int plus = local.indexOf('+');
    return plus > 0 && plus < local.length() - 1
        ? Optional.of(new Tag(local.substring(plus + 1)))
        : Optional.empty();
  }

  /** The address without its tag; the same if it has none. */
  static Address without(Address address) {
    int plus = address.local().indexOf('+');
    return plus > 0
        ? new Address(address.local().substring(0, plus) + "@" + address.domain())
        : address;
  }

  /** Whether it is the name of this route. */
  boolean names(RoutingSettings.Route route) {
    return text.equalsIgnoreCase(route.name());
  }

  /**
   * The identifier that it spells: an address with {@code =} for the {@code @}, the last one if
   * there are several, or a phone number. Empty if it spells none.
   */
  Optional<Identifier> spells() {
    int at = text.lastIndexOf('=');
    if (at > 0 && DOMAIN.matcher(text.substring(at + 1)).matches()) {
      return Address.of(text.substring(0, at) + "@" + text.substring(at + 1)).map(Identifier::of);
    }
    return PHONE.matcher(text).matches() ? Optional.of(new Identifier(text)) : Optional.empty();
  }
}
