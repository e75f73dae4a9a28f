package dev.otpost.message;

/** What Skyvern has stored for an identifier, as its list says. */
public sealed interface Sighting {

  /**
   * The code that was posted.
   *
   * @param name by which Skyvern calls the row
   */
  record Same(String name) implements Sighting {}

  /** Something, but another code than the one that was posted. */
  record Other() implements Sighting {}

  /** Nothing. */
  record Nothing() implements Sighting {}

  /** Nobody can tell: it is a server of old, which has no list. */
  record Unlisted() implements Sighting {}

  /**
   * It did not say.
   *
   * @param because in words, without anything secret
   */
  record Unknown(String because) implements Sighting {}
}
