/**
 * What the bodies of mails may take of memory and disk on their way in, whichever way they come:
 * the SMTP listener and the IMAP poller share one {@link dev.otpost.intake.body.Capacity}, so that
 * both together cannot bring the process down.
 *
 * <p>Nothing here knows a protocol, and nothing that lies in the directory for bodies is a promise.
 */
@NullMarked
package dev.otpost.intake.body;

import org.jspecify.annotations.NullMarked;
