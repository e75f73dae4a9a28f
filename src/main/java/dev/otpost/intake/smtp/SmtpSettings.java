package dev.otpost.intake.smtp;

import dev.otpost.message.Recipients;
import java.nio.file.Path;

/**
 * How the SMTP listener is set up.
 *
 * @param enabled whether there is one at all
 * @param host the address to listen on; empty for all of this machine's, IPv6 included
 * @param port 0 for any free one
 * @param hostname what it calls itself in its greeting
 * @param recipients for whom it takes mail
 * @param maxMessageSize in bytes; a larger mail is refused with 552
 * @param bodies what the bodies of mails may take while they come in
 */
public record SmtpSettings(
    boolean enabled,
    String host,
    int port,
    String hostname,
    Recipients recipients,
    long maxMessageSize,
    Bodies bodies) {

  /**
   * What the bodies of mails may take while they come in.
   *
   * @param inFlight bytes of all of them together, in memory and on disk; beyond, a client is told
   *     452
   * @param incoming the directory for those that are too long for memory; made, for its owner only,
   *     if it is missing
   */
  public record Bodies(long inFlight, Path incoming) {}
}
