package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A code that is written for programs, below a text message: {@code @example.com #123456} in the
 * last line (WICG, origin-bound one-time codes delivered via SMS). It beats whatever the text above
 * says, for that is what it is there for.
 */
final class BoundCode {

  /** A second host may stand behind it, of a page within the page; letters alone are no code. */
  private static final Pattern LAST_LINE =
      Pattern.compile(
          "\\n?@([a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,10})(?::\\d{1,5})?"
              + " #(?=[A-Za-z-]{0,20}\\d)([A-Za-z0-9-]{3,20})(?: @[a-z0-9.-]{1,255})?");

  /** No last line is longer. */
  private static final int LONGEST = 1200;

  private BoundCode() {}

  /** Empty if the last line is none. */
  static Optional<Otp> in(String text) {
    var stripped = text.stripTrailing();
    var end = stripped.substring(Math.max(0, stripped.lastIndexOf('\n')));
    var line = LAST_LINE.matcher(end);
    return end.length() <= LONGEST && line.matches()
        ? Optional.of(new Otp.Code(line.group(2), "the last line binds it to " + line.group(1)))
        : Optional.empty();
  }
}
