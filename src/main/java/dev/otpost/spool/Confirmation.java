package dev.otpost.spool;

import dev.otpost.message.Dkim;
import dev.otpost.message.Source;
import java.time.Instant;
import java.util.Optional;

/**
 * Gmail's question whether a mailbox may forward to this gateway, waiting for the operator.
 *
 * @param id of its entry
 * @param receivedAt when it came
 * @param source the way it came in
 * @param recipient at this gateway, to which is to be forwarded; a mail address
 * @param mailbox that wants to forward; empty if the mail does not say
 * @param code to be typed into Gmail's settings; empty if the mail has none
 * @param link that approves it; empty if the mail has none
 * @param dkim what the mail's signature came to
 * @param note what came of opening the link; empty if otpost has not tried
 */
public record Confirmation(
    long id,
    Source source,
    Instant receivedAt,
    String recipient,
    Optional<String> mailbox,
    Optional<String> code,
    Optional<String> link,
    Dkim dkim,
    String note) {

  @Override
  public String toString() {
    return "Confirmation[" + id + "]";
  }
}
