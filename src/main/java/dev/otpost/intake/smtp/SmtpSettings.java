package dev.otpost.intake.smtp;

import dev.otpost.message.Recipients;

/**
 * How the SMTP listener is set up.
 *
 * @param enabled whether there is one at all
 * @param host the address to listen on; empty for all of this machine's, IPv6 included
 * @param port 0 for any free one
 * @param hostname what it calls itself in its greeting
 * @param recipients for whom it takes mail
 * @param maxMessageSize in bytes; a larger mail is refused with 552
 */
public record SmtpSettings(
    boolean enabled,
    String host,
    int port,
    String hostname,
    Recipients recipients,
    long maxMessageSize) {}
