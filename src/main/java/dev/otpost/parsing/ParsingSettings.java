package dev.otpost.parsing;

/**
 * What an operator may change about reading mail.
 *
 * @param maxHtml bytes of HTML, decoded, in all HTML parts of a mail together; what is beyond is
 *     cut off with a note
 */
public record ParsingSettings(int maxHtml) {

  /** As long as nobody says otherwise: 1 MiB of HTML. */
  public static final ParsingSettings STANDARD = new ParsingSettings(1024 * 1024);
}
