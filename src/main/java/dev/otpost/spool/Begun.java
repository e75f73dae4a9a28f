package dev.otpost.spool;

import dev.otpost.message.Delivery;

/** What came of beginning an attempt. */
public sealed interface Begun {

  /**
   * It is recorded; this is to be posted now.
   *
   * @param hops how far it had come by then, this attempt included
   */
  record Post(Delivery delivery, Hops hops) implements Begun {}

  /** Nothing is to be posted: a newer one has been. The entry has been moved. */
  record Superseded(String because) implements Begun {}

  /** Nothing is to be posted: the entry is not pending any more. */
  record Gone() implements Begun {}
}
