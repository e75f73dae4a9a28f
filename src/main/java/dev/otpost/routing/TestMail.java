package dev.otpost.routing;

import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Voucher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A mail that says it is otpost's own test of its way. Whether it is, says who knows the seal of
 * its voucher; if so, none of the rules for mail of others is asked: not who wrote it, not {@code
 * identifiers.allow}, no route. It is for the identifier and the route that the voucher names.
 *
 * <p>Its bare code is posted, whatever {@code delivery.content} says: no language model is asked,
 * so that a test costs nothing and tells nothing of how Skyvern reads.
 *
 * @param code the one in it, which the seal covers
 */
public record TestMail(Voucher voucher, Otp.Code code) {

  /** Nobody waits for it, so it need not be there for long. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** Empty if it does not say so. One that lay in a mailbox is none: none is sent there. */
  public static Optional<TestMail> in(Envelope envelope, Letter letter) {
    return envelope.stored().isEmpty()
            && envelope.rcptTo().size() == 1
            && letter.otp() instanceof Otp.Code code
        ? Voucher.in(letter.headers()).map(voucher -> new TestMail(voucher, code))
        : Optional.empty();
  }

  /** What is done with it if its voucher is good. */
  public List<Decision> decisions(Envelope envelope) {
    return List.of(
        new Decision.Deliver(
            envelope.rcptTo().getFirst(),
            "a test mail of otpost's own",
            new Lane(voucher.route(), voucher.identifier()),
            code,
            code.value(),
            Life.of(envelope.receivedAt(), LIFETIME),
            Optional.empty()));
  }
}
