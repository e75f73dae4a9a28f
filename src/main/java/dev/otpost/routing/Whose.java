package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;

/** An identifier and, in words, why it is the one. */
record Whose(Identifier identifier, String because) {

  Whose(Address address, String because) {
    this(Identifier.of(address), because);
  }
}
