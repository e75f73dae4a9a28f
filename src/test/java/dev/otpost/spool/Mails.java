package dev.otpost.spool;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Delivery;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Place;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import dev.otpost.message.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Mails as the other rooms would hand them to the spool. */
final class Mails {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
  static final Address GATEWAY = new Address("otp@gw.example.com");

  private Mails() {}

  /** One that came at {@link #NOW}, with this Message-ID and text, as Letter and as bytes. */
  static Mail mail(String messageId, String text) {
    return new Mail(messageId, Optional.empty(), text, NOW);
  }

  /** What the attempt that begins now is to post. */
  static Delivery begun(Spool spool, long id) throws IOException {
    return switch (spool.begin(id, NOW)) {
      case Begun.Post(var delivery, _) -> delivery;
      case Begun.Superseded _, Begun.Gone _ -> throw new AssertionError("not to be posted");
    };
  }

  record Mail(String messageId, Optional<Instant> date, String text, Instant receivedAt) {

    Mail at(Instant instant) {
      return new Mail(messageId, date, text, instant);
    }

    Mail dated(Instant instant) {
      return new Mail(messageId, Optional.of(instant), text, receivedAt);
    }

    /**
     * One that lay there, and with which something is to be done there if {@code errand} is set.
     */
    Envelope from(Place place, boolean errand) {
      return new Envelope(
          Source.IMAP,
          Envelope.UNKNOWN_PATH,
          List.of(GATEWAY),
          "192.0.2.9",
          receivedAt,
          Optional.of(new Stored(place, receivedAt, Stored.Extent.WHOLE, false, errand)));
    }

    Envelope envelope() {
      return new Envelope(
          Source.SMTP,
          "john+caf_=otp=gw.example.com@gmail.com",
          List.of(GATEWAY),
          "192.0.2.1",
          receivedAt);
    }

    byte[] raw() {
      return ("Message-ID: <" + messageId + ">\r\n\r\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    Letter letter() {
      return Draft.of("", text)
          .messageId(messageId)
          .date(date)
          .from("no-reply@github.example")
          .otp(new Otp.Code("123456", "a test"))
          .letter();
    }

    Decision deliver(String identifier) {
      return deliver(Lane.of(new Identifier(identifier)), new Otp.Code("123456", "a test"));
    }

    /** Nobody knows who wrote it, and when. */
    Decision.Deliver deliver(Lane lane, Otp otp) {
      return deliver(lane, otp, Optional.empty());
    }

    Decision.Deliver deliver(Lane lane, Otp otp, Optional<Written> written) {
      return new Decision.Deliver(
          GATEWAY,
          "To of the auto-forwarded mail",
          lane,
          otp,
          text,
          Life.of(receivedAt, Duration.ofMinutes(15)),
          written);
    }

    Decision confirm(String link) {
      return new Decision.Confirm(
          GATEWAY,
          "Gmail asks to confirm",
          Address.of("John.Doe@gmail.example"),
          Optional.of("99427480"),
          Optional.of(link));
    }

    Decision ignore() {
      return new Decision.Ignore(GATEWAY, "an automatic reply");
    }

    Decision hold() {
      return new Decision.Hold(GATEWAY, "Gmail asks to confirm", Optional.empty());
    }
  }
}
