package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;

/** An identifier and, in words, why it is the one. */
record Whose(Identifier identifier, String because) {

  /** Of a text message. */
  static Whose number(Identifier receiver) {
    return new Whose(receiver, "the number that the text message was sent to");
  }

  Whose(Address address, String because) {
    this(Identifier.of(address), because);
  }
}
