package dev.otpost;

import dev.otpost.config.Settings;
import dev.otpost.intake.dkim.Signatures;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Letter;
import dev.otpost.message.Reply;
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

  /** What becomes of a mail at the entrance; its signature is {@link Dkim#UNCHECKED} at times. */
  sealed interface Admission {

    Dkim dkim();

    /** It is taken in. */
    record Admitted(Dkim dkim) implements Admission {}

    /** It is not; {@code reply} says for how long. */
    record TurnedAway(Dkim dkim, Reply reply, String because) implements Admission {}
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

  Admission admit(byte[] raw, Letter letter, List<Decision> decisions) {
    var dkim = isAsked(letter, decisions) ? check(raw) : Dkim.UNCHECKED;
    return switch (senders.of(letter, dkim)) {
      case Senders.Standing.Welcome() -> new Admission.Admitted(dkim);
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
