package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the code or link in a mail, and how long it is good. Total, pure, thread-safe; the same
 * mail always gives the same answer, in time linear in its length.
 */
public final class OtpReader {

  private OtpReader() {}

  /**
   * What was found.
   *
   * @param otp the code or link, with the evidence
   * @param validFor how long the mail says that it is good: above zero, at most seven days; empty
   *     if it does not say, or if there is neither code nor link
   */
  public record Reading(Otp otp, Optional<Duration> validFor) {}

  /**
   * Reads a mail; a code beats a link.
   *
   * @param sender the host from which it comes, in small letters; empty if that is not known
   * @param subject in one line; may be empty
   * @param text as a person sees it, links behind their text as {@code <https://…>}; of a very long
   *     one only as much as can be posted is looked at
   */
  public static Reading read(String sender, String subject, String text) {
    var page = Page.of(sender, subject, text);
    var code = CodeLadder.decide(page);
    if (code.otp().isPresent()) {
      return new Reading(code.otp().get(), Validity.nearest(page, code.place()));
    }
    var link = LinkLadder.decide(page);
    if (link.otp().isPresent()) {
      return new Reading(link.otp().get(), Validity.nearest(page, link.place()));
    }
    return new Reading(new Otp.None("no code and no link that signs in"), Optional.empty());
  }
}
