package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.intake.dkim.Signatures;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import dev.otpost.routing.SenderSettings;
import dev.otpost.routing.Senders;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a mail may come in, by who wrote it. Its signature is looked at only where something
 * depends on that: where a sender must prove himself, and for a question of Gmail's that otpost may
 * answer by itself. Who has asked for neither has no name server in the path of his mail.
 *
 * <p>Out of a mailbox nothing comes in that is of no use: a whole inbox is not to be kept twice.
 *
 * @param senders who may come in
 * @param autoConfirm whether Gmail's questions are answered by otpost itself
 * @param seals by which signatures are looked at
 */
record Entrance(Senders senders, boolean autoConfirm, Seals seals) {

  private static final Logger log = LoggerFactory.getLogger(Entrance.class);

  /** Looks at the signature of a mail. */
  @FunctionalInterface
  interface Seals {
    Dkim check(byte[] raw);
  }

  /** What becomes of a mail at the entrance. */
  sealed interface Admission {

    /**
     * It is taken in.
     *
     * @param dkim {@link Dkim#UNCHECKED} if nothing depended on it
     * @param decisions what is done with it; more careful at times than what was decided
     */
    record Admitted(Dkim dkim, List<Decision> decisions) implements Admission {}

    /** It is not; {@code reply} says for how long. */
    record TurnedAway(Dkim dkim, Reply reply, String because) implements Admission {}

    /** It stays in its mailbox for good, and nothing of it is kept. */
    record LeftThere(String because) implements Admission {}
  }

  /** Anybody may come in. */
  static Entrance open() {
    return new Entrance(new Senders(SenderSettings.ANYBODY), false, Signatures.overDns()::check);
  }

  static Entrance of(Settings settings) {
    return new Entrance(
        new Senders(settings.senders()),
        settings.gmail().autoConfirm(),
        Signatures.overDns()::check);
  }

  /**
   * What becomes of it.
   *
   * @param decisions what is to be done with it if it is taken in; never empty
   */
  Admission admit(Envelope envelope, byte[] raw, Letter letter, List<Decision> decisions) {
    if (letter.equals(Letter.EMPTY) || envelope.source() == Source.SMS) {
      // What could not be read by a fault of ours says nothing of its sender: it is kept. Whoever
      // hands in text messages has shown that he may, and nothing proves who sent them.
      return new Admission.Admitted(Dkim.UNCHECKED, decisions);
    }
    return envelope
        .stored()
        .map(stored -> fetch(stored, raw, letter, decisions))
        .orElseGet(() -> takeIn(raw, letter, decisions));
  }

  private Admission fetch(Stored stored, byte[] raw, Letter letter, List<Decision> decisions) {
    if (decisions.stream().allMatch(it -> it instanceof Decision.Ignore)) {
      return new Admission.LeftThere(decisions.getFirst().because());
    }
    if (stored.extent() != Stored.Extent.WHOLE && isAsked(letter, decisions)) {
      return new Admission.Admitted(Dkim.UNCHECKED, held(decisions));
    }
    return switch (takeIn(raw, letter, decisions)) {
      case Admission.TurnedAway(_, Reply.Refused _, var because) ->
          new Admission.LeftThere(because);
      case Admission admission -> admission;
    };
  }

  private static List<Decision> held(List<Decision> decisions) {
    return decisions.stream()
        .map(it -> it.held("a part of a mail, on which its DKIM signature cannot be proved"))
        .toList();
  }

  private Admission takeIn(byte[] raw, Letter letter, List<Decision> decisions) {
    var dkim = isAsked(letter, decisions) ? check(raw) : Dkim.UNCHECKED;
    return switch (senders.of(letter, dkim)) {
      case Senders.Standing.Welcome() -> new Admission.Admitted(dkim, decisions);
      case Senders.Standing.Unwelcome(var because) ->
          new Admission.TurnedAway(dkim, new Reply.Refused(because), because);
      case Senders.Standing.Unknown(var because) ->
          new Admission.TurnedAway(dkim, new Reply.Undecided(because), because);
    };
  }

  private boolean isAsked(Letter letter, List<Decision> decisions) {
    return senders.askForDkim(letter)
        || (autoConfirm && decisions.stream().anyMatch(it -> it instanceof Decision.Confirm));
  }

  /** A fault of ours proves nothing, and may be gone when the mail comes again. */
  private Dkim check(byte[] raw) {
    try {
      return seals.check(raw);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("dkim_failed");
      return new Dkim(Dkim.Verdict.TEMPERROR, "", "otpost failed on it: see its log");
    }
  }
}
