package dev.otpost.routing;

import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import java.time.Duration;
import java.time.Instant;

/** When a mail came into the world, as far as it matters for how long its code is good. */
final class Origin {

  /** By how much a Date must be older than what the server says before it is believed. */
  private static final Duration DOUBT = Duration.ofDays(1);

  /** Older than this is no mail with a code, but a clock that was never set. */
  private static final Instant NEVER_SET = Instant.parse("2000-01-01T00:00:00Z");

  private Origin() {}

  /**
   * When it arrived here; of one that lay in a mailbox, when it arrived there. Clocks of senders
   * are wrong by minutes and hours, so their Date counts only where it says that the mailbox's
   * server cannot be right: somebody has put an old mail there, or moved the mailbox.
   */
  static Instant of(Envelope envelope, Letter letter) {
    return envelope.source() == Source.SMS ? ofText(envelope, letter) : ofMail(envelope, letter);
  }

  /**
   * Telephones have the time of their network, and whoever hands in says when only if he knows: a
   * gateway that was cut off brings old texts.
   */
  private static Instant ofText(Envelope envelope, Letter letter) {
    return letter
        .date()
        .filter(date -> date.isBefore(envelope.receivedAt()) && date.isAfter(NEVER_SET))
        .orElse(envelope.receivedAt());
  }

  private static Instant ofMail(Envelope envelope, Letter letter) {
    return envelope
        .stored()
        .map(stored -> of(stored, envelope.receivedAt(), letter))
        .orElse(envelope.receivedAt());
  }

  private static Instant of(Stored stored, Instant receivedAt, Letter letter) {
    var since = stored.since().isBefore(receivedAt) ? stored.since() : receivedAt;
    // A folder made anew may say of every mail in it that it came just then.
    var doubtful = stored.renumbered() ? since : since.minus(DOUBT);
    return letter
        .date()
        .filter(date -> date.isBefore(doubtful) && date.isAfter(NEVER_SET))
        .orElse(since);
  }
}
