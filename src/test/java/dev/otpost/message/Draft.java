package dev.otpost.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A letter as parsing would hand it over, of which a test says what matters to it. The rest is left
 * out, as a mail may leave it out: all but a Message-ID.
 */
public final class Draft {

  private final String subject;
  private final String text;
  private String messageId = "1@site.example";
  private Optional<Instant> date = Optional.empty();
  private Optional<Address> from = Optional.empty();
  private List<Address> to = List.of();
  private List<Address> cc = List.of();
  private Optional<Forwarded> forwarded = Optional.empty();
  private Headers headers = Headers.NONE;
  private Otp otp = new Otp.None("a test");
  private Optional<Duration> validFor = Optional.empty();

  private Draft(String subject, String text) {
    this.subject = subject;
    this.text = text;
  }

  public static Draft of(String subject, String text) {
    return new Draft(subject, text);
  }

  public Draft messageId(String id) {
    messageId = id;
    return this;
  }

  public Draft date(Optional<Instant> written) {
    date = written;
    return this;
  }

  /** Nobody, if it is no address. */
  public Draft from(String author) {
    from = Address.of(author);
    return this;
  }

  public Draft to(List<Address> recipients) {
    to = recipients;
    return this;
  }

  public Draft cc(List<Address> recipients) {
    cc = recipients;
    return this;
  }

  public Draft forwarded(Optional<Forwarded> original) {
    forwarded = original;
    return this;
  }

  public Draft headers(Headers all) {
    headers = all;
    return this;
  }

  public Draft otp(Otp found) {
    otp = found;
    return this;
  }

  public Draft validFor(Duration length) {
    validFor = Optional.of(length);
    return this;
  }

  public Letter letter() {
    return new Letter(
        messageId, date, from, to, cc, forwarded, headers, subject, text, otp, validFor);
  }

  /** Of fields as they are written: {@code Name: value}. */
  public static Headers headers(String... fields) {
    return new Headers(
        Stream.of(fields)
            .map(field -> field.split(": ", 2))
            .map(field -> new Headers.Field(field[0], field[1]))
            .toList());
  }
}
