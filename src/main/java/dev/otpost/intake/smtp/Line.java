package dev.otpost.intake.smtp;

/** What a client sends where a command is expected. */
sealed interface Line {

  /**
   * A line that can be read: no control character is in it but TAB, and it is valid UTF-8.
   *
   * @param text without its CRLF
   * @param octets with its CRLF
   */
  record Said(String text, int octets) implements Line {

    /** It may hold a password. */
    @Override
    public String toString() {
      return "Said[" + octets + " octets]";
    }
  }

  /** Ended by CRLF, but with a CR, a NUL or another control character in it, or not in UTF-8. */
  record Malformed() implements Line {}

  /**
   * It ended with an LF that no CR stands before: where the next command begins would be a guess.
   */
  record BareLf() implements Line {}

  /** Longer than any command may be; it was read to its end and thrown away. */
  record TooLong() implements Line {}

  /** The same, but no end came in sight. */
  record Endless() implements Line {}

  /** The client has nothing more to say. */
  record Ended() implements Line {}
}
