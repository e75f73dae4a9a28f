package dev.otpost.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mail as a person would read it. Every sequence of bytes is some letter, an empty one in the
 * worst case.
 *
 * @param messageId without angle brackets; empty when the mail has none
 * @param date its Date; empty when there is none or it cannot be understood
 * @param from the author; empty when there is none that is an address
 * @param to the addresses in To, in their order, display names aside
 * @param cc the addresses in Cc, likewise
 * @param forwarded the original mail inside, when a person forwarded it
 * @param headers all fields, for the traces that forwarding systems leave
 * @param subject decoded, in one line; empty when there is none
 * @param text the body as it would be seen on a screen, lines ended by {@code \n}, and as much of
 *     it as can be posted; may be empty
 * @param otp the code or link in it
 * @param validFor how long the mail says that its code is good; empty if it does not say
 */
public record Letter(
    String messageId,
    Optional<Instant> date,
    Optional<Address> from,
    List<Address> to,
    List<Address> cc,
    Optional<Forwarded> forwarded,
    Headers headers,
    String subject,
    String text,
    Otp otp,
    Optional<Duration> validFor) {

  /**
   * The most characters of a {@link #content()}. Skyvern keeps a text in which it finds no code up
   * to 65,536 characters and refuses a longer one for good, so nothing longer is made.
   */
  public static final int MAX_CONTENT = 65_000;

  /** A letter with nothing in it. */
  public static final Letter EMPTY =
      new Letter(
          "",
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Headers.NONE,
          "",
          "",
          new Otp.None("empty"),
          Optional.empty());

  private static final String SUBJECT_LABEL = "Subject: ";
  private static final String SUBJECT_END = "\n\n";

  /**
   * Checks that it can be posted.
   *
   * @throws IllegalArgumentException if the text is longer than {@link #mostText} allows
   */
  public Letter {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    if (text.length() > mostText(subject)) {
      throw new IllegalArgumentException(
          "a text of %d characters below a subject of %d cannot be posted"
              .formatted(text.length(), subject.length()));
    }
  }

  /** The most characters of a text that can be posted below this subject. */
  public static int mostText(String subject) {
    return subject.isEmpty()
        ? MAX_CONTENT
        : MAX_CONTENT - SUBJECT_LABEL.length() - subject.length() - SUBJECT_END.length();
  }

  /**
   * What is posted: the subject in front, for many codes stand there only, then the text. At most
   * {@link #MAX_CONTENT} characters.
   */
  public String content() {
    return subject.isEmpty() ? text : (SUBJECT_LABEL + subject + SUBJECT_END + text).strip();
  }

  /** Who wrote it in the first place: not the one who forwarded it. Empty if it does not say. */
  public Optional<Address> author() {
    if (forwarded.isEmpty()) {
      return from;
    }
    var original = forwarded.get();
    return original.letter().isPresent() ? original.letter().get().author() : original.from();
  }

  @Override
  public String toString() {
    return "Letter[%s, subject of %d, text of %d characters]"
        .formatted(from.map(Address::domain).orElse("?"), subject.length(), text.length());
  }
}
