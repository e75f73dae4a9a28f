package dev.otpost;

import dev.otpost.config.Settings;
import dev.otpost.delivery.GmailApprover;
import dev.otpost.delivery.GmailClient;
import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Spool;
import java.time.InstantSource;
import java.util.Optional;

/** Who says yes to Gmail, if anybody is to, and when he may. */
record Approving(Optional<GmailApprover> approver) implements AutoCloseable {

  static Approving start(Settings settings, Spool spool, InstantSource clock) {
    return settings.gmail().autoConfirm()
        ? new Approving(
            Optional.of(
                GmailApprover.start(
                    spool,
                    new GmailClient(),
                    question -> objection(settings.routing().gateway(), question),
                    clock)))
        : new Approving(Optional.empty());
  }

  /**
   * Nothing proves yet that a mail is Google's: its DKIM signature is not looked at. So whoever
   * wrote it must at least have been told a secret, the address. Proof by DKIM belongs here.
   */
  static Optional<String> objection(Recipients gateway, Confirmation question) {
    return Address.of(question.recipient()).filter(gateway::keepSecret).isPresent()
        ? Optional.empty()
        : Optional.of("for anybody can guess the address it was sent to (see gmail.auto-confirm)");
  }

  @Override
  public void close() {
    approver.ifPresent(GmailApprover::close);
  }
}
