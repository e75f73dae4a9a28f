package dev.otpost.intake.smtp;

/** What came of reading a mail after 354. */
sealed interface Body {

  /**
   * The final dot has come.
   *
   * @param raw the mail byte for byte, dots unstuffed
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared; a copy would cost.
  record Whole(byte[] raw) implements Body {

    @Override
    public String toString() {
      return "Whole[" + raw.length + " bytes]";
    }
  }

  /**
   * The final dot has come, but the mail was larger than is allowed and was not kept.
   *
   * @param size in bytes
   */
  record TooLarge(long size) implements Body {}

  /**
   * The connection, or the client's time, ended before the final dot.
   *
   * @param size of what had come, in bytes
   */
  record CutOff(long size) implements Body {}
}
