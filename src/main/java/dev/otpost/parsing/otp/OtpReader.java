package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the code or link in a mail, and how long it is good. Total, pure, thread-safe; the same
 * mail always gives the same answer, in time linear in its length.
 */
public final class OtpReader {

  /** Characters that a mail made of pictures shows. */
  private static final int SHOWS_LITTLE = 200;

  private final String sender;
  private final String subject;

  /**
   * For a mail.
   *
   * @param sender the host from which it comes, in small letters; empty if that is not known
   * @param subject in one line; may be empty
   */
  public OtpReader(String sender, String subject) {
    this.sender = sender;
    this.subject = subject;
  }

  /**
   * What was found.
   *
   * @param otp the code or link, with the evidence
   * @param validFor how long the mail says that it is good: above zero, at most seven days; empty
   *     if it does not say, or if there is neither code nor link
   */
  public record Reading(Otp otp, Optional<Duration> validFor) {}

  /**
   * Reads the mail; a code beats a link.
   *
   * @param text as a person sees it, links behind their text as {@code <https://…>}; of a very long
   *     one only as much as can be posted is looked at
   */
  public Reading read(String text) {
    var page = Page.of(sender, subject, text);
    var code = CodeLadder.decide(page);
    var bound = BoundCode.in(text);
    if (bound.isPresent()) {
      return new Reading(
          bound.get(), code.otp().flatMap(_ -> Validity.nearest(page, code.place())));
    }
    if (code.otp().isPresent()) {
      return new Reading(code.otp().get(), Validity.nearest(page, code.place()));
    }
    var link = LinkLadder.decide(page);
    if (link.otp().isPresent()) {
      return new Reading(link.otp().get(), Validity.nearest(page, link.place()));
    }
    return new Reading(new Otp.None("no code and no link that signs in"), Optional.empty());
  }

  /**
   * The code in what a mail holds and does not show: some senders put it into the preview alone.
   * Empty if there is none beyond doubt, for mails hide numbers of their own, and newsletters tease
   * in there: only what stands there counts, and only if it is called a one-time code there; or a
   * code, there or by the subject, in a mail that shows no number, and is about signing in or shows
   * little but pictures.
   *
   * @param unseen what is not shown
   * @param text the same again, and below it what is shown, which may say that it is no code
   */
  public Optional<Reading> readUnseen(String unseen, String text) {
    var alone = Page.of(sender, subject, unseen);
    if (numbers(alone).allMatch(number -> alone.inSubject(number.start()))) {
      return Optional.empty();
    }
    int end = alone.text().length();
    var page = Page.of(sender, subject, text);
    var code = CodeLadder.decide(page);
    return code.otp()
        .filter(otp -> otp instanceof Otp.Code && isCalledCode(page, code.place(), end))
        .map(otp -> new Reading(otp, Validity.nearest(page, code.place())));
  }

  /** Whether what stands at {@code place} is, and not by what stands from {@code end} on. */
  private static boolean isCalledCode(Page page, int place, int end) {
    if (page.inSubject(place) || place >= end) {
      return false;
    }
    boolean meant =
        page.subjectSays(Meaning.STRONG, Meaning.LOGIN)
            || page.text().length() - end <= SHOWS_LITTLE;
    boolean clear =
        meant && numbers(page).allMatch(it -> it.start() < end && !page.inSubject(it.start()));
    return numbers(page)
        .filter(number -> number.start() == place)
        .map(number -> Naming.of(page, Spot.of(page, number)))
        .anyMatch(
            naming ->
                (naming.points() > 0 && naming.word() < end)
                    ? naming.strong() || clear
                    : clear && page.subjectSays(Meaning.STRONG));
  }

  /** Whether there is something with digits that is written as codes are, whatever it is called. */
  public static boolean holdsNumber(String text) {
    return numbers(Page.of("", "", text)).findAny().isPresent();
  }

  private static Stream<Candidate> numbers(Page page) {
    return Candidates.on(page).stream()
        .filter(
            candidate ->
                switch (candidate.shape()) {
                  case DIGITS, MIXED -> true;
                  case YEAR, GROUPS, NAME, LETTERS, PHRASE -> false;
                });
  }
}
