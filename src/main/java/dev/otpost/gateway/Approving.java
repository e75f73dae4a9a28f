package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.delivery.GmailApprover;
import dev.otpost.delivery.GmailClient;
import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
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
                    question -> objection(settings.routing().gateway(), question),
                    clock)))
        : new Approving(Optional.empty());
  }

  /**
   * Nobody but the gateway's own addresses is spoken for, least of all a person whose mailbox is
   * watched. For those, either the mail bears Google's signature, or whoever wrote it was told a
   * secret, the address. The latter does for mail that lost its signature on the way; in a mailbox
   * nothing shows to which address a mail was written, whatever its header says.
   */
  static Optional<String> objection(Recipients gateway, Confirmation question) {
    var recipient = Address.of(question.recipient());
    if (recipient.filter(gateway::contain).isEmpty()) {
      return Optional.of("for it came to none of the gateway's addresses");
    }
    return question.dkim().vouchesFor(GOOGLE)
            || (question.source() != Source.IMAP
                && recipient.filter(gateway::keepSecret).isPresent())
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
