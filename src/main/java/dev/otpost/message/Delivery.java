package dev.otpost.message;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing to be posted to Skyvern.
 *
 * @param id of its entry in the spool
 * @param source the way its mail came in
 * @param lane whose identifier is posted as {@code totp_identifier}
 * @param form in which it is to be posted now
 * @param text what is posted unless {@code form} asks for less; never empty
 * @param otp the code or link that otpost found in it, as far as it is certain of one
 * @param life posted as {@code expired_at}: its end
 * @param doubtSince since when Skyvern may have it, in this form or the one before, without our
 *     knowing, for an answer was lost; empty if it cannot
 */
public record Delivery(
    long id,
    Source source,
    Lane lane,
    Form form,
    String text,
    Otp otp,
    Life life,
    Optional<Instant> doubtSince) {

  public Delivery {
    if (form.bare() && bare(otp).isEmpty()) {
      throw new IllegalArgumentException("there is no code or link to be posted alone");
    }
  }

  /** Of a mail that came by SMTP. */
  public Delivery(
      long id,
      Lane lane,
      Form form,
      String text,
      Otp otp,
      Life life,
      Optional<Instant> doubtSince) {
    this(id, Source.SMTP, lane, form, text, otp, life, doubtSince);
  }

  /** What is posted as {@code content}. */
  public String content() {
    return form.bare() ? bare().orElse(text) : text;
  }

  /** The code or link alone; empty if otpost is certain of none. */
  public Optional<String> bare() {
    return bare(otp);
  }

  private static Optional<String> bare(Otp otp) {
    return switch (otp) {
      case Otp.Code code -> Optional.of(code.value());
      case Otp.MagicLink link -> Optional.of(link.url());
      case Otp.Ambiguous _, Otp.None _ -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return "Delivery[%d, %s, %s, %d characters]"
        .formatted(id, lane.identifier(), form.word(), text.length());
  }
}
