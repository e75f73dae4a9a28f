package dev.otpost.parsing;

import dev.otpost.parsing.otp.OtpReader;
import java.util.Locale;
import org.jsoup.nodes.Element;

/**
 * A picture in a document, which speaks by its alternative text.
 *
 * @param alt in one line; empty if it has none
 * @param isSeen not one of the pixels that only tell the sender that the mail was opened
 */
record Picture(String alt, boolean isSeen) {

  static Picture of(Element image, Style style) {
    boolean pixel = style.pixel() || isPixel(image.attr("width")) || isPixel(image.attr("height"));
    return new Picture(Characters.oneLine(image.attr("alt")), !pixel);
  }

  private static boolean isPixel(String size) {
    var digits = size.strip().toLowerCase(Locale.ROOT).replace("px", "");
    return digits.equals("0") || digits.equals("1") || digits.equals("2");
  }

  /**
   * Adds what it says to the text.
   *
   * @param hasSize whether text has a size where it stands; rows of pictures are given a font of
   *     none, to close the gaps between them, and those that tell a code are seen all the same
   */
  void speak(TextLayout layout, boolean hasSize) {
    if (alt.isEmpty() || (!hasSize && !OtpReader.holdsNumber(alt))) {
      return;
    }
    // Single characters are pieces of a word written in pictures, as some banks do with codes.
    boolean piece = alt.codePointCount(0, alt.length()) == 1;
    if (piece) {
      layout.text(alt);
      return;
    }
    layout.space();
    layout.text(alt);
    layout.space();
  }
}
