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

  /** As which Google asks. */
  private static final Address GOOGLE = new Address("forwarding-noreply@google.com");

  static Approving start(Settings settings, Spool spool, InstantSource clock) {
    return settings.gmail().autoConfirm()
        ? new Approving(
            Optional.of(
                GmailApprover.start(
                    spool,
                    new GmailClient(),
                    question -> objection(settings.smtp().recipients(), question),
                    clock)))
        : new Approving(Optional.empty());
  }

  /**
   * Either the mail bears Google's signature, or whoever wrote it was told a secret, the address.
   * The latter does for mail that lost its signature on the way.
   */
  static Optional<String> objection(Recipients gateway, Confirmation question) {
    return question.dkim().vouchesFor(GOOGLE)
            || Address.of(question.recipient()).filter(gateway::keepSecret).isPresent()
        ? Optional.empty()
        : Optional.of(
            "for Google's signature does not prove that it is Google's, and anybody can guess the"
                + " address it was sent to (see gmail.auto-confirm)");
  }

  @Override
  public void close() {
    approver.ifPresent(GmailApprover::close);
  }
}
