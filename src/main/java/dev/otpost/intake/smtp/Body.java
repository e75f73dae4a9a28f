package dev.otpost.intake.smtp;

/** What came of reading a mail after 354. */
sealed interface Body {

  /** The final dot has come, and the sack holds the mail byte for byte, dots unstuffed. */
  record Whole() implements Body {}

  /**
   * The final dot has come, but the mail was larger than is allowed and was not kept.
   *
   * @param size in bytes
   */
  record TooLarge(long size) implements Body {}

  /**
   * The final dot has come, but a line was longer than is allowed, and the mail was not kept.
   *
   * @param size in bytes
   */
  record LineTooLong(long size) implements Body {}

  /**
   * The final dot has come, but there was no room for all of the mail, and it was not kept.
   *
   * @param size in bytes
   */
  record NoRoom(long size) implements Body {}

  /**
   * The connection, or the client's time, ended before the final dot.
   *
   * @param size of what had come, in bytes
   */
  record CutOff(long size) implements Body {}
}
